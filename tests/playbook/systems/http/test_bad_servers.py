"""A whole run against a server over a real socket that answers an action badly."""

from __future__ import annotations

import json

import pytest

from playbook.api import run_scenario
from tests.playbook.systems.http.cast import DESCRIPTION, TEXT, heard, listening, playbook, raw

TOLD = {"people": 3, "key": "mine"}


def good(message: str, said: dict) -> dict:
    if message == "evaluate":
        return {"values": [{"value": TOLD[each["function"]]} for each in said["calls"]]}
    return DESCRIPTION if message == "describe" else {}


def serving(act):
    """A server that is as it should be, but for what it does with an `act`; None is to close at once."""

    def serve(connection):
        while request := heard(connection):
            head, _, body = request.partition(b"\r\n\r\n")
            message = head.split(b" ")[1].decode().rpartition("/")[2]
            if message != "act":
                connection.sendall(raw(json.dumps(good(message, json.loads(body))).encode()))
            elif callable(act):
                act(connection)
            elif act is None:
                return
            else:
                connection.sendall(act)

    return serve


def never(connection):
    """Until the client gives up."""
    connection.recv(1)


BAD = {
    "an error of the server": (raw(b"oops", status="500 Broken"), 'answered "act" with status 500'),
    "a page": (raw(b"<html>Welcome</html>", "Content-Type: text/html"), "it is not JSON"),
    "no number": (raw(b'{"took_ms": NaN}'), "NaN is not a number of JSON"),
    "half of an object": (raw(b'{"events": ['), "it is not JSON"),
    "a list": (raw(b"[]"), "it must be an object, not a list"),
    "events of the wrong shape": (raw(b'{"events": 3}'), '"events" must be a list, not a number'),
    "a way to elsewhere": (raw(b"", "Location: http://10.0.0.1/", status="302 Found"), "status 302"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n", 'the outcome of the action "push" is unknown'),
    "less than it announced": (raw(b"{}")[:-1], 'the outcome of the action "push" is unknown'),
    "nothing, and it closes": (None, 'the outcome of the action "push" is unknown'),
    "nothing, and it waits": (never, 'the outcome of the action "push" is unknown'),
}


@pytest.mark.parametrize("name", BAD)
def test_an_action_that_is_answered_badly_ends_the_run_with_an_error_that_says_so(name):
    act, said = BAD[name]
    with listening(serving(act)) as port:
        url = f"http://127.0.0.1:{port}"
        text = f'{TEXT}system: {{http: {{url: "{url}", timeout_ms: 300}}}}\n'
        last = list(run_scenario(playbook(text), "s"))[-1]
    assert (last.verdict, last.state) == ("error", "shut")
    assert said in " ".join(last.reasons)
    assert "the system broke" not in " ".join(last.reasons)


def test_the_server_is_good_otherwise():
    act = raw(b'{"events": ["opened"]}')
    with listening(serving(act)) as port:
        text = f'{TEXT}system: {{http: {{url: "http://127.0.0.1:{port}"}}}}\n'
        last = list(run_scenario(playbook(text), "s"))[-1]
    assert (last.verdict, last.reasons) == ("passed", ())
