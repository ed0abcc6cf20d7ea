"""What the offline edition has beside its pages: a note for its reader, licences, checksums; and its zip."""

import hashlib
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import distribution
from pathlib import Path

import material

from builder.resources import PACKAGE, load_yaml
from builder.settings import Settings

CHECKSUMS = "SHA256SUMS"
READ_ME = "READ-ME.txt"
_LICENCES = "licences"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the zip format's first day: an archive knows no build time
_LONGEST = 120  # characters of a path; Windows has 260 for it and all folders above
_PORTABLE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./+()[]@, ")


class NotPortableError(ValueError):
    """A file has a name that does not unpack everywhere."""


def write_zip(
    folder: Path, archive: Path, name: str, settings: Settings, updated: date | None, root: Path
) -> None:
    """Pack the site in `folder` into `archive`, under a folder `name`; the same files give the same bytes.

    `updated` is the day of its last review. The licence of its content is taken from `root`.

    Raises:
        NotPortableError: a file could not be unpacked on every system.
    """
    _add_licences(folder / _LICENCES, root)
    sums = dict(_sums(folder))
    version = f"{updated or ''} {_fingerprint(sums)}".strip()
    note = _read_me(settings, version)
    (folder / READ_ME).write_bytes(note)
    sums[READ_ME] = hashlib.sha256(note).hexdigest()
    _refuse_unportable(f"{name}/{path}" for path in sums)
    listed = "".join(f"{sum_}  {path}\n" for path, sum_ in sorted(sums.items()))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(sums):
            _add(packed, f"{name}/{path}", (folder / path).read_bytes())
        _add(packed, f"{name}/{CHECKSUMS}", listed.encode())


def _sums(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


def _fingerprint(sums: dict[str, str]) -> str:
    return hashlib.sha256(repr(sorted(sums.items())).encode()).hexdigest()[:8]


def _read_me(settings: Settings, version: str) -> bytes:
    words = load_yaml(f"i18n/{settings.language}.yml")["offline"]
    text: str = words["read_me"].format(site=settings.site_name, version=version, checksums=CHECKSUMS)
    if settings.site_url:
        text += words["address"].format(address=settings.site_url)
    return text.replace("\n", "\r\n").encode("utf-8-sig")  # as even old editors on Windows read it


def _add_licences(folder: Path, root: Path) -> None:
    """Copy the licences of what is inside: the site, Puri, the theme, its icons, what its script holds."""
    icons = Path(material.__file__).parent / "templates" / ".icons"
    found = {f"icons-{path.parent.name}": path for path in icons.glob("*/LICENSE*")}
    found |= {path.stem: path for path in (PACKAGE / "data" / _LICENCES).glob("*.txt")}
    for name in ("puri", "mkdocs-material"):
        files = distribution(name).files or ()
        found[name] = next(Path(str(file.locate())) for file in files if file.name == "LICENSE")
    if (root / "LICENSE").is_file():
        found["this-site"] = root / "LICENSE"
    folder.mkdir()
    for name, path in found.items():
        shutil.copyfile(path, folder / f"{name}.txt")


def _refuse_unportable(paths: Iterable[str]) -> None:
    folded: Counter[str] = Counter()
    wrong = []
    for path in paths:
        folded[path.casefold()] += 1
        if not _PORTABLE.issuperset(path) or len(path) > _LONGEST or folded[path.casefold()] > 1:
            wrong.append(path)
    if wrong:
        raise NotPortableError(
            "These files of the offline edition could not be unpacked on every system. Give them names of "
            "ASCII letters and digits, different from others by more than case, with at most "
            f"{_LONGEST} characters in all: {', '.join(sorted(wrong))}"
        )


def _add(packed: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, wherever this runs
    entry.external_attr = 0o644 << 16
    packed.writestr(entry, data)
