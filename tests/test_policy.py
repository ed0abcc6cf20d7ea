"""The Content-Security-Policy of every page: it refuses what was put in, and nothing of the site's own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from builder.policy import PLACE, with_policy
from tests import walk

RECORD = """
globalThis.violations = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(
  `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
"""
# One page of each kind.
KINDS = (
    *("index.html", "terms/index.html", "terms/foundry/index.html", "articles/index.html"),
    *("articles/*/index.html", "articles/*/*/index.html", "paths/index.html", "paths/*/index.html"),
    *("timeline/index.html", "quiz/index.html", "cards/index.html", "map/index.html"),
    *("sources/index.html", "about/index.html"),
)
# What an attacker would write into a page, and how each says that it ran.
INJECTED = """
<script>globalThis.ran = 'inline'</script>
<script src="https://example.org/evil.js"></script>
<script src="data:text/javascript,globalThis.ran='data'"></script>
<img src="no-such-picture.png" onerror="globalThis.ran = 'handler'">
<svg onload="globalThis.ran = 'svg'"></svg>
<iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe>
<iframe src="javascript:parent.ran='address'"></iframe>
<object data="data:text/html,<script>parent.ran='object'</script>"></object>
<style>h1 { color: rgb(1, 2, 3) !important }</style>
<p id="styled" style="color: rgb(1, 2, 3)">x</p>
<img src="https://example.org/pixel.png">
<link rel="stylesheet" href="https://example.org/evil.css">
<a id="address" href="javascript:globalThis.ran='link'">x</a>
"""


def policies(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.html")):
        found = re.findall(
            r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', path.read_text("utf-8")
        )
        assert len(found) == 1, path
        yield path, found[0]


def test_every_page_has_a_policy_that_begins_with_nothing(site: Path, unpacked: Path) -> None:
    for folder in (site, unpacked):
        seen = {policy for _, policy in policies(folder)}
        assert seen
        assert all(policy.startswith("default-src 'none'; script-src 'self'") for policy in seen)
        assert not any(word in policy for word in ("unsafe", "http:", "https:", "*") for policy in seen)
    assert (site / "404.html").is_file()


def test_files_are_a_pages_own_only_in_the_offline_edition(site: Path, unpacked: Path) -> None:
    assert not any("file:" in policy for _, policy in policies(site))
    assert all("script-src 'self' file:" in policy for _, policy in policies(unpacked))


def test_scripts_in_the_content_get_no_hash() -> None:
    inner = "<p>x</p><script>evil()</script>"
    page = f"<head><meta {PLACE}><script>good()</script></head>{inner}"
    blessed = with_policy(f"<head><meta {PLACE}><script>good()</script></head>")
    assert blessed.count("sha256-") == 1
    assert with_policy(page, inner) == blessed + inner
    assert with_policy(page).count("sha256-") == 2


def test_data_and_files_need_no_hash() -> None:
    page = f'<meta {PLACE}><script src="a.js"></script><script type="application/ld+json">{{}}</script>'
    assert "sha256-" not in with_policy(page)


def test_words_like_the_place_of_the_policy_are_left_alone() -> None:
    page = f'<meta name="description" content="puri:policy"><meta {PLACE}>'
    assert with_policy(page).startswith('<meta name="description" content="puri:policy"><meta http-equiv')


@pytest.fixture(params=["http", "file"])
def home(request: pytest.FixtureRequest) -> str:
    """The address of the folder of the website, and of the unpacked offline edition."""
    if request.param == "http":
        return str(request.getfixturevalue("server"))
    unpacked: Path = request.getfixturevalue("unpacked")
    return unpacked.as_uri() + "/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ko-KR")
    context.add_init_script(RECORD)
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.xdist_group("browser, one")
def test_nothing_of_the_site_itself_is_refused(page: Page, home: str, site: Path) -> None:
    problems: list[str] = []
    kinds = [min(site.glob(kind)).relative_to(site).as_posix() for kind in KINDS]
    page.on("pageerror", lambda error: problems.append(str(error)))
    for path in [*kinds, *(["404.html"] if home.startswith("http") else [])]:
        page.goto(home + path, wait_until="networkidle")
        problems += [f"{path}: {each}" for each in page.evaluate("violations")]
    for name, (path, _) in walk.STEPS.items():
        page.goto(home + path)
        done = page.evaluate(f"async () => {{ {walk.script(name)} }}")
        assert done or (name == "search" and home.startswith("http")), name  # addresses differ there
        problems += [f"{name}: {each}" for each in page.evaluate("violations")]
    assert problems == []
    assert page.evaluate("Object.keys(localStorage).filter((key) => !key.startsWith('puri:'))") == []
    assert page.evaluate("Object.keys(localStorage).some((key) => key.endsWith('__palette'))")
    assert page.evaluate("document.cookie") == ""


@pytest.mark.browser
@pytest.mark.xdist_group("browser, one")
@pytest.mark.parametrize("edition", ["http", "file"])
def test_what_was_put_into_a_page_does_not_run(
    page: Page, site: Path, unpacked: Path, edition: str, request: pytest.FixtureRequest
) -> None:
    folder = site if edition == "http" else unpacked
    whole = (folder / "terms/npu/index.html").read_text("utf-8")
    assert "</article>" in whole
    target = folder / "terms/npu/injected.html"
    target.write_text(whole.replace("</article>", INJECTED + "</article>", 1), "utf-8")
    elsewhere: list[Request] = []
    page.on("request", lambda each: elsewhere.append(each) if "example.org" in each.url else None)
    address = request.getfixturevalue("server") if edition == "http" else unpacked.as_uri() + "/"
    try:
        page.goto(f"{address}terms/npu/injected.html", wait_until="networkidle")
        page.locator("#address").click()
        assert page.evaluate("globalThis.ran") is None
        assert page.evaluate("getComputedStyle(document.getElementById('styled')).color") != "rgb(1, 2, 3)"
        refused = {each.split(" ")[0] for each in page.evaluate("violations")}
        assert refused >= {
            "script-src-elem",
            "script-src-attr",
            "style-src-elem",
            "style-src-attr",
            "img-src",
        }
        assert {each.failure for each in elsewhere} == {"csp"}
    finally:
        target.unlink()
