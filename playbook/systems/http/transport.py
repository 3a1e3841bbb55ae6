"""One message there and one answer back, to an address that was checked, within bounds.

No redirects, proxies, cookies or compression: httpcore does none of these by itself. Every read and
write goes through a stream of ours, which knows the deadline and counts the bytes, so neither a server
that sends a byte a second nor one that never stops can hold a run.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore

from playbook.document.http import Target
from playbook.limits import MAX_HTTP_BODY_BYTES
from playbook.systems.http.problems import Lost, Unreached

# Headers beside the body: what a well-meant answer has is a hundredth of it.
_MAX_HEAD_BYTES = 128 * 1024
# Shorter than most servers keep a connection that nobody uses, so that none is met that is just closing.
_KEEP_S = 3.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: the status and the whole body."""

    status: int
    body: bytes


class _Spent(Exception):
    """The exchange is over its bounds; the message says which."""


class _Bounds:
    """What is left of the time and the bytes of the exchange under way, and whether any of it was sent."""

    def __init__(self, timeout_ms: int, clock: Callable[[], float]) -> None:
        self.timeout_ms, self.clock = timeout_ms, clock
        self.begin()

    def begin(self) -> None:
        self.until = self.clock() + self.timeout_ms / 1000
        self.room = MAX_HTTP_BODY_BYTES + _MAX_HEAD_BYTES
        self.sent = False

    def left(self) -> float:
        """Seconds until the deadline. Raises _Spent past it."""
        left = self.until - self.clock()
        if left <= 0:
            raise _Spent(f"no whole answer within {self.timeout_ms:,} ms")
        return left

    def take(self, count: int) -> None:
        self.room -= count
        if self.room < 0:
            raise _Spent(f"the answer is larger than {MAX_HTTP_BODY_BYTES:,} bytes")


class _Bounded(httpcore.NetworkStream):
    """A connection whose reads and writes keep to the bounds."""

    def __init__(self, stream: httpcore.NetworkStream, bounds: _Bounds) -> None:
        self._stream, self._bounds = stream, bounds

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._bounds.left())
        self._bounds.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = self._bounds.left()
        self._bounds.sent = True
        self._stream.write(buffer, left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Bounded(
            self._stream.start_tls(ssl_context, server_hostname, self._bounds.left()), self._bounds
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Pinned(httpcore.NetworkBackend):
    """Connects to the checked addresses, whatever the name would lead to by now."""

    def __init__(self, addresses: Sequence[str], bounds: _Bounds) -> None:
        self._addresses, self._bounds = addresses, bounds
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        *others, last = self._addresses
        for address in others:
            try:
                return self._to(address, port)
            except httpcore.ConnectError:
                # The next address may answer; time is bounded for all of them together.
                continue
        return self._to(last, port)

    def _to(self, address: str, port: int) -> httpcore.NetworkStream:
        return _Bounded(self._plain.connect_tcp(address, port, self._bounds.left()), self._bounds)


class Transport:
    """A kept connection to one target; used from one thread."""

    def __init__(
        self,
        target: Target,
        addresses: Sequence[str],
        headers: Mapping[str, str],
        timeout_ms: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._target = target
        self._bounds = _Bounds(timeout_ms, clock)
        self._headers = [
            ("Host", target.authority),
            ("Accept", "application/json"),
            ("Accept-Encoding", "identity"),
            ("Content-Type", "application/json"),
            ("User-Agent", "playbooks"),
            *headers.items(),
        ]
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust or (ssl.create_default_context() if target.scheme == "https" else None),
            max_connections=1,
            keepalive_expiry=_KEEP_S,
            network_backend=_Pinned(addresses, self._bounds),
        )

    def post(self, message: str, body: bytes) -> Reply:
        """Send a message and return its answer. Raises Unreached, or Lost where part of it was sent."""
        self._bounds.begin()
        where = self._target.url
        try:
            return self._exchange(message, body)
        except httpcore.TimeoutException as problem:
            reason, cause = f"no whole answer within {self._bounds.timeout_ms:,} ms", problem
        except _Spent as problem:
            reason, cause = str(problem), problem  # type: ignore[assignment]
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as problem:
            reason, cause = _said(problem), problem  # type: ignore[assignment]
        if self._bounds.sent:
            raise Lost(f"{where}/{message}: {reason}") from cause
        raise Unreached(f"{where} cannot be reached: {reason}") from cause

    def _exchange(self, message: str, body: bytes) -> Reply:
        with self._pool.stream(
            "POST",
            httpcore.URL(
                scheme=self._target.scheme,
                host=self._target.host,
                port=self._target.port,
                target=f"{self._target.path}/{message}",
            ),
            headers=[*self._headers, ("Content-Length", str(len(body)))],
            content=body,
        ) as response:
            encoding = [value for name, value in response.headers if name.lower() == b"content-encoding"]
            if encoding and encoding != [b"identity"]:
                raise _Spent("the answer is compressed, which was not asked for")
            parts: list[bytes] = []
            size = 0
            for part in response.iter_stream():
                size += len(part)
                if size > MAX_HTTP_BODY_BYTES:
                    raise _Spent(f"the answer is larger than {MAX_HTTP_BODY_BYTES:,} bytes")
                parts.append(part)
            return Reply(response.status, b"".join(parts))

    def close(self) -> None:
        """Give the connection back."""
        self._pool.close()


def _said(problem: Exception) -> str:
    text = str(problem) or type(problem).__name__
    if isinstance(problem, httpcore.RemoteProtocolError):
        return f"the connection ended before a whole answer, or it is not HTTP: {text}"
    return text
