"""One exchange over a real socket, with servers that mean well and servers that do not (RELIABILITY F13)."""

from __future__ import annotations

import pytest

from playbook.document.http import target
from playbook.limits import MAX_HTTP_BODY_BYTES
from playbook.systems.http.problems import Lost, Unreached
from playbook.systems.http.transport import Transport
from tests.playbook.systems.http.cast import answering, connected, heard, listening, raw


def told(serve, timeout_ms=5_000, **more):
    """What an exchange came to: the complaint."""
    with listening(serve) as port, connected(port, timeout_ms, **more) as transport:
        with pytest.raises(Lost) as caught:
            transport.post("act", b"{}")
        return str(caught.value)


def test_an_answer_comes_back_with_its_status():
    with listening(answering(raw(b'{"a": 1}'))) as port, connected(port) as transport:
        reply = transport.post("act", b"{}")
    assert (reply.status, reply.body) == (200, b'{"a": 1}')


def test_the_connection_is_kept_for_the_next_message():
    count = []

    def serve(connection):
        count.append(1)
        answering(raw(b"1"), raw(b"2"))(connection)

    with listening(serve) as port, connected(port) as transport:
        assert [transport.post("act", b"{}").body, transport.post("act", b"{}").body] == [b"1", b"2"]
    assert len(count) == 1


def test_the_request_names_the_host_and_asks_for_nothing_compressed():
    requests = []

    def serve(connection):
        requests.append(heard(connection).decode())
        connection.sendall(raw(b"{}"))

    with listening(serve) as port, connected(port, headers={"X-Room": "7"}) as transport:
        transport.post("act", b'{"x": 1}')
    (request,) = requests
    assert request.startswith("POST /act HTTP/1.1\r\n")
    for line in (f"Host: 127.0.0.1:{port}", "Accept-Encoding: identity", "X-Room: 7", "Content-Length: 8"):
        assert f"\r\n{line}\r\n" in request
    assert request.endswith('{"x": 1}')


def test_a_name_is_sent_as_host_while_the_checked_address_is_connected_to():
    requests = []

    def serve(connection):
        requests.append(heard(connection))
        connection.sendall(raw(b"{}"))

    with listening(serve) as port:
        where = target(f"http://door.invalid:{port}/api/")
        transport = Transport(where, ["127.0.0.1"], {}, 5_000)
        transport.post("act", b"{}")
        transport.close()
    assert requests[0].startswith(b"POST /api/act HTTP/1.1\r\nHost: door.invalid:")


def test_the_next_address_is_tried_where_one_does_not_answer():
    with listening(answering(raw(b"{}"))) as port:
        transport = Transport(target(f"http://door.invalid:{port}"), ["127.0.0.2", "127.0.0.1"], {}, 5_000)
        assert transport.post("act", b"{}").status == 200
        transport.close()


def test_environment_variables_of_proxies_are_not_heeded(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with listening(answering(raw(b"{}"))) as port, connected(port) as transport:
        assert transport.post("act", b"{}").status == 200


def test_no_cookie_comes_back():
    requests = []

    def serve(connection):
        for _ in range(2):
            requests.append(heard(connection))
            connection.sendall(raw(b"{}", "Set-Cookie: a=b"))

    with listening(serve) as port, connected(port) as transport:
        transport.post("act", b"{}")
        transport.post("act", b"{}")
    assert b"ookie" not in requests[1]


def test_a_redirect_is_an_answer_like_any_other():
    canary = []
    with listening(canary.append) as other:
        away = raw(b"", f"Location: http://127.0.0.1:{other}/", status="302 Found")
        with listening(answering(away)) as port, connected(port) as transport:
            assert transport.post("act", b"{}").status == 302
    assert canary == []


def test_a_server_that_nobody_runs_is_unreached():
    with listening(lambda connection: None) as port:
        pass
    with connected(port) as transport, pytest.raises(Unreached, match=r"cannot be reached: .*refused"):
        transport.post("act", b"{}")


def test_a_server_that_never_answers_is_given_up():
    assert "no whole answer within 100 ms" in told(
        lambda connection: connection.recv(1 << 20) and heard(connection), 100
    )


def test_a_byte_at_a_time_does_not_outlast_the_deadline():
    seconds = [0.0]

    def serve(connection):
        heard(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            seconds[0] += 0.3
            connection.sendall(b"x")

    assert "no whole answer within 1,000 ms" in told(serve, 1_000, clock=lambda: seconds[0])


def test_headers_that_never_end_are_given_up():
    def serve(connection):
        heard(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X-Filler: " + b"x" * 1000 + b"\r\n")

    assert "it is not HTTP" in told(serve)


@pytest.mark.parametrize(
    "head", [b"Content-Length: 99999999", b"Transfer-Encoding: chunked", b"Connection: close"]
)
def test_a_body_that_is_too_large_is_given_up(head):
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"

    def serve(connection):
        heard(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n")
        while True:
            connection.sendall(chunk)

    assert f"larger than {MAX_HTTP_BODY_BYTES:,} bytes" in told(serve)


def test_as_much_as_is_allowed_comes_through():
    whole = raw(b"x" * MAX_HTTP_BODY_BYTES)
    with listening(answering(whole)) as port, connected(port) as transport:
        assert len(transport.post("act", b"{}").body) == MAX_HTTP_BODY_BYTES


def test_interim_answers_without_end_are_given_up():
    def serve(connection):
        heard(connection)
        while True:
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000)

    assert "larger than" in told(serve)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "the connection ended"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "the connection ended"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "it is not HTTP"),
        (raw(b"\x1f\x8b", "Content-Encoding: gzip"), "compressed"),
    ],
)
def test_what_is_no_whole_answer_is_told(sent, said):
    assert said in told(answering(sent))


def test_an_answer_after_a_lost_one_is_not_mistaken_for_it():
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1"
    with listening(answering(cut, raw(b"2"))) as port, connected(port, 300) as transport:
        with pytest.raises(Lost):
            transport.post("act", b"{}")
        assert transport.post("act", b"{}").body == b"2"


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent():
    with listening(lambda connection: connection.sendall(b"no TLS")) as port:
        transport = Transport(target(f"https://127.0.0.1:{port}"), ["127.0.0.1"], {}, 5_000)
        with pytest.raises(Unreached, match="cannot be reached"):
            transport.post("act", b"{}")
        transport.close()
