"""The preview: what it is told of, and what it does once for all builds."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers.polling import PollingObserver

from builder import watching
from builder.watching import Watcher, is_told_of
from tests.conftest import until


class _Heard(FileSystemEventHandler):
    """Takes down what it is told, but for folders, as MkDocs does."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def on_any_event(self, event: FileSystemEvent) -> None:
        if not event.is_directory:
            self.names.append(Path(str(event.src_path)).name)


@contextmanager
def watch(path: Path) -> Iterator[list[str]]:
    watcher, heard = Watcher(), _Heard()
    watcher.schedule(heard, str(path), recursive=True)
    watcher.start()
    try:
        yield heard.names
    finally:
        watcher.stop()
        watcher.join(5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "terms").mkdir(parents=True)
    (folder / "terms/foundry.md").write_text("파운드리", "utf-8")
    return folder


def _write(folder: Path) -> None:
    (folder / "terms/foundry.md").write_text("위탁 생산", "utf-8")


def _put_in_its_place(folder: Path) -> None:
    (folder.parent / "new").write_text("위탁 생산", "utf-8")
    (folder.parent / "new").rename(folder / "terms/foundry.md")


def _delete(folder: Path) -> None:
    (folder / "terms/foundry.md").unlink()


def _take_the_folder_away(folder: Path) -> None:
    (folder / "terms").rename(folder.parent / "elsewhere")


CHANGES = [_write, _put_in_its_place, _delete, _take_the_folder_away]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_told(folder: Path, change: Callable[[Path], None]) -> None:
    with watch(folder) as heard:
        change(folder)
        until(lambda: {"foundry.md", "terms"} & set(heard), seconds=20)


@pytest.mark.parametrize("change", CHANGES)
def test_where_the_system_has_no_room_for_more_watches_files_are_looked_at(
    folder: Path, change: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(PollingObserver):
        def on_thread_start(self) -> None:
            raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watching, "Observer", Full)
    with watch(folder) as heard:
        change(folder)
        until(lambda: {"foundry.md", "terms"} & set(heard), seconds=20)


def test_reading_is_no_change(folder: Path) -> None:
    with watch(folder) as heard:
        for _ in range(3):
            (folder / "terms/foundry.md").read_text("utf-8")
            list((folder / "terms").iterdir())
        (folder / "later.md").write_text("", "utf-8")
        until(lambda: "later.md" in heard, seconds=20)
    assert "foundry.md" not in heard


def test_a_single_file_is_followed_when_another_takes_its_place(tmp_path: Path) -> None:
    settings = tmp_path / "mkdocs.yml"
    settings.write_text("site_name: 하나", "utf-8")
    with watch(settings) as heard:
        for number in range(2):
            del heard[:]
            (tmp_path / "new").write_text(f"site_name: {number}번째", "utf-8")
            (tmp_path / "new").rename(settings)
            until(lambda: heard, seconds=20)


@pytest.mark.parametrize(
    ("kind", "told"),
    [("ext4", True), ("overlay", True), ("nfs4", False), ("9p", False), ("fuse.sshfs", False)],
)
def test_only_disks_of_this_computer_are_relied_on(
    folder: Path, kind: str, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = folder.parent / "내 사이트"
    folder.rename(site)
    mounts = folder.parent / "mounts"
    place = str(site.resolve()).replace(" ", r"\040")
    mounts.write_text(f"/dev/a / ext3 rw 0 0\nhost {place} {kind} rw 0 0\n", "utf-8")
    monkeypatch.setattr(watching, "_MOUNTS", mounts)
    monkeypatch.setattr(sys, "platform", "linux")
    assert is_told_of(site / "terms") is told
    assert is_told_of(folder.parent)
    assert not is_told_of(site / "terms/foundry.md")
