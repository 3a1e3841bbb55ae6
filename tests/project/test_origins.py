import pytest

from playbooks_web.origins import is_same_origin


def handshake(origin: str | None, host: str = "127.0.0.1:8000") -> dict:
    headers = [(b"host", host.encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    return {"headers": headers, "scheme": "ws"}


def test_the_page_of_this_address_may_connect():
    assert is_same_origin(handshake("http://127.0.0.1:8000"))


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://127.0.0.1:9999",
        "https://127.0.0.1:8000",
        "http://localhost:8000",
        "http://evil.example",
        "http://127.0.0.1:8000.evil.example",
        "http://user@127.0.0.1:8000",
        "http://127.0.0.1:99999999",
        "file://",
    ],
)
def test_no_other_page_may(origin):
    assert not is_same_origin(handshake(origin))


def test_two_origins_are_none():
    scope = handshake("http://127.0.0.1:8000")
    scope["headers"].append((b"origin", b"http://127.0.0.1:8000"))
    assert not is_same_origin(scope)
