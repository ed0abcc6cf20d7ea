"""Templates that are kept as compiled: when they are compiled anew, and where they are kept."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from builder import compiled
from builder.cache import VARIABLE
from builder.compiled import Compiled, user_folder

Show = Callable[[Compiled], str]


@pytest.fixture
def sources() -> dict[str, str]:
    return {"page.html": "{{ 1 + 1 }}"}


@pytest.fixture
def show(sources: dict[str, str]) -> Show:
    """Render in a new environment, as every build of MkDocs does."""

    def shown(kept: Compiled) -> str:
        environment = Environment(loader=DictLoader(sources), bytecode_cache=kept, autoescape=True)
        return environment.get_template("page.html").render()

    return shown


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Take down what is compiled."""
    found: list[object] = []
    generate = Environment._generate

    def counted(*given: Any, **options: Any) -> str:
        found.append(given)
        return generate(*given, **options)

    monkeypatch.setattr(Environment, "_generate", counted)
    return found


@pytest.fixture
def states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this user, where nothing is yet."""
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr(compiled, "user_cache_path", tmp_path.joinpath)
    return tmp_path / "puri/templates"


def test_a_template_is_compiled_once_until_it_changes(
    sources: dict[str, str], show: Show, made: list[object]
) -> None:
    kept = Compiled("x", None)
    assert [show(kept), show(kept)] == ["2", "2"]
    assert len(made) == 1
    sources["page.html"] = "{{ 1 + 2 }}"
    assert [show(kept), show(kept)] == ["3", "3"]
    assert len(made) == 2


def test_another_process_takes_it_from_the_disk(show: Show, made: list[object], tmp_path: Path) -> None:
    assert [show(Compiled("x", tmp_path)), show(Compiled("x", tmp_path))] == ["2", "2"]
    assert len(made) == 1
    show(Compiled("another", tmp_path))
    assert len(made) == 2


def test_what_is_damaged_or_gone_is_compiled_anew(show: Show, made: list[object], tmp_path: Path) -> None:
    show(Compiled("x", tmp_path / "gone"))
    folder = tmp_path / "folder"
    folder.mkdir()
    show(Compiled("x", folder))
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    for damaged in (b"", b"rubbish", whole[:-9]):
        file.write_bytes(damaged)
        assert show(Compiled("x", folder)) == "2"
    shutil.rmtree(folder)
    folder.write_text("no folder")
    assert show(Compiled("x", folder)) == "2"
    assert len(made) == 6


def test_each_state_of_what_is_installed_has_a_folder_and_few_are_kept(
    states: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = []
    for number in range(6):
        monkeypatch.setattr(compiled, "software", lambda: bytes([number]))  # noqa: B023 - called at once
        folders.append(user_folder())
        os.utime(states / f"{number:02}", (number, number))
    assert user_folder() == folders[-1] == states / "05"
    assert {each.name for each in states.iterdir()} == {"02", "03", "04", "05"}


def test_nothing_is_kept_where_that_is_not_wanted_or_others_can_write(
    states: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = user_folder()
    assert folder
    folder.chmod(0o770)
    assert user_folder() is None
    shutil.rmtree(states)
    states.write_text("no folder")
    assert user_folder() is None
    states.unlink()
    monkeypatch.setenv(VARIABLE, "")
    assert user_folder() is None
    assert not states.exists()
