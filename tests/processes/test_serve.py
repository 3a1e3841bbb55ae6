"""The web process as it is started: what it prints, and what it refuses."""

from __future__ import annotations

import socket

import pytest

pytestmark = pytest.mark.processes

MEGABYTE = b"x" * 1024 * 1024


def answer(connection: socket.socket) -> bytes:
    connection.settimeout(30)
    return connection.recv(65536)


@pytest.fixture
def port(web) -> int:
    return int(web.url.rsplit(":", 1)[1])


def test_a_declared_length_over_the_limit_is_refused_before_the_body(port):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n")
        assert b"413 Content Too Large" in answer(connection)


def test_a_chunked_body_is_refused_where_it_passes_the_limit(port):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(4):
            connection.sendall(b"100000\r\n" + MEGABYTE + b"\r\n")
        assert b"413 Content Too Large" in answer(connection)


def test_a_foreign_page_may_not_open_a_websocket(port):
    handshake = (
        f"GET /ws/runs/x/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://127.0.0.1:1\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(handshake.encode())
        assert b" 403 " in answer(connection)
