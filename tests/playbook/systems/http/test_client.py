"""Messages, answers, and which of them are sent again."""

from __future__ import annotations

import pytest

from playbook.limits import MAX_HTTP_BODY_BYTES
from playbook.machine.port import SystemProblem
from playbook.systems.http import client as module
from playbook.systems.http.client import BACK_OFF_S, Client
from playbook.systems.http.problems import BadAnswer, Declined, Lost, OutcomeUnknown, Unreached
from playbook.systems.http.transport import Reply
from tests.playbook.systems.http.cast import Scripted, lost


def waiting(carrier, **more):
    """A client, and the seconds that it waited."""
    waits = []
    return Client(carrier, "s", pause=waits.append, **more), waits


def test_a_message_carries_the_protocol_and_the_session():
    carrier = Scripted(panels={})
    waiting(carrier)[0].ask("panels", {"now_ms": 5})
    assert carrier.said == [("panels", {"protocol": 1, "session": "s", "now_ms": 5})]


def test_a_lost_answer_is_asked_for_again_after_a_while():
    carrier = Scripted(panels=[lost(), Reply(503, b""), {"panels": {}}])
    client, waits = waiting(carrier)
    assert client.ask("panels", {}) == {"panels": {}}
    assert tuple(waits) == BACK_OFF_S


def test_after_three_tries_the_loss_is_told():
    client, _waits = waiting(Scripted(panels=lost))
    with pytest.raises(Lost, match="the line is cut"):
        client.ask("panels", {})
    assert client.sent == 3


def test_an_act_whose_answer_is_lost_is_not_sent_again():
    client, waits = waiting(Scripted(act=lost))
    with pytest.raises(
        OutcomeUnknown, match=r'^the outcome of the action "push" is unknown: the line is cut'
    ):
        client.once("act", {}, 'the action "push"', again=False)
    assert (client.sent, waits) == (1, [])


@pytest.mark.parametrize("status", [502, 503, 504])
def test_an_act_that_something_before_the_server_answered_has_an_unknown_outcome(status):
    client, _ = waiting(Scripted(act=Reply(status, b'{"error": "no upstream"}')))
    with pytest.raises(OutcomeUnknown, match=rf"unknown: .* status {status}: no upstream"):
        client.once("act", {}, "it", again=False)


def test_an_act_is_sent_again_with_its_key_where_the_system_knows_keys():
    carrier = Scripted(act=[lost(), {}, {}])
    client, _ = waiting(carrier)
    client.once("act", {}, "it", again=True)
    client.once("act", {}, "it", again=True)
    assert [said["key"] for _, said in carrier.said] == ["s:1", "s:1", "s:2"]


def test_an_act_that_was_never_sent_is_sent_again():
    carrier = Scripted(act=[Unreached("no"), {"events": ["a"]}])
    client, _ = waiting(carrier)
    assert client.once("act", {}, "it", again=False) == {"events": ["a"]}


def test_a_server_that_stays_unreached_is_no_unknown_outcome():
    client, _ = waiting(Scripted(act=lambda said: Unreached("no")))
    with pytest.raises(Unreached):
        client.once("act", {}, "it", again=False)


def test_an_error_of_the_system_is_its_own_words():
    client, _ = waiting(Scripted(act={"error": "the door\nis locked"}))
    with pytest.raises(Declined, match=r"^the door is locked$"):
        client.once("act", {}, "it", again=False)


def test_an_error_that_is_no_text_is_shown_as_it_is():
    with pytest.raises(Declined, match=r'^{"code": 7}$'):
        waiting(Scripted(panels={"error": {"code": 7}}))[0].ask("panels", {})


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(500, b"<h1>Oops</h1>"), 'answered "panels" with status 500$'),
        (Reply(500, b'{"error": "no database"}'), "with status 500: no database$"),
        (Reply(500, b'{"error": 1}'), "with status 500$"),
        (Reply(302, b""), "status 302: a redirect, which is not followed"),
        (Reply(404, b""), "status 404$"),
    ],
)
def test_a_status_is_told_with_the_systems_reason(reply, said):
    with pytest.raises(BadAnswer, match=said):
        waiting(Scripted(panels=reply))[0].ask("panels", {})


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_system_need_not_describe_itself(status):
    assert waiting(Scripted(describe=Reply(status, b"")))[0].describe() is None


def test_a_secret_that_the_server_says_back_is_hidden():
    secret = 's3"cret'
    carrier = Scripted(panels={"error": f"you sent {secret}"}, evaluate={"values": secret})
    client, _ = waiting(carrier, secrets=[secret])
    with pytest.raises(Declined, match=r"^you sent \*\*\*$"):
        client.ask("panels", {})
    assert client.ask("evaluate", {}) == {"values": "***"}


def test_a_run_does_not_send_messages_without_end(monkeypatch):
    monkeypatch.setattr(module, "MAX_HTTP_MESSAGES", 2)
    client, _ = waiting(Scripted(panels={}))
    client.ask("panels", {})
    client.ask("panels", {})
    with pytest.raises(SystemProblem, match="more than 2 messages"):
        client.ask("panels", {})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"x": float("nan")}, "cannot be sent as JSON"),
        ({"x": object()}, "cannot be sent as JSON"),
        ({"x": "y" * MAX_HTTP_BODY_BYTES}, "would be larger than"),
    ],
)
def test_what_cannot_be_sent_is_told(content, said):
    carrier = Scripted()
    with pytest.raises(SystemProblem, match=said):
        waiting(carrier)[0].ask("panels", content)
    assert carrier.said == []
