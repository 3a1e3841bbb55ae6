"""`system: {http: ...}` in a text that is checked (PB719, PB715); nothing is ever sent."""

from __future__ import annotations

import socket

import pytest

from playbook.diagnostics import Severity
from playbook.systems.http.reach import HOSTS
from tests.playbook.rules.test_scenarios import scenario
from tests.playbook.texts import findings, lamp, only, quoted


def over(http: str) -> str:
    return lamp(more=f"system:\n  http: {http}\n")


@pytest.mark.parametrize(
    ("http", "at", "said"),
    [
        ("{url: 'ftp://a.example'}", "'ftp://a.example'", "must begin with"),
        ("{url: 'http://u:p@localhost'}", "'http://u:p@localhost'", "user's name or password"),
        ("{url: 'http://localhost', headers: {Host: evil}}", "evil", 'header "Host" is not a playbook\'s'),
        ("{url: 'http://localhost', headers: {X: {env: 'a b'}}}", "{env: 'a b'}", "written as {env: NAME}"),
        ("{url: 'http://localhost', actions: ['open door']}", "'open door'", "a name with its parameters"),
    ],
)
def test_what_no_run_could_use_is_an_error_at_its_place(http, at, said):
    text = over(http)
    finding = only(text, "PB719")
    assert finding.severity is Severity.ERROR
    assert (quoted(text, finding), said in finding.message) == (at, True)


def test_a_credential_in_plain_text_is_warned_of():
    text = over("{url: 'http://localhost', headers: {X-Api-Key: '4711', X-Room: '7'}}")
    finding = only(text, "PB719")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "X-Api-Key")


def test_a_secret_by_reference_is_not():
    assert findings(over("{url: 'http://localhost', headers: {X-Api-Key: {env: DOOR}}}"), "PB719") == []


def test_a_missing_url_is_said_once():
    text = over("{timeout_ms: 200}")
    assert [finding.id for finding in findings(text) if "url" in finding.message] == ["PB101"]


@pytest.mark.parametrize("timeout", [99, 30_001])
def test_the_timeout_has_bounds(timeout):
    assert (
        "100 to 30,000" in only(over(f"{{url: 'http://localhost', timeout_ms: {timeout}}}"), "PB110").message
    )


def test_a_key_that_there_is_not_gets_a_hint():
    assert '"timeout_ms"' in only(over("{url: 'http://localhost', timeout: 200}"), "PB103").message


def test_a_text_that_is_checked_makes_nobody_look_up_or_connect(monkeypatch):
    def reached(*args, **kwargs):
        raise AssertionError("the network was used")

    monkeypatch.setenv(HOSTS, "door.example")
    monkeypatch.setattr(socket, "getaddrinfo", reached)
    monkeypatch.setattr(socket, "create_connection", reached)
    assert findings(over("{url: 'http://door.example'}"), "PB715") == []


def test_a_secret_that_is_not_listed_is_said_before_the_run():
    text = over("{url: 'http://localhost:8700', headers: {Authorization: {env: TOKEN}}}")
    assert "TOKEN@localhost:8700" in only(text, "PB715").message


DECLARED = "system: {http: {url: 'http://localhost', actions: ['push(force)'], functions: [people()]}}\n"


def test_actions_that_the_playbook_declares_are_checked():
    assert only(DECLARED + scenario("{action: pull}"), "PB703").message.startswith(
        "the system over HTTP has no action"
    )
    assert findings(DECLARED + scenario("{action: push, params: {x: 1}}"), "PB704")


def test_of_a_system_that_declares_nothing_nothing_is_complained():
    text = "system: {http: {url: 'http://localhost'}}\n" + scenario("{action: pull}")
    assert findings(text, "PB703") == []


def test_functions_that_the_playbook_declares_are_checked():
    told = [
        finding.message for finding in findings(DECLARED + scenario("{assert: 'people(1) == 1'}"), "PB502")
    ]
    assert "people() takes 0 arguments, not 1" in told
