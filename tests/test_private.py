"""Folders of the user's own: one for each maker of what is in them, and only where nobody else writes."""

import os
import shutil
from pathlib import Path

import pytest

from builder import private
from builder.cache import VARIABLE


@pytest.fixture
def states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this user, where nothing is yet."""
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr(private, "user_cache_path", tmp_path.joinpath)
    return tmp_path / "puri/words"


def test_each_state_of_what_makes_them_has_a_folder_and_few_are_kept(states: Path) -> None:
    folders = []
    for number in range(6):
        ours = private.folder("words", bytes([number]))
        assert ours
        os.utime(ours, (number, number))
        folders.append(ours)
    assert private.folder("words", bytes([5])) == folders[-1]
    assert {*states.iterdir()} == {*folders[2:]}


def test_nothing_is_kept_where_that_is_not_wanted_or_others_can_write(
    states: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = private.folder("words")
    assert ours
    ours.chmod(0o770)
    assert private.folder("words") is None
    shutil.rmtree(states)
    states.write_text("no folder")
    assert private.folder("words") is None
    states.unlink()
    monkeypatch.setenv(VARIABLE, "")
    assert private.folder("words") is None
    assert not states.exists()
