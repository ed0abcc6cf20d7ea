"""Learning pages as a reader uses them: by keyboard, over http and from a disk, with and without storage."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from builder.publish import build_bundle, build_site
from tests import making
from tests.accessible import violations
from tests.conftest import serving, unpack
from tests.test_study import HOSTILE, QUOTED, ask, facts

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser, two")]

NOW = "2026-11-22T10:00:00"
FILES: dict[str, str | bytes] = {
    "terms/a.md": making.term("가지", quiz=ask("가지란?", "뿌리", "나뭇가지", "열매", answer=2)),
    "terms/b.md": making.term("나무", quiz=ask("나무란?", "풀", "돌", "큰 식물", answer=3)),
    "terms/c.md": making.term("다발", quiz=ask("다발이란?", "묶음", "하나", "없음", answer=1)),
    "articles/x/index.md": making.ARTICLE,
    "articles/x/01-one.md": making.section(
        "하나",
        "\n\n긴 글.\n" * 60,
        facts=facts("2023", "2024-04"),
        quiz=ask(HOSTILE, HOSTILE, "둘", why=HOSTILE),
    ),
    "articles/x/02-two.md": making.section("둘", facts=facts("2024-04-03", kind="rumour")),
    "articles/x/03-three.md": making.section(
        "셋", facts=f"[{{text: {QUOTED}, asof: 2022, source: s, kind: event}}]"
    ),
    "paths/way.yml": "title: 지름길\nsummary: 짧다.\nsteps: [terms/a, articles/x/one, terms/b]\n",
    "paths/other.yml": "title: 돌길\nsummary: 길다.\nsteps: [terms/c, articles/x/one]\n",
}


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of the small site: served, and unpacked from the zip; each with a slash at the end."""
    root = making.write_site(tmp_path_factory.mktemp("study") / "root", FILES)
    build_site(root, root / "site")
    inside = unpack(build_bundle(root, root / "dist"), root / "unpacked")
    with serving(root / "site") as address:
        yield {"http": address, "file": inside.as_uri() + "/"}


class Reader:
    """A reader at a keyboard. Nothing here uses a mouse."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.home = home
        self.strays: list[str] = []
        self.page = context.new_page()
        self.page.clock.set_fixed_time(NOW)
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.strays.append(error.stack or str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.strays.append(request.url)

    def open(self, path: str) -> None:
        address, _, query = path.partition("?")
        name = "index.html" if self.home.startswith("file:") else ""
        self.page.goto(self.home + address + name + ("?" + query if query else ""))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, target: Locator) -> None:
        """Press Tab until `target` has the focus."""
        for _ in range(80):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"no way to {target} by keyboard")

    def use(self, target: Locator, key: str = "Enter") -> None:
        self.tab_to(target)
        self.press(key)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def kept(self) -> dict[str, Any]:
        return dict(
            self.page.evaluate("() => Object.fromEntries(Object.entries(localStorage)"
                               ".filter(([key]) => key.startsWith('puri:')))")
        )  # fmt: skip


@pytest.fixture(params=["http", "file"])
def reader(browser: Browser, editions: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="ko-KR")
    reader = Reader(context, editions[request.param])
    yield reader
    context.close()
    assert reader.strays == []


# ---- learning paths ----


def test_a_path_keeps_what_was_read(reader: Reader) -> None:
    reader.open("paths/way/")
    page = reader.page
    box = page.get_by_role("checkbox", name="읽음: 가지")
    expect(page.locator(".puri-go a")).to_have_text("처음부터 읽기: 가지")
    reader.use(box, " ")
    expect(page.locator(".puri-progress span")).to_have_text("3단계 가운데 1단계를 읽었습니다.")
    expect(page.locator(".puri-go a")).to_have_text("이어서 읽기: 하나")
    page.reload()
    expect(box).to_be_checked()
    reader.open("paths/")
    expect(page.locator(".puri-progress span")).to_have_text(
        ["2단계 가운데 0단계를 읽었습니다.", "3단계 가운데 1단계를 읽었습니다."]
    )
    reader.use(reader.button("읽은 기록 지우기"))
    expect(page.locator(".puri-records [role=status]")).to_have_text("기록을 지웠습니다.")
    expect(page.locator(".puri-progress span").last).to_have_text("3단계 가운데 0단계를 읽었습니다.")
    assert reader.kept() == {}


def test_the_bar_follows_the_reader_along_the_path(reader: Reader) -> None:
    reader.open("paths/way/")
    page = reader.page
    reader.use(page.locator(".puri-go a"))
    expect(page.get_by_role("heading", level=1)).to_have_text("가지")
    reader.use(page.get_by_role("link", name="다음: 하나"))
    expect(page.get_by_role("heading", level=1)).to_have_text("하나")
    bars = page.locator("nav.puri-path:visible")
    expect(bars).to_have_count(1)
    expect(bars).to_contain_text("학습 경로 2/3 단계: 지름길")
    expect(bars).to_be_in_viewport()
    mark = bars.locator("input")
    expect(mark).to_be_hidden()
    reader.press("End")
    expect(mark).to_be_visible()
    reader.use(mark, " ")
    reader.use(page.get_by_role("link", name="다음: 나무"))
    expect(page.locator("nav.puri-path:visible")).to_contain_text("이 경로의 마지막입니다.")
    reader.open("paths/other/")
    expect(page.get_by_role("checkbox", name="읽음: 하나")).to_be_checked()


def test_a_page_on_two_paths_names_both_to_who_comes_from_elsewhere(reader: Reader) -> None:
    reader.open("articles/x/one/")
    expect(reader.page.locator("nav.puri-path:visible")).to_have_count(2)
    reader.open("articles/x/one/?path=nowhere")
    expect(reader.page.locator("nav.puri-path:visible")).to_have_count(2)


def test_everything_can_be_forgotten_at_once_but_not_what_others_keep(reader: Reader) -> None:
    reader.open("paths/way/")
    reader.page.evaluate("localStorage['puri:another-site:read'] = '[]'; localStorage['other'] = '1'")
    reader.use(reader.page.get_by_role("checkbox", name="읽음: 가지"), " ")
    reader.open("quiz/")
    reader.use(reader.button("시작"))
    assert set(reader.kept()) == {"puri:test:read", "puri:test:quiz", "puri:another-site:read"}
    reader.open("paths/")
    reader.use(reader.button("이 사이트의 기록 모두 지우기"))
    assert set(reader.kept()) == {"puri:another-site:read"}
    assert reader.page.evaluate("localStorage.other") == "1"


# ---- timeline ----


def test_the_timeline_is_filtered_by_kind_and_year(reader: Reader) -> None:
    reader.open("timeline/")
    page = reader.page
    status = page.locator("#timeline-filter [role=status]")
    expect(status).to_have_text("4개 가운데 4개를 보여 줍니다.")
    reader.use(page.get_by_role("checkbox", name="수치 (2)"), " ")
    expect(status).to_have_text("4개 가운데 2개를 보여 줍니다.")
    expect(page.locator(".puri-dated:visible")).to_have_count(2)
    expect(page.get_by_role("heading", name="2023년")).to_be_hidden()
    expect(page.get_by_role("heading", name="몇 월인지 모르는 사실").first).to_be_visible()
    reader.tab_to(page.get_by_role("combobox", name="연도"))
    reader.press("End")
    expect(status).to_have_text("4개 가운데 1개를 보여 줍니다.")
    expect(page.locator(".puri-dated:visible")).to_have_attribute("data-kind", "rumour")
    reader.tab_to(page.get_by_role("checkbox", name="사건 (1)"))
    reader.press(" ")
    reader.use(page.get_by_role("checkbox", name="소문 (1)"), " ")
    expect(status).to_have_text("고른 조건에 맞는 사실이 없습니다.")
    reader.use(page.get_by_role("checkbox", name="수치 (2)"), " ")
    expect(page.locator(".puri-dated:visible")).to_have_count(1)


def test_rumours_and_forecasts_differ_by_more_than_colour(reader: Reader) -> None:
    reader.open("timeline/")
    styles = reader.page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('.puri-dated')]"
        ".map(each => [each.dataset.kind, getComputedStyle(each).borderLeftStyle]))"
    )
    assert styles == {"figure": "solid", "event": "solid", "rumour": "dotted"}


# ---- quiz ----

RIGHT = {"가지란?": "나뭇가지", "나무란?": "큰 식물", "다발이란?": "묶음", HOSTILE: HOSTILE}
PAGE_OF = {"가지란?": "가지", "나무란?": "나무", "다발이란?": "다발", HOSTILE: "하나"}


def answer(reader: Reader, *, right: bool) -> str:
    """Answer the question on display by its number; returns the question."""
    question = reader.page.locator("#quiz-app legend").inner_text()
    choices = reader.page.locator("#quiz-app ol span").all_inner_texts()
    wanted = [i for i, choice in enumerate(choices, 1) if (choice == RIGHT[question]) == right]
    reader.press(str(wanted[0]), "Enter")
    return question


def test_a_quiz_is_taken_by_keyboard_and_its_wrong_ones_again(reader: Reader) -> None:
    reader.open("quiz/")
    page = reader.page
    reader.use(reader.button("시작"))
    asked = []
    for i in range(4):
        expect(page.locator("[data-part=position]")).to_have_text(f"{i + 1}번째 문제 (모두 4문제)")
        asked.append(answer(reader, right=i > 0))
        verdict = page.locator("[data-part=verdict]")
        expect(verdict).to_contain_text("맞았습니다." if i else "틀렸습니다.")
        expect(verdict).to_contain_text(HOSTILE if asked[-1] == HOSTILE else "까닭")
        expect(verdict.get_by_role("link")).to_have_text(f"나온 곳: {PAGE_OF[asked[-1]]}")
        reader.press("Enter")
    assert set(asked) == set(RIGHT)
    expect(page.locator("[data-part=score]")).to_have_text("4문제 가운데 3개를 맞혔습니다.")
    expect(page.locator("[data-part=wrong] strong")).to_have_text(asked[0])
    reader.use(reader.button("틀린 문제만 다시 풀기"))
    assert answer(reader, right=True) == asked[0]
    reader.press("Enter")
    expect(page.locator("#quiz-app h3")).to_have_text("틀린 문제가 없습니다.")
    reader.use(reader.button("새로 풀기"))
    results = page.locator("[data-part=results]")
    once = "지난번에는 4문제 가운데 3개, 가장 잘했을 때는 4문제 가운데 3개를 맞혔습니다."
    expect(results).to_have_text(once)
    page.reload()
    expect(results).to_have_text(once)
    reader.use(reader.button("문제 푼 기록 지우기"))
    expect(results).to_be_hidden()
    assert reader.kept() == {}


def test_a_quiz_goes_on_after_a_reload(reader: Reader) -> None:
    reader.open("quiz/")
    reader.use(reader.button("시작"))
    first = answer(reader, right=False)
    reader.page.reload()
    expect(reader.page.locator("[data-part=position]")).to_have_text("2번째 문제 (모두 4문제)")
    assert answer(reader, right=True) != first
    reader.use(reader.button("그만 풀기"))
    missed = reader.page.locator("option[value=missed]")
    expect(missed).to_have_text("전에 틀린 문제 (1)")
    reader.page.get_by_role("combobox").select_option("missed")
    reader.use(reader.button("시작"))
    assert answer(reader, right=True) == first


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("path:way", {"가지란?", "나무란?", HOSTILE}),
        ("article:x", {HOSTILE}),
        ("category:분류", {"가지란?", "나무란?", "다발이란?"}),
    ],
)
def test_a_quiz_asks_what_was_chosen(reader: Reader, choice: str, expected: set[str]) -> None:
    reader.open("quiz/")
    reader.page.get_by_role("combobox").select_option(choice)
    reader.use(reader.button("시작"))
    asked = set()
    for _ in expected:
        asked.add(answer(reader, right=True))
        reader.press("Enter")
    assert asked == expected
    expect(reader.page.locator("[data-part=score]")).to_contain_text(f"{len(expected)}문제 가운데")


def test_questions_and_choices_are_shuffled(reader: Reader) -> None:
    reader.open("quiz/")
    first, orders = set(), set()
    for _ in range(16):
        reader.use(reader.button("시작"))
        first.add(reader.page.locator("#quiz-app legend").inner_text())
        orders.add(
            tuple(reader.page.locator("#quiz-app ol input").evaluate_all("all => all.map(i => i.value)"))
        )
        reader.use(reader.button("그만 풀기"))
    assert len(first) > 1
    assert len({order for order in orders if len(order) == 3}) > 1


def test_enter_without_a_choice_and_other_keys_do_nothing(reader: Reader) -> None:
    reader.open("quiz/")
    reader.use(reader.button("시작"))
    reader.press("9", "Enter", "x")
    expect(reader.page.locator("[data-part=verdict]")).to_be_empty()
    expect(reader.page.locator("[data-part=position]")).to_have_text("1번째 문제 (모두 4문제)")


def test_hostile_text_stays_text(reader: Reader) -> None:
    reader.open("quiz/")
    reader.page.get_by_role("combobox").select_option("article:x")
    reader.use(reader.button("시작"))
    expect(reader.page.locator("#quiz-app legend")).to_have_text(HOSTILE)
    assert set(reader.page.locator("#quiz-app ol span").all_inner_texts()) == {HOSTILE, "둘"}
    answer(reader, right=False)
    expect(reader.page.locator("[data-part=verdict]")).to_contain_text(f"정답: {HOSTILE}")
    reader.press("Enter")
    expect(reader.page.locator("[data-part=wrong]")).to_contain_text(HOSTILE)
    reader.open("timeline/")
    expect(reader.page.locator(".puri-dated").first).to_contain_text(HOSTILE)
    assert reader.page.evaluate("window.hacked") is None


# ---- cards ----


def test_cards_are_learned_by_keyboard(reader: Reader) -> None:
    reader.open("cards/")
    page = reader.page
    front, today = page.locator("#card-front"), page.locator("[data-part=today]")
    expect(today).to_have_text("오늘 볼 카드: 복습 0장, 새 카드 3장")
    reader.use(reader.button("시작"))
    expect(front).to_have_text("가지")
    expect(page.locator("[data-part=back]")).to_be_hidden()
    reader.press("4")  # nothing to grade yet
    expect(front).to_have_text("가지")
    reader.press(" ")
    expect(page.locator("[data-part=back]")).to_contain_text("가지의 뜻.")
    expect(page.locator("[data-part=grades] small")).to_have_text(["오늘 다시 보기"] * 2 + ["1일 뒤"] * 2)
    reader.press("1")
    for name in ("나무", "다발"):
        expect(front).to_have_text(name)
        reader.press(" ", "3")
    expect(front).to_have_text("가지")
    expect(page.locator("[data-part=state]")).to_have_text("오늘 다시 보기")
    reader.press(" ", "2", " ", "4")
    expect(page.locator("[data-part=done]")).to_contain_text("다음 카드는 2026년 11월 23일에 나옵니다.")
    page.reload()
    expect(today).to_have_text("오늘 볼 카드: 복습 0장, 새 카드 0장")
    page.clock.set_fixed_time("2026-11-23T00:00:01")
    page.reload()
    expect(today).to_have_text("오늘 볼 카드: 복습 3장, 새 카드 0장")
    reader.use(reader.button("시작"))
    expect(page.locator("[data-part=grades] small").nth(2)).to_have_text("6일 뒤")
    reader.use(reader.button("카드 기록 지우기"))
    expect(today).to_have_text("오늘 볼 카드: 복습 0장, 새 카드 3장")
    assert reader.kept() == {}


def test_new_cards_are_limited_by_the_day(reader: Reader) -> None:
    reader.open("cards/")
    page = reader.page
    reader.tab_to(page.get_by_role("spinbutton", name="하루에 새로 익힐 카드"))
    reader.press("Control+a", "1", "Tab")
    expect(page.locator("[data-part=today]")).to_have_text("오늘 볼 카드: 복습 0장, 새 카드 1장")
    reader.use(reader.button("시작"))
    reader.press(" ", "4")
    expect(page.locator("[data-part=done]")).to_be_visible()
    reader.use(reader.button("새 카드 더 보기"))
    expect(page.locator("#card-front")).to_have_text("나무")
    page.reload()
    expect(page.get_by_role("spinbutton")).to_have_value("1")


def test_cards_can_be_asked_the_other_way_round(reader: Reader) -> None:
    reader.open("cards/")
    page = reader.page
    page.get_by_role("combobox", name="앞면").select_option("back")
    page.get_by_role("combobox", name="카드 묶음").select_option("path:way")
    reader.use(reader.button("시작"))
    expect(page.locator("#card-front")).to_have_text("가지의 뜻.")
    reader.press(" ")
    expect(page.locator(".puri-study__back")).to_have_text("가지")
    reader.press("3", " ", "3")
    expect(page.locator("[data-part=done]")).to_be_visible()
    cards = json.loads(reader.kept()["puri:test:cards"])["cards"]
    assert set(cards) == {"back:a", "back:b"}
    page.reload()
    page.get_by_role("combobox", name="앞면").select_option("both")
    expect(page.locator("[data-part=today]")).to_have_text("오늘 볼 카드: 복습 0장, 새 카드 2장")


def test_card_records_go_out_and_come_back(reader: Reader, tmp_path: Path) -> None:
    reader.open("cards/")
    page = reader.page
    reader.use(reader.button("시작"))
    reader.press(" ", "4")
    before = json.loads(reader.kept()["puri:test:cards"])
    with page.expect_download() as download:
        reader.use(reader.button("파일로 내보내기"))
    file = tmp_path / "cards.json"
    download.value.save_as(file)
    assert json.loads(file.read_text("utf-8")) == before
    reader.use(reader.button("카드 기록 지우기"))
    chooser = page.locator("[data-part=import]")
    reader.tab_to(chooser)
    chooser.set_input_files(file)
    status = page.locator(".puri-records [role=status]")
    expect(status).to_have_text("카드 1장의 기록을 가져왔습니다.")
    assert json.loads(reader.kept()["puri:test:cards"]) == before
    for wrong in ("x", "[]", "null", '{"format": "other"}', '{"format": "puri-cards", "version": 9}'):
        file.write_text(wrong, "utf-8")
        chooser.set_input_files(file)
        expect(status).to_have_text("카드 기록 파일이 아니어서 가져오지 않았습니다.")
        assert json.loads(reader.kept()["puri:test:cards"]) == before


def test_unsound_records_are_left_out(reader: Reader, tmp_path: Path) -> None:
    good = {"n": 2, "ef": 2.5, "interval": 6, "due": "2026-11-20", "last": "2026-11-14", "again": 0}
    cards = {
        "front:a": good,
        "front:b": good | {"due": "soon"},
        "front:c": good | {"ef": None},
        "__proto__": good,
        "front:<b>": good,
        "back:a": 3,
    }
    file = tmp_path / "cards.json"
    state = {"format": "puri-cards", "version": 1, "cards": cards, "limit": -3, "fresh": "x", "choice": 7}
    file.write_text(json.dumps(state), "utf-8")
    reader.open("cards/")
    reader.page.locator("[data-part=import]").set_input_files(file)
    status = reader.page.locator(".puri-records [role=status]")
    expect(status).to_have_text("카드 1장의 기록을 가져왔습니다.")
    expect(reader.page.locator("[data-part=today]")).to_have_text("오늘 볼 카드: 복습 1장, 새 카드 2장")


@pytest.mark.parametrize(
    "junk", ["", "x", "7", "null", "[]", '{"results": 3, "run": {"ids": ["?"]}, "cards": 1}']
)
def test_a_broken_record_breaks_no_page(reader: Reader, junk: str) -> None:
    reader.open("about/")
    reader.page.evaluate(
        "junk => ['read', 'quiz', 'cards'].forEach(key => localStorage[`puri:test:${key}`] = junk)", junk
    )
    reader.open("quiz/")
    expect(reader.button("시작")).to_be_visible()
    reader.open("cards/")
    expect(reader.page.locator("[data-part=today]")).to_have_text("오늘 볼 카드: 복습 0장, 새 카드 3장")
    reader.open("paths/way/")
    expect(reader.page.locator(".puri-progress span")).to_have_text("3단계 가운데 0단계를 읽었습니다.")


# ---- the schedule, against the published rules ----

NEW = None
DAY = "2026-11-22"


def card(n: int, ef: float, interval: int, last: str = "2026-11-01", again: int = 0) -> dict[str, Any]:
    return {"n": n, "ef": ef, "interval": interval, "due": DAY, "last": last, "again": again}


SCHEDULE = [
    # card, grade -> repetitions, easiness, days, day it is due, again today
    (NEW, 5, (1, 2.6, 1, "2026-11-23", 0)),
    (NEW, 4, (1, 2.5, 1, "2026-11-23", 0)),
    (NEW, 3, (1, 2.36, 1, "2026-11-23", 1)),
    (NEW, 2, (1, 2.5, 1, "2026-11-23", 1)),
    (NEW, 0, (1, 2.5, 1, "2026-11-23", 1)),
    (card(1, 2.5, 1), 5, (2, 2.6, 6, "2026-11-28", 0)),
    (card(1, 2.5, 1), 3, (2, 2.36, 6, "2026-11-28", 1)),
    (card(1, 2.5, 1), 1, (1, 2.5, 1, "2026-11-23", 1)),
    (card(2, 2.5, 6), 4, (3, 2.5, 15, "2026-12-07", 0)),
    (card(2, 2.5, 6), 5, (3, 2.6, 16, "2026-12-08", 0)),  # 15.6, rounded up
    (card(2, 2.5, 6), 3, (3, 2.36, 15, "2026-12-07", 1)),  # 14.16, rounded up
    (card(3, 2.5, 15), 5, (4, 2.6, 39, "2026-12-31", 0)),  # 39 exactly
    (card(3, 2.5, 15), 4, (4, 2.5, 38, "2026-12-30", 0)),
    (card(3, 1.3, 10), 3, (4, 1.3, 13, "2026-12-05", 1)),  # easiness never below 1.3
    (card(3, 1.4, 10), 3, (4, 1.3, 13, "2026-12-05", 1)),
    (card(6, 2.1, 100), 2, (1, 2.1, 1, "2026-11-23", 1)),  # forgotten: anew, easiness stays
    (card(9, 2.5, 30_000), 4, (10, 2.5, 36_500, "2126-10-29", 0)),
    (card(1, 2.36, 1, DAY, 1), 2, (1, 2.36, 1, DAY, 2)),  # practice on the same day
    (card(1, 2.36, 1, DAY, 2), 4, (1, 2.36, 1, DAY, 0)),
    (card(1, 2.36, 1, "2026-11-21", 2), 4, (2, 2.36, 6, "2026-11-28", 0)),  # the day is over
]


@pytest.fixture
def scheduler(browser: Browser, editions: dict[str, str]) -> Iterator[Page]:
    context = browser.new_context(timezone_id="Asia/Seoul")
    page = context.new_page()
    page.goto(editions["http"] + "cards/")
    yield page
    context.close()


def test_the_schedule_is_sm2(scheduler: Page) -> None:
    for known, quality, (n, ef, interval, due, again) in SCHEDULE:
        made = scheduler.evaluate(
            "([card, quality, day]) => puri.srs.grade(card ?? undefined, quality, day)", [known, quality, DAY]
        )
        expected = {"n": n, "ef": ef, "interval": interval, "due": due, "last": DAY, "again": again}
        assert made == expected, (known, quality)
        assert scheduler.evaluate("card => puri.srs.isCard(card)", made)


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [("2028-02-28", 1, "2028-02-29"), ("2026-12-31", 1, "2027-01-01"), ("2026-03-28", 30, "2026-04-27")],
)
def test_days_are_added_by_the_calendar(scheduler: Page, day: str, days: int, expected: str) -> None:
    assert scheduler.evaluate("([day, days]) => puri.srs.addDays(day, days)", [day, days]) == expected


def test_a_day_is_the_readers_own(scheduler: Page) -> None:
    assert scheduler.evaluate("puri.srs.day(new Date('2026-11-21T15:00:00Z'))") == "2026-11-22"
    assert scheduler.evaluate("puri.srs.day(new Date('2026-11-21T14:59:59Z'))") == "2026-11-21"


def test_due_cards_come_before_new_ones_and_practice_last(scheduler: Page) -> None:
    cards = {
        "late": card(2, 2.5, 6) | {"due": "2026-11-10"},
        "today": card(2, 2.5, 6),
        "later": card(2, 2.5, 6) | {"due": "2026-11-23"},
        "often": card(1, 2.5, 1, DAY, 2) | {"due": "2026-11-23"},
        "once": card(1, 2.5, 1, DAY, 1) | {"due": "2026-11-23"},
        "yesterday": card(1, 2.5, 1, "2026-11-21", 1) | {"due": "2026-11-23"},
    }
    keys = ["new1", "today", "often", "new2", "later", "late", "once", "yesterday", "new3"]
    queue = "([keys, cards, day, n]) => puri.srs.queue(keys, new Map(Object.entries(cards)), day, n)"
    made = scheduler.evaluate(queue, [keys, cards, DAY, 2])
    assert made == {"due": ["late", "today"], "fresh": ["new1", "new2"], "again": ["once", "often"]}
    assert scheduler.evaluate(queue, [keys, cards, DAY, -1])["fresh"] == []


# ---- browsers that refuse, and pages that everybody can use ----

REFUSE = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('refused', 'SecurityError'); }
});"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


@pytest.mark.parametrize("refusal", [REFUSE, FULL])
def test_pages_work_where_nothing_can_be_stored(reader: Reader, refusal: str) -> None:
    page = reader.page
    page.add_init_script(refusal)
    reader.open("paths/way/")
    reader.use(page.get_by_role("checkbox", name="읽음: 가지"), " ")
    expect(page.locator(".puri-progress span")).to_have_text("3단계 가운데 1단계를 읽었습니다.")
    expect(page.get_by_role("alert")).to_contain_text("저장을 막고 있어서")
    reader.open("cards/")
    reader.use(reader.button("시작"))
    reader.press(" ", "4")
    expect(page.locator("#card-front")).to_have_text("나무")
    reader.open("quiz/")
    reader.use(reader.button("시작"))
    answer(reader, right=True)
    expect(page.locator("[data-part=verdict]")).to_contain_text("맞았습니다.")
    reader.use(reader.button("문제 푼 기록 지우기"))
    expect(reader.button("시작")).to_be_visible()
    reader.open("timeline/")
    expect(page.locator("#timeline-filter")).to_be_visible()
    reader.strays = [
        each for each in reader.strays if "assets/puri/" in each
    ]  # the theme's scripts do stumble


@pytest.mark.parametrize("edition", ["http", "file"])
def test_without_javascript_all_of_it_can_be_read(
    browser: Browser, editions: dict[str, str], edition: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    reader = Reader(context, editions[edition])
    page = reader.page
    reader.open("paths/way/")
    expect(page.locator(".puri-route li")).to_have_count(3)
    expect(page.locator("input:visible, button.puri-button:visible, progress:visible")).to_have_count(0)
    page.locator(".puri-route a").nth(1).click()
    expect(page.locator("nav.puri-path").last).to_contain_text("2/3 단계: 지름길")
    page.locator("nav.puri-path").last.get_by_role("link", name="다음: 나무").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("나무")
    reader.open("timeline/")
    expect(page.locator(".puri-dated:visible")).to_have_count(4)
    reader.open("quiz/")
    page.locator("details.puri-fold summary").first.click()
    question = page.locator(".puri-ask").first
    expect(question.locator("ol li")).to_have_count(3)
    expect(question.get_by_text("정답은")).to_be_hidden()
    question.get_by_text("답 보기").click()
    expect(question.get_by_text("정답은 2번입니다.")).to_be_visible()
    reader.open("cards/")
    page.locator("details.puri-fold summary", has_text="분류").click()
    expect(page.get_by_text("가지의 뜻.")).to_be_hidden()
    page.locator(".puri-term summary").first.click()
    expect(page.get_by_text("가지의 뜻.")).to_be_visible()
    for path in ("timeline/", "quiz/", "cards/", "paths/"):
        reader.open(path)
        expect(page.locator(":is(form, .puri-records):visible:not(.md-search__form)")).to_have_count(0)
    context.close()


def begin(reader: Reader, path: str) -> None:
    """Open `path` in the state in which most of it shows."""
    reader.open(path)
    if path in {"quiz/", "cards/"}:
        reader.use(reader.button("시작"))
    if path == "quiz/":
        answer(reader, right=False)
    if path == "cards/":
        reader.press(" ")
    reader.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


PAGES = ["paths/", "paths/way/", "articles/x/one/?path=way", "timeline/", "quiz/", "cards/"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_accessibility(
    browser: Browser, editions: dict[str, str], width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    for path in PAGES:
        reader = Reader(context, editions["http"])
        begin(reader, path)
        assert violations(reader.page) == "", path
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()
