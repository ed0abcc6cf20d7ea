"""The offline edition in Firefox, from a disk, without a network (``make firefox``).

Drives the system's Firefox over its own Marionette protocol: JSON on a socket, nothing to install. Everything
that Firefox asks a network for ends at a host that never answers, which tells what was asked.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.search import sites
from tests.walk import STEPS, hanging_host, script

_PREFERENCES = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.allow_hijacking_localhost": True,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.normandy.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
}


class Marionette:
    """A connection to a running Firefox."""

    def __init__(self, port: int) -> None:
        """Wait for the browser and begin a session."""
        for _ in range(240):
            try:
                self._socket = socket.create_connection(("127.0.0.1", port))
                break
            except OSError:
                time.sleep(0.25)
        self._stream = self._socket.makefile("rb")
        self._receive()
        self._number = 0
        self.version = self.ask("WebDriver:NewSession", {})["capabilities"]["browserVersion"]
        self.ask("WebDriver:SetTimeouts", {"script": 30_000, "pageLoad": 30_000})

    def ask(self, command: str, parameters: dict[str, Any]) -> Any:
        """Send a command and return what comes of it."""
        self._number += 1
        message = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._receive()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return result

    def _receive(self) -> Any:
        length = b""
        while (char := self._stream.read(1)) != b":":
            length += char
        return json.loads(self._stream.read(int(length)))


@contextmanager
def firefox(proxy: int) -> Iterator[Marionette]:
    """Start Firefox with a new profile, its network behind a proxy at the port `proxy`."""
    path = os.environ.get("PURI_FIREFOX") or shutil.which("firefox") or shutil.which("firefox-esr")
    if not path:
        sys.exit("No Firefox found. Install it (apt-get install firefox-esr), or set PURI_FIREFOX.")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = _PREFERENCES | {
        "marionette.port": port,
        "network.proxy.http_port": proxy,
        "network.proxy.ssl_port": proxy,
    }
    with tempfile.TemporaryDirectory() as profile:
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items())
        Path(profile, "user.js").write_text("".join(lines), "utf-8")
        words = [path, "--headless", "--marionette", "--no-remote", "--profile", profile]
        running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield Marionette(port)
        finally:
            running.terminate()
            running.wait()


def main() -> None:
    """Walk through the offline edition and print what was done."""
    with tempfile.TemporaryDirectory() as folder, hanging_host() as (proxy, asked):
        home = sites.puri_offline(ROOT, Path(folder))
        failed = 0
        with firefox(proxy) as browser:
            print(f"Firefox {browser.version}, {home.name}, from a disk, with a network that never answers")
            for step, (path, _) in STEPS.items():
                browser.ask("WebDriver:Navigate", {"url": (home / path).as_uri()})
                body = f"const done = arguments[0]; (async () => {{ {script(step)} }})()"
                body += ".then(done, (error) => done(String(error)));"
                result = browser.ask("WebDriver:ExecuteAsyncScript", {"script": body, "args": []})["value"]
                failed += result is not True
                print(f"  {step}: {'done' if result is True else result}")
        hosts = sorted({line.split(" ")[1] for line in asked if " " in line})
        print(f"  asked of the network, by Firefox itself or by a page: {', '.join(hosts) or 'nothing'}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
