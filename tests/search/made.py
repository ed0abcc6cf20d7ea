"""A made-up site from another field, in which words stand as they are hard to find."""

from collections.abc import Mapping
from pathlib import Path

from tests import making

_TERMS = {
    "battery": ("이차전지", "Secondary battery", "[배터리, 축전지, 2차 전지]", None),
    "cathode": ("양극재", "Cathode material", "[양극 활물질]", None),
    "anode": ("음극재", "Anode material", "[음극 활물질]", None),
    "separator": ("분리막", "Separator", "[세퍼레이터]", None),
    "solid-state": ("전고체 배터리", "Solid-state battery", "[전고체전지]", None),
    "ess": ("ESS", "Energy Storage System", "[에너지 저장 장치]", "이에스에스"),
    "bms": ("BMS", "Battery Management System", "[배터리 관리 시스템]", "비엠에스"),
    "thermal-runaway": ("열폭주", "Thermal runaway", "[열 폭주 현상]", None),
    "recycling": ("폐배터리 재활용", "Battery recycling", "[도시광산]", None),
    "lfp": ("LFP", "Lithium iron phosphate", "[리튬인산철, 리튬 인산철 배터리]", "엘에프피"),
    "cpp": ("C++", None, "[시플러스플러스]", None),
    "v2g": ("V2G", "Vehicle-to-Grid", "[차량 전력망 연결]", "브이투지"),
    "fast-charging": ("급속충전", "Fast charging", "[고속 충전]", None),
    "pack": ("배터리 팩", "Battery pack", None, None),
}

_BODIES: Mapping[str, str] = {
    "battery": "이차전지는 다시 채워 씁니다. 양극재와 음극재 사이를 리튬이온이 오갑니다.",
    "cathode": "양극재는 값의 큰 몫을 차지합니다. 하이니켈양극재업체가 늘었습니다.",
    "separator": "분리막은 두 극이 닿지 않게 합니다.",
    "thermal-runaway": "한 셀의 열이 옆 셀로 번지면 열폭주가 됩니다. 소화전문가는 물을 오래 뿌립니다.",
    "recycling": "다 쓴 것에서 코발트를 뽑습니다. '블랙파우더'라고 부르는 검은 가루가 나옵니다.",
    "ess": "바람이 불 때 모았다가 씁니다. 전력거래소의 요금표를 따릅니다.",
    "bms": "셀마다 전압을 재고 온도를 살핍니다.",
    "lfp": "인산철은 값이 쌉니다.",
    "cpp": "BMS의 프로그램은 C++로 씁니다.",
    "v2g": "차에 담긴 전기를 전력망으로 되돌립니다.",
    "fast-charging": "몇 분에 채우지만 열이 납니다.",
    "pack": "셀을 묶어 배터리팩을 만듭니다.",
}

_SECTIONS = {
    "01-fire": (
        "지하주차장 화재의 교훈",
        "소방서는 열폭주를 막으려고 「수조」를 씁니다. 이동식수조제작업체를 찾았습니다.\n\n"
        "## 남은 숙제\n\n스프링클러는 꼭 있어야 합니다. 소방청이 기준을 고쳤습니다.",
    ),
    "02-mine": (
        "칠레의 소금 호수",
        "아타카마 염호에서는 햇볕으로 물을 말려 리튬을 얻습니다. 증발못마다 색이 다릅니다.\n\n"
        "## 물과 마을\n\n마을 사람들은 지하수가 준다고 걱정합니다.",
    ),
    "03-trade": (
        "원산지를 따지는 법",
        "미국의 인플레이션감축법은 부품의 원산지를 따집니다. 핵심광물협정을 맺은 나라는 빠집니다.\n\n"
        "## 값의 오르내림\n\n탄산리튬가격지수가 크게 내렸습니다. '캐즘'이라는 말도 나왔습니다.",
    ),
    "04-home": (
        "집에서 전기를 모으면",
        "가정용 ESS를 단 집은 밤에 채우고 낮에 씁니다. V2G는 차를 그렇게 씁니다.\n\n"
        "## 요금\n\n계절별 시간대별 요금제를 봅니다.",
    ),
}


def write(root: Path) -> Path:
    """Write the site into `root`."""
    files: dict[str, str | bytes] = {"articles/cells/index.md": making.ARTICLE}
    for slug, (name, english, aliases, reading) in _TERMS.items():
        more = {"english": english, "aliases": aliases, "reading": reading}
        given = {key: value for key, value in more.items() if value}
        files[f"terms/{slug}.md"] = making.term(name, _BODIES.get(slug, ""), **given)
    for name, (title, body) in _SECTIONS.items():
        files[f"articles/cells/{name}.md"] = making.section(title, body)
    making.write_site(root, files)
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("[puri]", "[search, puri]"), "utf-8")
    return root
