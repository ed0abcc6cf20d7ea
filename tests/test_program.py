"""The program as a process: its status, and that nothing it says is lost when it ends."""

import json
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from builder import __version__
from tests import making


def run(*words: str, stdout: int | IO[bytes] = subprocess.PIPE) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "builder", *words]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, timeout=120, check=False)


@pytest.mark.parametrize(
    ("words", "status", "said", "complained"),
    [
        (["--version"], 0, __version__, ""),
        (["nosuch"], 2, "", "nosuch"),
        (["check", "--help"], 0, "--root", ""),
    ],
)
def test_the_status_says_how_it_went(words: list[str], status: int, said: str, complained: str) -> None:
    done = run(*words)
    assert done.returncode == status
    assert said in done.stdout.decode()
    assert complained in done.stderr.decode()


def test_a_pipe_gets_everything(tmp_path: Path) -> None:
    broken = {f"terms/t{number}.md": "no front matter" for number in range(600)}
    root = making.write_site(tmp_path / "root", broken)
    done = run("check", "--root", str(root), "--format", "json")
    assert done.returncode == 1
    assert len(done.stdout) > 100_000
    assert json.loads(done.stdout)["errors"] >= 600


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_output_that_cannot_be_written_is_no_success() -> None:
    with Path("/dev/full").open("wb") as full:
        assert run("--version", stdout=full).returncode != 0
