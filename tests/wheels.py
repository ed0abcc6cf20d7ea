"""Asks the registry for wheels of everything that is locked, for every Python and platform: `make wheels`."""

import subprocess
import sys
import tempfile
from pathlib import Path

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# Published as source alone: 70 MB of data and a file of Python that says where it is; nothing is compiled.
DATA = "kiwipiepy-model"
PLATFORMS = {
    "Linux, x86-64": "x86_64-manylinux_2_28",
    "Linux, ARM": "aarch64-manylinux_2_28",
    "macOS, ARM": "aarch64-apple-darwin",
    "macOS, Intel": "x86_64-apple-darwin",
    "Windows, x86-64": "x86_64-pc-windows-msvc",
}


def missing(lock: str, python: str, platform: str) -> str:
    """Return why `lock` cannot be installed from wheels alone; empty where it can."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["install", "--dry-run", "--target", folder, "--require-hashes", "-r", lock]
        words += ["--only-binary", ":all:", "--no-binary", DATA]
        words += ["--python-version", python, "--python-platform", platform]
        uv = Path(sys.executable).with_name("uv")
        done = subprocess.run([uv, "pip", *words], capture_output=True, text=True)
    return done.stderr.partition("cause: ")[2].partition("\n")[0] or done.stderr if done.returncode else ""


def main() -> int:
    """Print a line for each lock, Python and platform."""
    failed = 0
    print(f"from source: {DATA}")
    for lock in sys.argv[1:] or ["requirements.lock"]:
        for python in PYTHONS:
            for name, platform in PLATFORMS.items():
                why = missing(lock, python, platform)
                failed += bool(why)
                print(f"{lock}, {python}, {name}: {why.strip() or 'wheels of everything else'}", flush=True)
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
