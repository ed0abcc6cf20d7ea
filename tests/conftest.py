import functools
import http.server
import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

from builder.addresses import Addresses
from builder.publish import build_bundle, build_site
from tests import small
from tests.browser import OPTIONS, find_chromium
from tests.search import made as made_site

ROOT = Path(__file__).parent.parent

# The same examples everywhere, so that a change is judged by what it changes; `make fuzz` draws others.
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=150)
settings.register_profile("fuzz", deadline=None, max_examples=5_000)
settings.load_profile("steady")


os.environ["PURI_CACHE"] = ""  # tests build anew, but for those of the cache itself
expect.set_options(timeout=20_000)  # milliseconds; a busy machine is slow, which is no failure


def until(what: Callable[[], object], seconds: float = 60) -> None:
    """Wait until `what` returns something."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


class Once:
    """Makes what tests only read, once for all the processes that run them."""

    def __init__(self, folder: Path) -> None:
        """Keep everything in `folder`, which is the same in every process."""
        self._folder = folder

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        """Return the folder `name`, which `make` has filled; who comes while it is at work waits."""
        whole = self._folder / name
        with FileLock(self._folder / f"{name}.lock"):
            if not whole.exists():
                part = self._folder / f"{name}.part"
                part.mkdir()
                make(part)
                part.rename(whole)
        return whole


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """What is made once in this run; pytest-xdist gives every process a folder in the run's own."""
    base = tmp_path_factory.getbasetemp()
    return Once(base if worker_id == "master" else base.parent)


@pytest.fixture(scope="session")
def site(once: Once) -> Path:
    """The website made of this repository's content."""
    return once.made("site", lambda folder: build_site(ROOT, folder / "site")) / "site"


@pytest.fixture(scope="session")
def bundle(once: Once) -> Path:
    """The offline edition made of this repository's content, as a zip."""
    (archive,) = once.made("bundle", lambda folder: build_bundle(ROOT, folder)).iterdir()
    return archive


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack an offline edition and return the one folder in it."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    (inside,) = folder.iterdir()
    return inside


@pytest.fixture(scope="session")
def unpacked(bundle: Path, once: Once) -> Path:
    """The offline edition, unpacked as a reader would."""
    (inside,) = once.made("unpacked", lambda folder: unpack(bundle, folder)).iterdir()
    return inside


def _both_editions(root: Path) -> None:
    build_site(root, root / "site")
    unpack(build_bundle(root, root / "dist"), root / "unpacked")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a browser that goes on to the next page hangs up on this one


@contextmanager
def serving(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """Serve `folder`; gives the address, with a slash at the end."""
    with _Server(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address at which the website is served, with a slash at the end."""
    with serving(site) as address:
        yield address


At = Callable[[str], str]


@pytest.fixture(scope="session", params=["http", "file"])
def at(request: pytest.FixtureRequest, once: Once) -> Iterator[At]:
    """Gives the address of a page of a small made-up site: of the website, and of the offline edition."""
    root = once.made("small", lambda folder: _both_editions(small.write(folder / "root"))) / "root"
    if request.param == "http":
        with serving(root / "site") as address:
            yield lambda path: address + Addresses().of(path)
    else:
        (inside,) = (root / "unpacked").iterdir()
        yield lambda path: (inside / Addresses(spelled_out=True).of(path)).as_uri()


@pytest.fixture(scope="session")
def made(once: Once) -> Iterator[dict[str, str]]:
    """The addresses of the home pages of the site that tests/search/made.py makes, served and unpacked."""
    root = once.made("made", lambda folder: _both_editions(made_site.write(folder / "root"))) / "root"
    (inside,) = (root / "unpacked").iterdir()
    with serving(root / "site") as address:
        yield {"http": address, "file": (inside / "index.html").as_uri()}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    assert path, "no Chromium found: see .ci/chromium, or set PURI_CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()
