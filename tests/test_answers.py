"""Answers that are kept: whole lines only, from any number of processes, and Kiwi asked only once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import analyser
from builder.analyser import words_of
from builder.answers import Answers
from builder.cache import VARIABLE
from tests.test_faults import FORK

RUN = "팹리스업체"


def test_an_answer_is_there_the_next_time(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    Answers(file).add(RUN, [[0, 3, True]])
    Answers(file).add("다른 물음\n", {})
    assert Answers(file).known == {RUN: [[0, 3, True]], "다른 물음\n": {}}


def test_nothing_is_kept_where_there_is_no_file_or_none_can_be(tmp_path: Path) -> None:
    for answers in (Answers(None), Answers(tmp_path / "no folder" / "kept"), Answers(tmp_path)):
        answers.add(RUN, 1)
        assert answers.known == {}


@given(st.data())
def test_a_damaged_file_gives_no_wrong_answer(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    file = tmp_path_factory.mktemp("damaged") / "kept"
    right = {f"물음{number}": number for number in range(5)}
    for question, answer in right.items():
        Answers(file).add(question, answer)
    whole = file.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    file.write_bytes(
        data.draw(
            st.sampled_from([whole[:at], whole[at:], whole[:at] + b"?" + whole[at + 1 :], b"\xff" + whole])
        )
    )
    assert Answers(file).known.items() <= right.items()


def test_processes_add_side_by_side(tmp_path: Path) -> None:
    def add(name: str) -> None:
        answers = Answers(tmp_path / "kept")
        for number in range(200):
            answers.add(f"{name}{number}", [name] * 20)

    processes = [FORK.Process(target=add, args=(name,)) for name in "가나"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert len(Answers(tmp_path / "kept").known) == 400


def test_there_is_an_end_to_what_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    Answers(file).add("가", "나" * 2_000_000)
    size = file.stat().st_size
    Answers(file).add(RUN, 1)
    assert file.stat().st_size == size


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that Kiwi's answers are kept in, in a folder of this user where nothing is yet."""
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr("builder.private.user_cache_path", tmp_path.joinpath)
    _forget()
    yield tmp_path / "puri/words"
    _forget()


def _forget() -> None:
    """Begin as a new process does."""
    analyser._answers.cache_clear()
    words_of.cache_clear()


def test_kiwi_is_asked_about_a_run_once(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = words_of(RUN)
    assert words and len(list(kept.glob("*/kiwi"))) == 1
    _forget()
    monkeypatch.setattr(analyser, "_analyse", lambda run: pytest.fail(f"{run} asked again"))
    assert words_of(RUN) == words


def test_nothing_is_kept_where_that_is_not_wanted(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert words_of(RUN) and not kept.exists()
