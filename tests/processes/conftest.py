"""Real processes of the product, each on a port and a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    port = str(free_port())
    return {**os.environ, "PLAYBOOKS_VAR": str(tmp_path), "PORT": port, "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start `python ARGUMENTS...`, wait until a line with `ready` is printed; ended after the test."""
    processes: list[subprocess.Popen[str]] = []

    def starter(*arguments: str, ready: str = "") -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        processes.append(process)
        seen = []
        while ready and process.stdout is not None:
            line = process.stdout.readline()
            seen.append(line)
            assert line, f"ended before it was ready: {''.join(seen)}"
            if ready in line:
                break
        return process

    yield starter
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
