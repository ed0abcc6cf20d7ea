"""A small made-up site in which a reader can do everything."""

from collections.abc import Mapping
from pathlib import Path

from tests import making

HOSTILE = "<img src=x onerror=alert(1)> & 'x' \"y\""  # a headword that wants to be HTML

_PICTURE = """\
<svg viewBox="0 0 200 40" width="200" height="40" role="group" aria-label="그림">
<a class="term" data-term="chip" href="../../../terms/chip/"><text x="10" y="25">그림 속 반도체</text></a>
</svg>
"""

_BODY = f"""\
파운드리가 줄의 처음에 있다. {"긴 글이 이어진다. " * 8} 이 줄의 끝에는 팹리스

## 둘째

{"긴 글이 이어진다. " * 30}

[[foundry|**굵은** 위탁생산 공장]]이 있고 반도체와 NPU도 있다.

{_PICTURE}

## 셋째

{"긴 글이 이어진다. " * 30} [[hostile]]가 나온다.

## 넷째

{"긴 글이 이어진다. " * 60} 파운드리로 끝난다.
"""

FILES: Mapping[str, str | bytes] = {
    "terms/foundry.md": making.term(
        "파운드리",
        "팹리스가 맡긴 것을 만든다.",
        english="Foundry",
        aliases="[위탁생산, 반도체 위탁생산]",
        category="산업",
        summary="설계도를 받아 반도체를 대신 만들어 주는 회사.",
        related="{requires: [chip]}",
    ),
    "terms/fabless.md": making.term("팹리스", english="Fabless", category="산업"),
    "terms/foundation.md": making.term("파운데이션 모델", english="Foundation model", category="기술"),
    "terms/npu.md": making.term(
        "NPU",
        english="Neural Processing Unit",
        reading="엔피유",
        aliases="[신경망 처리 장치]",
        category="기술",
    ),
    "terms/chip.md": making.term(
        "반도체", category="기술", summary=f"{'전기가 통하다 말다 하는 물질로 만든 부품의 이름 ' * 4}이다."
    ),
    "terms/cloud.md": making.term("데이터센터", english="Data center", aliases="[IDC]", category="산업"),
    "terms/hostile.md": making.term(
        "'" + HOSTILE.replace("'", "''") + "'", category="기술", summary='"<b>뜻</b> [x](y) `z`"'
    ),
    "index.md": "---\ntitle: 집\n---\n처음이라면 파운드리부터 읽는다.\n",
    "about.md": "---\ntitle: 만드는 법\n---\n팹리스도 풀어 썼다.\n",
    "articles/a/index.md": making.ARTICLE,
    "articles/a/01-one.md": making.section("하나", _BODY),
    "articles/a/02-two.md": making.section("둘", "아무 말도 없다."),
}

SECTION = "articles/a/one.md"


def write(root: Path) -> Path:
    """Write the site into `root`."""
    making.write_site(root, FILES)
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("[분류]", "[산업, 기술, 없음]")
    settings.write_text(text.replace("[puri]", "[search, puri]"), "utf-8")
    return root
