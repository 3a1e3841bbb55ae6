"""A small pool of layout processes with a deadline each: one that is late is killed and replaced.

Graphviz has no timer, may never end and is not thread-safe (RELIABILITY.md finding 9), so it never
runs in this process. Safe to use from any number of threads.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import struct
import subprocess
import sys
import time
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any

PROGRAM = Path(__file__).with_name("layout_worker.py")
JOBS_PER_PROCESS = 200


class LayoutFailed(Exception):
    """The layout did not come: late, too large, or the process died. The message says which."""


class _Process:
    def __init__(self) -> None:
        # SERVER_NAME keeps Graphviz from opening any file that a graph names.
        environment = {**os.environ, "SERVER_NAME": "playbooks", "GV_FILE_PATH": ""}
        self.jobs = 0
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=os.sep,
        )

    def ask(self, job: dict[str, str], deadline: float) -> dict[str, Any]:
        self.jobs += 1
        data = json.dumps(job).encode()
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(struct.pack(">I", len(data)) + data)
            self.process.stdin.flush()
        except OSError:
            raise LayoutFailed("the layout process has died") from None
        (length,) = struct.unpack(">I", self._exactly(4, deadline))
        answer: dict[str, Any] = json.loads(self._exactly(length, deadline))
        return answer

    def _exactly(self, count: int, deadline: float) -> bytes:
        assert self.process.stdout is not None
        pipe = self.process.stdout.fileno()
        parts: list[bytes] = []
        while count:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise LayoutFailed("the layout took too long")
            part = os.read(pipe, min(count, 1 << 16))
            if not part:
                raise LayoutFailed("the layout process has died")
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class Pool:
    """At most `size` layouts at once; further callers wait for their turn."""

    def __init__(self, size: int) -> None:
        self._turns = BoundedSemaphore(size)
        self._lock = Lock()
        self._idle: list[_Process] = []

    def lay_out(self, dot: str, engine: str, seconds: float) -> dict[str, Any]:
        """The coordinates of a DOT text. Raises LayoutFailed after `seconds` at the latest."""
        with self._turns:
            with self._lock:
                process = self._idle.pop() if self._idle else None
            process = process or _Process()
            kept = False
            try:
                answer = process.ask({"dot": dot, "engine": engine}, time.monotonic() + seconds)
                kept = process.jobs < JOBS_PER_PROCESS
            finally:
                if kept:
                    with self._lock:
                        self._idle.append(process)
                else:
                    process.end()
        if "problem" in answer:
            raise LayoutFailed(f"Graphviz refused: {answer['problem']}")
        return answer

    def close(self) -> None:
        """End the idle processes."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.end()


pool = Pool(max(1, min(4, os.cpu_count() or 1)))
atexit.register(pool.close)
