"""`system.http` as values: urls, headers and declarations (LANGUAGE.md section 5)."""

from __future__ import annotations

import pytest

from playbook.document.http import BadUrl, Secret, section, target
from playbook.limits import HTTP_TIMEOUT_MS, MAX_HTTP_TIMEOUT_MS, MIN_HTTP_TIMEOUT_MS
from playbook.signatures import Parameter


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "spelt"),
    [
        ("http://door.example", "door.example", 80, "", "http://door.example"),
        ("HTTPS://Door.Example:443/", "door.example", 443, "", "https://door.example"),
        ("http://localhost:8700/api/v1/", "localhost", 8700, "/api/v1", "http://localhost:8700/api/v1"),
        ("http://192.0.2.1:8700", "192.0.2.1", 8700, "", "http://192.0.2.1:8700"),
        ("http://[2001:DB8:0::1]", "2001:db8::1", 80, "", "http://[2001:db8::1]"),
        ("http://my_door-2.example", "my_door-2.example", 80, "", "http://my_door-2.example"),
    ],
)
def test_a_url_is_taken_apart(url, host, port, path, spelt):
    found = target(url)
    assert (found.host, found.port, found.path, found.url) == (host, port, path, spelt)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "must begin with"),
        ("door.example", "must begin with"),
        ("file:///etc/passwd", "must begin with"),
        ("gopher://a.example", "must begin with"),
        ("http://", "names no host"),
        ("http:///path", "names no host"),
        ("http://ok@127.0.0.1", "user's name"),
        ("http://ok:pw@127.0.0.1", "user's name"),
        ("http://127.1", "not a plain address"),
        ("http://0", "not a plain address"),
        ("http://0x7f000001", "not a plain address"),
        ("http://2130706433", "not a plain address"),
        ("http://017700000001", "not a plain address"),
        ("http://0177.0.0.1", "not a plain address"),
        ("http://127.0.0.0x1", "not a plain address"),
        ("http://localhost.", "not the name of a host"),
        ("http://a..example", "not the name of a host"),
        ("http://a。example", "not the name of a host"),
        ("http://ｌocalhost", "not the name of a host"),
        ("http://a%2eexample", "network interface"),
        ("http://[fe80::1%25eth0]", "network interface"),
        ("http://a b.example", "not the name of a host"),
        ("http://a.example\\@b.example", "not the name|user's name"),
        ("http://[::1", "cannot be read"),
        ("http://a.example:99999", "cannot be read"),
        ("http://a.example:0", "a port is 1 to"),
        ("http://a.example/?x=1", "without \\? and #"),
        ("http://a.example/?", "without \\? and #"),
        ("http://a.example/#x", "without \\? and #"),
        ("http://a.example/a b", "path of the url must be plain"),
        ("http://a.example/../b", "path of the url must be plain"),
        ("http://a.example//b", "path of the url must be plain"),
        ("http://a.example/ü", "path of the url must be plain"),
    ],
)
def test_a_url_that_two_readers_could_read_differently_is_refused(url, said):
    with pytest.raises(BadUrl, match=said):
        target(url)


def http(**more):
    found = section({"http": {"url": "http://localhost", **more}})
    assert found is not None
    return found


@pytest.mark.parametrize("system", [None, "gateway", [], {}, {"http": None}, {"http": "http://localhost"}])
def test_what_speaks_of_no_system_over_http_is_none(system):
    assert section(system) is None


def test_headers_are_texts_or_names_of_secrets():
    found = http(headers={"X-Room": 7, "Authorization": {"env": "DOOR_TOKEN"}})
    assert found.headers == {"X-Room": "7", "Authorization": Secret("DOOR_TOKEN")}
    assert found.problems == ()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("X Room", "7", "cannot name a header"),
        ("X-Room", "7\r\nHost: evil", "printable ASCII"),
        ("X-Room", "ü", "printable ASCII"),
        ("X-Room", None, "must be a text"),
        ("X-Room", ["7"], "must be a text"),
        ("X-Room", {"env": "A", "b": 1}, "{env: NAME}"),
        ("X-Room", {"env": "A B"}, "{env: NAME}"),
        ("X-Room", {}, "{env: NAME}"),
        ("HOST", "evil", "not a playbook's to set"),
        ("Cookie", "a=b", "not a playbook's to set"),
        ("Transfer-Encoding", "chunked", "not a playbook's to set"),
    ],
)
def test_a_header_that_cannot_be_sent_is_a_problem_at_its_place(name, value, said):
    found = http(headers={name: value})
    ((path, problem),) = found.problems
    assert (path, said in problem, found.headers) == (("headers", name), True, {})


def test_headers_that_are_no_map_are_a_problem():
    assert http(headers=["X-Room: 7"]).problems == (
        (("headers",), '"headers" must be a map of names and texts'),
    )


def test_declarations_are_headers_of_actions_and_functions():
    found = http(actions=["open()", "push(force, time)"], functions=["people"])
    assert found.actions == {"open": (), "push": (Parameter("force"), Parameter("time"))}
    assert found.functions is not None
    assert (found.functions["people"].least, found.functions["people"].most) == (0, 0)


def test_nothing_declared_is_not_the_same_as_an_empty_list():
    assert (http().actions, http(actions=[]).actions) == (None, {})


@pytest.mark.parametrize("text", ["open door", 7, "push(a, a)"])
def test_a_declaration_that_cannot_be_read_is_a_problem(text):
    found = http(actions=["open()", text])
    assert [path for path, _ in found.problems] == [("actions", 1)]
    assert found.actions == {"open": ()}


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        (None, HTTP_TIMEOUT_MS),
        ("soon", HTTP_TIMEOUT_MS),
        (True, HTTP_TIMEOUT_MS),
        (250, 250),
        (1, MIN_HTTP_TIMEOUT_MS),
        (10**9, MAX_HTTP_TIMEOUT_MS),
    ],
)
def test_the_timeout_stays_within_its_bounds(given, taken):
    assert http(timeout_ms=given).timeout_ms == taken
