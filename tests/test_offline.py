"""The offline edition: what is in the zip, and that it unpacks everywhere."""

import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from builder.configuration import ContentError
from builder.offline import CHECKSUMS, READ_ME, NotPortableError
from builder.publish import build_bundle
from tests import making

OFFLINE = "puri-offline/"


def test_the_zip_has_one_folder_with_all_that_a_stranger_needs(bundle: Path) -> None:
    assert bundle.name == "puri-offline.zip"
    with zipfile.ZipFile(bundle) as packed:
        names = packed.namelist()
        note = packed.read(OFFLINE + READ_ME).decode("utf-8-sig")
    assert {name.partition("/")[0] for name in names} == {"puri-offline"}
    assert OFFLINE + "index.html" in names
    assert re.search(r"판: \d{4}-\d\d-\d\d [0-9a-f]{8}\r\n", note)
    assert "index.html을 두 번" in note
    licences = {Path(name).stem for name in names if name.startswith(OFFLINE + "licences/")}
    assert {"puri", "mkdocs-material", "icons-material", "rxjs", "this-site"} <= licences
    assert bundle.stat().st_size <= 6_000_000


def test_the_checksums_are_those_of_every_file(bundle: Path, unpacked: Path) -> None:
    lines = (unpacked / CHECKSUMS).read_text("utf-8").splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    files = {path.relative_to(unpacked).as_posix(): path for path in unpacked.rglob("*") if path.is_file()}
    assert set(sums) | {CHECKSUMS} == set(files)
    assert all(hashlib.sha256(files[name].read_bytes()).hexdigest() == sums[name] for name in sums)


def test_every_name_unpacks_on_windows(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as packed:
        names = packed.namelist()
    assert all(name.isascii() and len(name) <= 120 for name in names)
    assert not [name for name in names if re.search(r'[<>:"|?*\\\x00-\x1f]|[. ](/|$)', name)]
    assert len({name.lower() for name in names}) == len(names)


def test_nothing_of_the_theme_is_inside_that_nobody_uses(unpacked: Path, site: Path) -> None:
    for folder in (unpacked, site):
        assert not [path for path in folder.rglob("*") if path.parent.name in {"workers", "lunr", "min"}]
    assert not list(unpacked.rglob("*.map"))
    assert not list(unpacked.rglob("sitemap.xml"))


@pytest.mark.parametrize("name", ["그림.png", "a" * 120 + ".png"])
def test_a_name_that_does_not_unpack_everywhere_is_refused(tmp_path: Path, name: str) -> None:
    root = making.write_site(tmp_path / "root", {f"images/{name}": b"x"})
    with pytest.raises(NotPortableError, match=re.escape(name)):
        build_bundle(root, tmp_path / "dist")
    assert not list((tmp_path / "dist").iterdir())


def test_names_alike_but_for_case_are_refused(tmp_path: Path) -> None:
    root = making.write_site(tmp_path / "root", {"images/a.png": b"x", "images/A.png": b"y"})
    with pytest.raises(ContentError, match=r"images/a\.png.*file-name"):
        build_bundle(root, tmp_path / "dist")


def test_the_note_speaks_the_language_of_the_site(tmp_path: Path) -> None:
    root = making.write_site(tmp_path / "root", {"terms/box.md": making.term("box")}, "en")
    with zipfile.ZipFile(build_bundle(root, tmp_path / "dist")) as packed:
        note = packed.read(f"test-offline/{READ_ME}").decode("utf-8-sig")
    assert "double-click index.html" in note
    assert "https://example.org/test/" in note


def test_a_name_that_cannot_be_packed_is_told_without_a_traceback(tmp_path: Path) -> None:
    root = making.write_site(tmp_path / "root", {"images/그림.png": b"x"})
    done = subprocess.run(
        [sys.executable, "-m", "builder", "bundle", "--root", str(root)], capture_output=True, text=True
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "images/그림.png" in done.stderr
