"""The product as `make run` starts it, and a real headless Chromium to use it with."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tools.browser import chromium

ROOT = Path(__file__).resolve().parent.parent.parent
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Product:
    """A started product: its address and its supervisor's process."""

    url: str
    var: Path
    process: subprocess.Popen[str]

    def pid(self, part: str) -> int:
        """The process id of the web process or the worker, read from /proc by command line."""
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal():
                continue
            try:
                command = (entry / "cmdline").read_bytes().decode()
                variables = (entry / "environ").read_bytes()
            except OSError:
                continue
            if part in command and f"PLAYBOOKS_VAR={self.var}".encode() in variables:
                return int(entry.name)
        raise LookupError(f"no process of {part!r} is alive")


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    var = tmp_path_factory.mktemp("product")
    environment = {**os.environ, "PLAYBOOKS_VAR": str(var), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "playbooks_web.launch"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "Playbooks is at" in line:
            break
    else:
        pytest.fail(f"the product did not start: exit code {process.wait()}")
    yield Product(f"http://127.0.0.1:{port}", var, process)
    process.send_signal(signal.SIGINT)
    remaining, _ = process.communicate(timeout=30)
    assert "Traceback" not in remaining, remaining


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine (make test installs one where apt-get can)")
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield instance
        instance.close()


@pytest.fixture
def open_page(browser: Browser, product: Product) -> Iterator[Callable[..., Page]]:
    """Open a page at a width; a script error or a policy violation fails the test."""
    contexts = []
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def opener(path: str = "/", viewport: dict[str, int] = DESK) -> Page:
        context = browser.new_context(viewport=viewport, base_url=product.url, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert not complaints
