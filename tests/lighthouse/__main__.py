"""What readers feel, as Lighthouse measures it on the made-up site of the bench (``make lighthouse``).

Scores are of 100. Phone: Lighthouse's slow phone on a slow network, which it computes from what a page loads
and does; a busy machine makes performance look worse than it is, never better. Pages are sent as most hosts
send them, text gzipped; requests and bytes are those of a first visit.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from builder.publish import build_site
from tests.bench import write_site
from tests.browser import OPTIONS, find_chromium
from tests.conftest import Quiet, serving

_SIZE = 1_000  # terms, and as many sections
_PAGES = {
    "home": "",
    "a term": "terms/t7/",
    "a section": "articles/a0/s7/",
    "index of terms": "terms/",
    "map": "map/",
}
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".md"}
_DEVICES = {"phone": (), "desktop": ("--preset=desktop",)}


class _Gzipping(Quiet):
    def do_GET(self) -> None:  # noqa: N802 - the name that the library calls
        path = Path(self.translate_path(urlsplit(self.path).path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in _TEXT or not path.is_file():
            super().do_GET()
            return
        data = gzip.compress(path.read_bytes())
        self.send_response(200)
        for name, value in {
            "Content-Type": f"{self.guess_type(path)}; charset=utf-8",
            "Content-Encoding": "gzip",
            "Content-Length": str(len(data)),
            "Cache-Control": "max-age=600",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


class Seen(NamedTuple):
    """What Lighthouse says of a page: scores of 100, requests, bytes, titles of what it finds wrong."""

    scores: Mapping[str, int]
    requests: int
    size: int
    faults: list[str]


def look(program: Path, address: str, *options: str) -> Seen:
    """Let the Lighthouse at `program` look at the page at `address`."""
    flags = " ".join([*OPTIONS, "--headless=new"])
    command = [str(program), address, "--output=json", "--quiet", f"--chrome-flags={flags}", *options]
    command.append(f"--only-categories={','.join(_CATEGORIES)}")
    chromium = os.environ | {"CHROME_PATH": find_chromium() or ""}
    ran = subprocess.run(command, env=chromium, stdout=subprocess.PIPE, check=True, timeout=600)
    return _seen(json.loads(ran.stdout))


def _seen(report: Mapping[str, Any]) -> Seen:
    scores = {name: round(100 * (each["score"] or 0)) for name, each in report["categories"].items()}
    weighty = {
        each["id"]
        for name, category in report["categories"].items()
        if name != "performance"
        for each in category["auditRefs"]
        if each["weight"]
    }
    audits = report["audits"]
    wrong = [audits[name]["title"] for name in sorted(weighty) if audits[name]["score"] not in {None, 1}]
    loaded = audits["network-requests"]["details"]["items"]
    return Seen(scores, len(loaded), sum(each["transferSize"] for each in loaded), wrong)


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("program", type=Path, help="Lighthouse")
    arguments.add_argument("--size", type=int, default=_SIZE)
    arguments.add_argument("--site", type=Path, help="a site that is built already, of the same pages")
    given = arguments.parse_args()
    table = Table("page", "device", *_CATEGORIES, "requests", "KB", "faults")
    with tempfile.TemporaryDirectory() as folder:
        site = given.site
        if not site:
            site = Path(folder, "site")
            write_site(Path(folder, "root"), given.size)
            build_site(Path(folder, "root"), site)
        with serving(site, _Gzipping) as address:
            for name, path in _PAGES.items():
                for device, options in _DEVICES.items():
                    seen = look(given.program, address + path, *options)
                    scores = [str(seen.scores[each]) for each in _CATEGORIES]
                    size = f"{seen.size / 1e3:.0f}"
                    table.add_row(name, device, *scores, str(seen.requests), size, "; ".join(seen.faults))
                    print(name, device, *scores, seen.requests, size, file=sys.stderr, flush=True)
    Console(width=160).print(table)


if __name__ == "__main__":
    main()
