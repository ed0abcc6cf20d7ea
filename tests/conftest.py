import functools
import http.server
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The website made of this repository's content."""
    out = tmp_path_factory.mktemp("site") / "site"
    build_site(ROOT, out)
    return out


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The offline edition made of this repository's content, as a zip."""
    return build_bundle(ROOT, tmp_path_factory.mktemp("dist"))


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack an offline edition and return the one folder in it."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    (inside,) = folder.iterdir()
    return inside


@pytest.fixture(scope="session")
def unpacked(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The offline edition, unpacked as a reader would."""
    return unpack(bundle, tmp_path_factory.mktemp("unpacked"))


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a browser that goes on to the next page hangs up on this one


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve `folder`; gives the address, with a slash at the end."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with _Server(("127.0.0.1", 0), handler) as running:
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
def at(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[At]:
    """Gives the address of a page of a small made-up site: of the website, and of the offline edition."""
    root = small.write(tmp_path_factory.mktemp("small") / "root")
    if request.param == "http":
        build_site(root, root / "site")
        with serving(root / "site") as address:
            yield lambda path: address + Addresses().of(path)
    else:
        inside = unpack(build_bundle(root, root / "dist"), root / "unpacked")
        yield lambda path: (inside / Addresses(spelled_out=True).of(path)).as_uri()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of the home pages of the site that tests/search/made.py makes, served and unpacked."""
    root = made_site.write(tmp_path_factory.mktemp("made") / "root")
    build_site(root, root / "site")
    inside = unpack(build_bundle(root, root / "dist"), root / "unpacked")
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
