"""Bad evenings: killed builds, full disks, builds at once, files that vanish, a preview of broken saves."""

import ctypes
import multiprocessing
import os
import random
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from builder import cli, parallel, pipeline
from builder import workshop as workshops
from builder.cli import common
from builder.load import read_files
from builder.model import Site
from builder.parallel import Helper, begin, spread
from builder.publish import build_site
from builder.workshop import workshop
from tests import making
from tests.conftest import until
from tests.test_site import digests

FORK = multiprocessing.get_context("fork")
FILES: dict[str, str | bytes] = {
    "terms/foundry.md": making.term("파운드리"),
    "terms/fabless.md": making.term("팹리스", "파운드리에 맡긴다. ![그림](../images/fab.png)"),
    "images/fab.png": b"\x89PNG\r\n\x1a\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return making.write_site(tmp_path / "root", FILES)


def run(
    *words: str, root: Path, most: int | None = None, out: str = "", plain: bool = False
) -> tuple[int | None, str]:
    """Run a command where no file may exceed `most` bytes; returns its status and what it complains of.

    `plain`: without the rights of root, to whom no folder is closed.
    """

    def act() -> None:
        for descriptor, file in ((1, out or root.parent / "out"), (2, root.parent / "errors")):
            os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
        sys.stdout, sys.stderr = (open(number, "w", closefd=False) for number in (1, 2))  # noqa: SIM115
        common.OUT.file, common.ERR.file = sys.stdout, sys.stderr
        sys.argv = ["puri", *words, "--root", str(root)]
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        if plain and os.geteuid() == 0:
            no_rights = (ctypes.c_uint32 * 6)()
            assert ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(0x20080522), no_rights) == 0
        cli.main()

    process = FORK.Process(target=act)
    process.start()
    process.join(120)
    return process.exitcode, (root.parent / "errors").read_text("utf-8")


def killed_at(step: int, do: Callable[[], object]) -> bool:
    """Do it in a process that kills itself before the `step`-th call that changes something on the disk."""

    def act() -> None:
        left = step

        def counted(real: Callable[..., object]) -> Callable[..., object]:
            def call(*given: object, **more: object) -> object:
                nonlocal left
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*given, **more)

            return call

        for name in ("mkdir", "rename", "unlink", "rmdir", "open"):
            setattr(os, name, counted(getattr(os, name)))
        do()
        os._exit(0)

    process = FORK.Process(target=act)
    process.start()
    process.join()
    return process.exitcode == -signal.SIGKILL


def write(target: Path, words: str) -> None:
    with workshop(target) as made:
        (made.new / "page").write_text(words)
        made.publish()


@pytest.mark.parametrize("can_exchange", [True, False])
def test_killed_at_any_step_the_last_site_is_there_or_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    if not can_exchange:
        monkeypatch.setattr(workshops, "_exchange", lambda *_: False)
    target = tmp_path / "site"
    write(target, "0")
    absent = steps = 0
    while killed_at(steps, partial(write, target, str(steps + 1))):
        absent += not target.exists()
        workshops.clear(tmp_path)
        assert (target / "page").read_text() in {str(steps), str(steps + 1)}
        assert list(tmp_path.iterdir()) == [target]
        write(target, str(steps + 1))
        steps += 1
    assert steps > 8
    assert absent == (0 if can_exchange else 1)
    assert (target / "page").read_text() == str(steps + 1)


def test_what_cannot_be_published_gives_the_place_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workshops, "_exchange", lambda *_: False)
    target = tmp_path / "site"
    write(target, "0")
    with pytest.raises(FileNotFoundError), workshop(target) as made:
        shutil.rmtree(made.new)
        made.publish()
    assert (target / "page").read_text() == "0"
    assert list(tmp_path.iterdir()) == [target]


def test_a_place_taken_and_given_up_again_in_between_is_tried_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workshops, "_exchange", lambda *_: False)
    target = tmp_path / "site"
    write(target, "0")
    rename, others = Path.rename, [tmp_path / "other"]

    def late(one: Path, other: Path) -> Path:
        if other != target or not others:
            return rename(one, other)
        write(others[0], "2")
        rename(others[0], target)
        try:
            return rename(one, other)
        finally:
            rename(target, others.pop())

    monkeypatch.setattr(Path, "rename", late)
    write(target, "1")
    assert (target / "page").read_text() == "1"
    assert not others


def test_a_workshop_in_use_is_left_alone_and_nothing_of_others_is_touched(tmp_path: Path) -> None:
    (tmp_path / ".site.puri-packages/new").mkdir(parents=True)  # looks like one, but has no lock
    (tmp_path / ".site-abcdefgh").mkdir()
    with workshop(tmp_path / "site") as made:
        workshops.clear(tmp_path)
        write(tmp_path / "other", "x")
        assert made.new.is_dir()
        made.publish()
    assert {path.name for path in tmp_path.iterdir()} == {
        ".site.puri-packages",
        ".site-abcdefgh",
        "other",
        "site",
    }


def test_many_that_write_the_same_place_at_once_leave_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "site"

    def many(number: int) -> None:
        for _ in range(25):
            write(target, str(number) * 1000)

    for exchange in (workshops._exchange, lambda *_: False):
        monkeypatch.setattr(workshops, "_exchange", exchange)
        writers = [FORK.Process(target=many, args=(number,)) for number in range(4)]
        for each in writers:
            each.start()
        for each in writers:
            each.join()
        assert [each.exitcode for each in writers] == [0, 0, 0, 0]
        assert len(set((target / "page").read_text())) == 1
        assert list(tmp_path.iterdir()) == [target]


def test_kills_at_random_moments_cost_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PURI_CACHE")
    draw = random.Random(8)
    term = root / "content/terms/foundry.md"
    whole = {}
    for version in (1, 0):
        term.write_text(making.term("파운드리", f"판 {version}."), "utf-8")
        begun = time.monotonic()
        build_site(root, root / "site")
        whole[version] = digests(root / "site")
    seconds = time.monotonic() - begun
    usual = {*root.iterdir(), *(root / ".cache/puri").iterdir()}
    kills = 0
    for turn in range(6):
        version = 1 - turn % 2
        term.write_text(making.term("파운드리", f"판 {version}."), "utf-8")
        process = FORK.Process(target=build_site, args=(root, root / "site"))
        process.start()
        process.join(draw.uniform(0, 1.1) * seconds)
        kills += process.is_alive()
        process.kill()
        process.join()
        assert digests(root / "site") in (whole[0], whole[1])
        build_site(root, root / "site")
        assert digests(root / "site") == whole[version]
        assert {*root.iterdir(), *(root / ".cache/puri").iterdir()} == usual
    assert kills >= 3


# Processes beside the build that are killed


def test_a_child_killed_while_it_sends_counts_as_killed() -> None:
    others = set(multiprocessing.active_children())
    result = begin(lambda: os.urandom(50_000_000))  # more than a pipe holds
    (child,) = set(multiprocessing.active_children()) - others
    time.sleep(0.3)
    child.kill()
    with pytest.raises(EOFError):
        result()


@pytest.mark.parametrize("since", [0, 250])
def test_work_spread_over_processes_is_done_although_one_is_killed(
    monkeypatch: pytest.MonkeyPatch, since: int
) -> None:
    here = os.getpid()
    monkeypatch.setattr(parallel, "cores", lambda: 2)

    def square(number: int) -> int:
        if os.getpid() != here and number >= since:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.001)  # so that both take part
        return number**2

    assert spread(square, range(500)) == [number**2 for number in range(500)]


def test_an_error_in_another_process_is_raised_here(monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()
    monkeypatch.setattr(parallel, "cores", lambda: 2)

    def fail(number: int) -> None:
        if os.getpid() != here:
            raise ValueError(number)
        time.sleep(0.001)

    with pytest.raises(ValueError, match=r"\d"):
        spread(fail, range(500))


def test_nobody_waits_for_a_turn_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_PATIENCE", 0.2)
    helper = Helper(len, begin=lambda: None)
    assert helper("abc") == 3

    def die() -> None:
        helper._turn.acquire()
        os.kill(os.getpid(), signal.SIGKILL)

    other = FORK.Process(target=die)
    other.start()
    other.join()
    assert [helper("ab"), helper("a")] == [2, 1]


# Disks and files


@pytest.mark.parametrize("command", ["build", "bundle", "pages", "export", "new"])
def test_a_full_disk_is_told_and_nothing_is_lost(root: Path, command: str) -> None:
    """A file may not grow beyond a size: that ends as a full disk does, and needs no rights."""
    out = {"build": "site", "bundle": "dist", "pages": "out", "export": "data.json", "new": ""}[command]
    words = {
        "export": ["export", "json", "--out", out],
        "new": ["new", "term", "x", "--yes", "--term", "새", "--summary", "뜻.", "--category", "분류"],
    }.get(command, [command, "--out", out])
    if command == "export":
        (root / out).write_text("before")
    elif out:
        (root / out / "assets/puri").mkdir(parents=True)
        (root / out / "assets/puri/puri.css").write_text("before")
    before = {path: path.is_file() and path.read_bytes() for path in root.rglob("*")}
    most = {"build": 20_000, "bundle": 20_000, "pages": 300, "export": 300, "new": 30}[command]
    status, said = run(*words, root=root, most=most)
    assert (status, said.count("\n")) == (2, 1), said
    assert "File too large" in said
    assert {path: path.is_file() and path.read_bytes() for path in root.rglob("*")} == before


def test_places_that_cannot_be_written_are_told(root: Path) -> None:
    (root / "file").write_text("x")
    for out in ("file/site", "/proc/site", "/dev/null/site"):
        for command in ("build", "bundle"):
            status, said = run(command, "--out", out, root=root)
            assert (status, said.count("\n")) == (2, 1), said
            assert out.rpartition("/")[0] in said
    assert run("build", "--out", "not/yet/there", root=root)[0] == 0
    assert (root / "not/yet/there/index.html").is_file()


def test_a_place_closed_to_writing_keeps_its_site(root: Path) -> None:
    closed = root.parent / "closed"
    assert run("build", "--out", str(closed / "site"), root=root)[0] == 0
    before = digests(closed / "site")
    term = root / "content/terms/foundry.md"
    term.write_text(making.term("파운드리", "새 글."), "utf-8")
    closed.chmod(0o555)
    status, said = run("build", "--out", str(closed / "site"), root=root, plain=True)
    closed.chmod(0o755)
    assert (status, said.count("\n")) == (2, 1), said
    assert said.startswith(f"Permission denied: {closed}")
    assert digests(closed / "site") == before
    assert list(closed.iterdir()) == [closed / "site"]


def test_settings_at_which_mkdocs_stumbles_are_told(root: Path) -> None:
    settings = root / "mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("https://example.org/test/", "'http://[x'"), "utf-8"
    )
    status, said = run("build", root=root)
    assert status == 2
    assert "bad-settings" in said
    assert "Invalid IPv6 URL" in said


def test_a_link_in_the_place_of_the_site_stays(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "site").symlink_to("elsewhere")
    build_site(root, root / "site")
    assert (root / "site").is_symlink()
    assert (root / "elsewhere/index.html").is_file()


def test_two_builds_at_once_leave_one_whole(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PURI_CACHE", str(root.parent / "cache"))
    other = making.write_site(root.parent / "other", FILES | {"terms/fabless.md": making.term("설계사")})
    whole = []
    for each in (root, other):
        build_site(each, each / "site")
        whole.append(digests(each / "site"))
    target = root.parent / "target/site"
    for _ in range(2):
        builds = [FORK.Process(target=build_site, args=(each, target)) for each in (root, other)]
        for build in builds:
            build.start()
        for build in builds:
            build.join()
        assert [build.exitcode for build in builds] == [0, 0]
        assert digests(target) in whole
        assert list(target.parent.iterdir()) == [target]
        shutil.rmtree(root.parent / "cache")


def test_output_that_nobody_takes_is_no_traceback(root: Path) -> None:
    (root / "content/terms/bad.md").write_text("x")
    status, said = run("check", root=root, out="/dev/full")
    assert status
    assert said == "No space left on device\n"


def test_what_vanishes_while_it_is_read_is_not_there(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.lstat

    def lstat(path: str, **options: Any) -> os.stat_result:
        about = real(path, **options)
        if Path(path).name == "fabless.md":
            Path(path).unlink()
            shutil.rmtree(root / "content/images", ignore_errors=True)
        return about

    monkeypatch.setattr(os, "lstat", lstat)
    names = {Path(raw.file).name for raw in read_files(root, "content")}
    assert "foundry.md" in names
    assert "fabless.md" not in names


def test_a_picture_that_vanishes_during_the_build_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(root, root / "site")
    before = digests(root / "site")

    def make_site_again(*given: Any) -> tuple[Site, pipeline.Steps]:
        (root / "content/images/fab.png").unlink()
        return pipeline.make_site_again(*given)

    monkeypatch.setattr("builder.mkdocs_plugin.make_site_again", make_site_again)
    status, said = run("build", root=root)
    assert (status, said) == (2, f"No such file or directory: {root}/content/images/fab.png\n")
    assert digests(root / "site") == before


# The preview


@contextmanager
def preview(root: Path) -> Iterator[tuple[str, Path]]:
    """Run `puri serve`; gives its address, and the file with what it says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words: list[str] = [sys.executable, "-m", "builder", "serve", "--root", str(root), "--port", str(port)]
    said = root.parent / "said"
    with said.open("wb") as stream:
        running = subprocess.Popen(words, stdout=stream, stderr=stream)
    try:
        yield f"http://127.0.0.1:{port}/test/", said
    finally:
        running.send_signal(signal.SIGINT)
        assert running.wait(20) in {0, 130}, said.read_text("utf-8")


def shown(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return f"status {error.code}"
    except urllib.error.URLError:
        return ""


def test_the_preview_survives_broken_saves(root: Path) -> None:
    term, settings = root / "content/terms/foundry.md", root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("[puri]", "[search, puri]"), "utf-8")
    with preview(root) as (address, said):
        page = f"{address}terms/foundry/"
        until(lambda: "파운드리의 뜻" in shown(page))
        good, rules = term.read_text("utf-8"), settings.read_text("utf-8")
        breaks: list[Callable[[], object]] = [
            lambda: term.write_text("---\nterm: [\n---\n", "utf-8"),
            lambda: term.write_bytes(b"\xff\xfe\0"),
            lambda: settings.write_text("plugins: [", "utf-8"),
            lambda: settings.write_text(rules.replace("material", "no-such-theme"), "utf-8"),
        ]
        for number, spoil in enumerate(breaks):
            length = said.stat().st_size
            spoil()
            until(lambda: b"ERROR" in said.read_bytes()[length:])  # noqa: B023 - called at once
            assert f"판 {number - 1}." in shown(page) or not number
            assert "파운드리의 뜻" in shown(page)
            settings.write_text(rules, "utf-8")
            term.write_text(f"{good}판 {number}.\n", "utf-8")
            until(lambda: f"판 {number}." in shown(page))  # noqa: B023
        for word in ("칠면조", "두루미"):  # the search follows a little later
            term.write_text(f"{good}{word}.\n", "utf-8")
            until(lambda: word in shown(f"{address}search/words-0.js"))  # noqa: B023
        assert "Traceback" not in said.read_text("utf-8")
