"""Links must hold wherever the pages stand."""

import pytest

from builder.addresses import Addresses

WEB, DISK, FLAT = Addresses(), Addresses(spelled_out=True), Addresses(directories=False)


@pytest.mark.parametrize(
    ("addresses", "target", "page", "link"),
    [
        (WEB, "terms/npu.md", "terms/foundry.md", "../npu/"),
        (WEB, "terms/npu.md#quiz", "index.md", "terms/npu/#quiz"),
        (WEB, "index.md", "terms/foundry.md", "../../"),
        (WEB, "index.md", "index.md", "./"),
        (WEB, "terms/index.md", "articles/a/one.md", "../../../terms/"),
        (WEB, "terms/npu.md", "terms/npu.md", "./"),
        (DISK, "terms/npu.md", "terms/foundry.md", "../npu/index.html"),
        (DISK, "index.md", "about.md", "../index.html"),
        (FLAT, "terms/npu.md", "terms/foundry.md", "npu.html"),
        (FLAT, "index.md", "terms/foundry.md", "../"),
        (FLAT, "index.md", "index.md", "./"),
    ],
)
def test_an_address_leads_from_page_to_page(addresses: Addresses, target: str, page: str, link: str) -> None:
    assert addresses.between(target, page) == link
