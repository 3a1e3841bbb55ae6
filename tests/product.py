"""The product as `make run` starts it, on a port and a folder of its own."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

ROOT = Path(__file__).resolve().parent.parent
READY = "Playbooks is at"
PATIENCE_S = 60


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Product:
    """A started product; `pid` finds its processes."""

    url: str
    var: Path
    process: subprocess.Popen[str]
    seen: list[str] = field(default_factory=list)

    def pids(self, part: str) -> list[int]:
        """Processes of this product whose command line has `part` in it."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal():
                continue
            try:
                command = (entry / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
                variables = (entry / "environ").read_bytes()
            except OSError:
                continue
            if part in command and f"PLAYBOOKS_VAR={self.var}".encode() in variables:
                found.append(int(entry.name))
        return found

    def kill(self, part: str) -> None:
        """SIGKILL, as a machine that runs out of memory would."""
        (pid,) = self.pids(part)
        os.kill(pid, signal.SIGKILL)

    def next_line(self, wanted: str) -> str:
        """Wait until the product prints a line with `wanted` in it."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.seen.append(line)
            if wanted in line:
                return line
        raise AssertionError("the product ended: " + "".join(self.seen))


@contextmanager
def started(var: Path, *arguments: str, **settings: str) -> Iterator[Product]:
    """Start `python ARGUMENTS` (the launcher by default) and end it again, cleanly."""
    port = free_port()
    environment = {**os.environ, "PLAYBOOKS_VAR": str(var), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, *(arguments or ("-m", "playbooks_web.launch"))],
        cwd=ROOT,
        env={**environment, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    product = Product(f"http://127.0.0.1:{port}", var, process)
    try:
        product.next_line(READY)
        yield product
    finally:
        process.send_signal(signal.SIGINT)
        try:
            rest, _ = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            rest, _ = process.communicate()
        product.seen.append(rest)


class Client:
    """A person with a browser, less the browser: cookies, forms, and the websocket of a run."""

    def __init__(self, url: str) -> None:
        self.url = url
        jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def get(self, path: str) -> str:
        with self._opener.open(self.url + path, timeout=PATIENCE_S) as response:
            text: str = response.read().decode()
        return text

    def post(self, path: str, **fields: str) -> str:
        """POST a form; the path that was redirected to."""
        token = re.search(r'name="csrf-token" content="([^"]+)"', self.get("/"))
        assert token is not None
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token[1]}).encode()
        request = urllib.request.Request(self.url + path, data, {"Referer": self.url + "/"})
        with self._opener.open(request, timeout=PATIENCE_S) as response:
            return urllib.parse.urlsplit(response.url).path

    def playbook(self, name: str) -> str:
        """The path of a playbook of the library."""
        match = re.search(rf'href="(/p/[\w-]+/)"[^>]*>\s*{re.escape(name)}', self.get("/"))
        assert match is not None, f"{name} is not on the home page"
        return match[1]

    def run(self, scenario: str, pace: str = "1", playbook: str = "APR Federation Gateway") -> str:
        """Start a run; its path."""
        return self.post(self.playbook(playbook) + "runs/start/", scenario=scenario, pace=pace)

    def follow(self, path: str, after: int = 0) -> Iterator[dict[str, Any]]:
        """The events of a run as its websocket sends them; ends when the connection does."""
        address = self.url.replace("http", "ws", 1) + f"/ws{path}?after={after}"
        with connect(address, origin=self.url, open_timeout=PATIENCE_S) as websocket:  # type: ignore[arg-type]
            for text in websocket:
                message = json.loads(text)
                if message["type"] == "events":
                    websocket.send(json.dumps({"ack": message["events"][-1]["seq"]}))
                    yield from message["events"]
