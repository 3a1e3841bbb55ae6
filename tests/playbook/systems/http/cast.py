"""A carrier with scripted answers, a host, a server that says what a test wants, and the reference server."""

from __future__ import annotations

import importlib.util
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playbook.api import analyse
from playbook.document import http
from playbook.document.model import Playbook
from playbook.machine.clock import Clock
from playbook.systems.http.client import Client
from playbook.systems.http.problems import Lost
from playbook.systems.http.reach import Reach, reach
from playbook.systems.http.system import HttpSystem
from playbook.systems.http.transport import Reply, Transport

ROOT = Path(__file__).resolve().parents[4]
EXAMPLE = ROOT / "examples" / "http_system.py"
DESCRIPTION: dict[str, Any] = {
    "protocol": 1,
    "name": "door",
    "actions": {"push": {"parameters": {"force": {"kind": "number", "required": False}}}},
    "functions": {"people": {}, "key": {"arguments": 1}},
    "messages": ["tick", "panels", "snapshot", "close"],
}
TEXT = """\
version: "1.0"
name: "door"
machine:
  id: door
  initial: shut
  states: {shut: {invariants: [{condition: "people() >= 0"}]}, open: {}}
  transitions: [{id: opens, from: shut, to: open, event: opened, guard: "key('front') != ''"}]
scenarios:
  - name: s
    steps: [{action: push, params: {force: 2}}, {assert: "state == 'open'"}]
"""


def playbook(text: str = TEXT) -> Playbook:
    found = analyse(text).playbook
    assert found is not None
    return found


def section(url: str = "http://door.example.com", **more: Any) -> http.HttpSection:
    found = http.section({"http": {"url": url, **more}})
    assert found is not None
    return found


class Scripted:
    """Answers by message: a map, a function of what was said, a Reply, or something to raise; a list of
    these is used up one by one. `said` has every message with its content."""

    def __init__(self, **answers: Any) -> None:
        defaults = {"describe": DESCRIPTION, "reset": {}, "close": {}}
        self.answers = {**defaults, **answers}
        self.said: list[tuple[str, dict[str, Any]]] = []
        self.closed = 0

    def post(self, message: str, body: bytes) -> Reply:
        said = json.loads(body)
        self.said.append((message, said))
        found = self.answers[message]
        if isinstance(found, list):
            found = found.pop(0)
        if callable(found):
            found = found(said)
        if isinstance(found, Exception):
            raise found
        return found if isinstance(found, Reply) else Reply(200, json.dumps(found).encode())

    def close(self) -> None:
        self.closed += 1

    def messages(self) -> list[str]:
        return [message for message, _ in self.said]

    def last(self, message: str) -> dict[str, Any]:
        return next(said for name, said in reversed(self.said) if name == message)


class FakeHost:
    """Collects what is emitted; `follow` is told each event when the host settles."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.queue: list[str] = []
        self.emitted: list[tuple[str, str, int]] = []
        self.follow: Callable[[str], None] = lambda event: None

    def emit(self, event: str, cause: str = "") -> None:
        self.emitted.append((event, cause, self.clock.now))
        self.queue.append(event)

    def now(self) -> int:
        return self.clock.now

    def after(self, delay_ms: int, callback: Callable[[], None]) -> None:
        self.clock.after(delay_ms, callback)

    def settle(self) -> None:
        while self.queue:
            self.follow(self.queue.pop(0))

    def advance(self, duration_ms: int) -> None:
        until = self.clock.now + duration_ms
        while (callback := self.clock.next_due(until)) is not None:
            callback()
        self.clock.now = until

    @property
    def events(self) -> list[str]:
        return [event for event, _, _ in self.emitted]


def client(carrier: Scripted, **more: Any) -> Client:
    return Client(carrier, "s", pause=lambda seconds: None, **more)


def door(**answers: Any) -> tuple[HttpSystem, Scripted, FakeHost]:
    """A system whose server is scripted, attached to a host."""
    carrier, host = Scripted(**answers), FakeHost()
    system = HttpSystem(playbook(), section(), client(carrier), 7)
    system.attach(host)
    return system, carrier, host


def lost(*_: Any) -> Lost:
    return Lost("the line is cut")


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port where each connection is handed to `serve`, and closed after it."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    serve(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def heard(connection: socket.socket) -> bytes:
    """One whole request with a short body; empty where the peer has gone."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65_536)
        if not part:
            return b""
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    (length,) = [
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length")
    ]
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


def answering(*answers: bytes) -> Callable[[socket.socket], None]:
    """Serves each request with the next of some raw answers, then closes."""
    left = list(answers)

    def serve(connection: socket.socket) -> None:
        while left and heard(connection):
            connection.sendall(left.pop(0))

    return serve


def raw(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@contextmanager
def connected(port: int, timeout_ms: int = 5_000, **more: Any) -> Iterator[Transport]:
    """A transport to a port of this machine."""
    transport = Transport(
        http.target(f"http://127.0.0.1:{port}"), ["127.0.0.1"], more.pop("headers", {}), timeout_ms, **more
    )
    try:
        yield transport
    finally:
        transport.close()


def example() -> Any:
    """The reference server's module, as a user who copied it would run it."""
    spec = importlib.util.spec_from_file_location("http_system_example", EXAMPLE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def elevator(module: Any = None) -> Iterator[str]:
    """The reference server, or a module like it, on a free port; its url."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), (module or example()).Handler)
    # Connections that a client keeps are not waited for.
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def here() -> Reach:
    """What one's own machine allows."""
    return reach({})
