"""The offline edition without a network: refused at once, or never answering."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.walk import STEPS, hanging_host, script

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser, two")]


@pytest.mark.parametrize("network", ["blocked", "hanging"])
def test_a_reader_without_a_network_does_everything(browser: Browser, unpacked: Path, network: str) -> None:
    with hanging_host() as (port, asked):
        proxy = f"http://127.0.0.1:{port if network == 'hanging' else 9}"  # nobody listens at 9
        context = browser.new_context(proxy={"server": proxy}, locale="ko-KR")
        page = context.new_page()
        strays: list[str] = []
        page.on("request", lambda request: strays.append(request.url))
        page.on("pageerror", lambda error: strays.append(str(error)))
        done = {}
        for step, (path, _) in STEPS.items():
            page.goto((unpacked / path).as_uri())
            done[step] = page.evaluate(f"async () => {{ {script(step)} }}")
        context.close()
    assert done == dict.fromkeys(STEPS, True)
    assert [address for address in strays if not address.startswith(("file:", "data:"))] == []
    assert asked == []
