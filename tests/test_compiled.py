"""Templates that are kept as compiled: when they are compiled anew."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from builder.compiled import Compiled

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
