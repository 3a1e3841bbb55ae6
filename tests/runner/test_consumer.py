"""The websocket through the real application: order, no gap, no stranger, no flood."""

from __future__ import annotations

import asyncio
import json

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator

from playbooks_web.asgi import application
from runner import consumers, log, queue, tail
from runner.models import Run
from tests.runner.cast import make_run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.asyncio]

HOST = (b"host", b"127.0.0.1:8000")
ORIGIN = (b"origin", b"http://127.0.0.1:8000")


def event(number: int) -> dict:
    return {"kind": "emitted", "event": f"e{number}", "at_ms": 0, "path": "", "cause": ""}


@database_sync_to_async
def written(count: int):
    run = make_run()
    lease = queue.claim(run.pk, "one")
    log.append(lease, [event(n) for n in range(count)])
    return run, lease


@database_sync_to_async
def write(lease, *numbers: int) -> None:
    log.append(lease, [event(n) for n in numbers])


def viewer(run: Run, after: object = 0, headers=(HOST, ORIGIN)) -> WebsocketCommunicator:
    return WebsocketCommunicator(application, f"/ws/runs/{run.public_id}/?after={after}", list(headers))


async def numbers(socket: WebsocketCommunicator, last: int) -> list[int]:
    """The sequence numbers that come, up to and with `last`."""
    found: list[int] = []
    while last not in found:
        message = await socket.receive_json_from(timeout=10)
        found += [e["seq"] for e in message.get("events", ())]
    return found


async def test_stored_events_come_first_then_live_ones_in_order():
    run, lease = await written(3)
    socket = viewer(run)
    assert (await socket.connect())[0]
    assert await numbers(socket, 3) == [1, 2, 3]
    await write(lease, 4, 5)
    await write(lease, 6)
    assert await numbers(socket, 6) == [4, 5, 6]
    await socket.disconnect()


async def test_a_viewer_that_comes_back_gets_what_it_missed():
    run, lease = await written(10)
    socket = viewer(run, after=7)
    await socket.connect()
    await write(lease, 11)
    assert await numbers(socket, 11) == [8, 9, 10, 11]
    await socket.disconnect()


async def test_two_viewers_share_one_feed_and_both_see_all():
    run, lease = await written(2)
    sockets = [viewer(run), viewer(run)]
    for socket in sockets:
        await socket.connect()
    await write(lease, 3)
    assert [await numbers(socket, 3) for socket in sockets] == [[1, 2, 3], [1, 2, 3]]
    for socket in sockets:
        await socket.disconnect()


async def test_it_says_how_the_run_stands():
    run, _ = await written(1)
    socket = viewer(run)
    await socket.connect()
    message = await socket.receive_json_from(timeout=10)
    assert (message["type"], message["status"], message["last_seq"]) == ("run", "running", 1)
    await socket.disconnect()


async def test_a_stranger_page_may_not_connect():
    run, _ = await written(1)
    socket = viewer(run, headers=(HOST, (b"origin", b"http://evil.example")))
    assert not (await socket.connect())[0]


async def test_an_unknown_run_is_closed_with_4404():
    run, _ = await written(1)
    run.public_id = "nothing-here"
    socket = viewer(run)
    await socket.connect()
    assert (await socket.receive_output(timeout=10))["code"] == 4404


async def test_a_viewer_that_acknowledges_nothing_is_sent_no_more_than_a_window(monkeypatch):
    monkeypatch.setattr(consumers, "WINDOW", 20)
    monkeypatch.setattr(consumers, "CHUNK", 10)
    monkeypatch.setattr(consumers, "ACK_PATIENCE_S", 0.2)
    run, _ = await written(100)
    socket = viewer(run)
    await socket.connect()
    seen, closed = 0, None
    while closed is None:
        output = await socket.receive_output(timeout=10)
        if output["type"] == "websocket.close":
            closed = output["code"]
        else:
            seen += len(json.loads(output["text"]).get("events", ()))
    assert (seen, closed) == (20, 4008)


async def test_a_viewer_that_acknowledges_gets_everything(monkeypatch):
    monkeypatch.setattr(consumers, "WINDOW", 20)
    monkeypatch.setattr(consumers, "CHUNK", 10)
    run, _ = await written(100)
    socket = viewer(run)
    await socket.connect()
    last = 0
    while last < 100:
        message = await socket.receive_json_from(timeout=10)
        if message.get("events"):
            assert message["events"][0]["seq"] == last + 1
            last = message["events"][-1]["seq"]
            await socket.send_json_to({"ack": last})
    await socket.disconnect()


@pytest.mark.parametrize("junk", ["{", "[]", '"x"', '{"ack": -1}', '{"ack": true}', '{"do": "cancel"}'])
async def test_whatever_else_a_client_sends_is_ignored(junk):
    run, lease = await written(1)
    socket = viewer(run)
    await socket.connect()
    await socket.send_to(text_data=junk)
    await write(lease, 2)
    assert await numbers(socket, 2) == [1, 2]
    await socket.disconnect()


async def test_a_long_log_comes_whole_and_in_order_from_disk_and_memory(monkeypatch):
    monkeypatch.setattr(tail, "KEPT_EVENTS", 50)
    run, lease = await written(700)
    socket = viewer(run)
    await socket.connect()
    found: list[int] = []
    while len(found) < 720:
        message = await socket.receive_json_from(timeout=10)
        found += [e["seq"] for e in message.get("events", ())]
        if found:
            await socket.send_json_to({"ack": found[-1]})
        if len(found) == 700:
            await write(lease, *range(20))
    assert found == list(range(1, 721))
    await socket.disconnect()


async def test_events_appended_while_a_viewer_catches_up_come_once_each():
    run, lease = await written(150)
    socket = viewer(run)
    await socket.connect()
    writing = asyncio.create_task(write_one_by_one(lease, 30))
    assert await numbers(socket, 180) == list(range(1, 181))
    await writing
    await socket.disconnect()


async def write_one_by_one(lease, count: int) -> None:
    for number in range(count):
        await write(lease, number)


async def closing_code(socket: WebsocketCommunicator) -> int:
    """Read until the server ends the connection; with which code it does."""
    output: dict = {"type": ""}
    while output["type"] != "websocket.close":
        output = await socket.receive_output(timeout=10)
    return output["code"]


async def test_the_future_cannot_be_acknowledged(monkeypatch):
    monkeypatch.setattr(consumers, "WINDOW", 20)
    monkeypatch.setattr(consumers, "CHUNK", 10)
    monkeypatch.setattr(consumers, "ACK_PATIENCE_S", 0.2)
    run, _ = await written(100)
    socket = viewer(run)
    await socket.connect()
    await socket.send_json_to({"ack": 999_999_999})
    assert await closing_code(socket) == 4008


async def test_a_message_that_is_too_long_ends_the_connection():
    run, _ = await written(1)
    socket = viewer(run)
    await socket.connect()
    await socket.send_to(text_data="x" * (consumers.MAX_INBOUND + 1))
    assert await closing_code(socket) == 1009


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 10, "%00"])
async def test_a_number_that_is_none_is_closed_like_an_unknown_run(after):
    run, _ = await written(1)
    socket = viewer(run, after=after)
    await socket.connect()
    assert await closing_code(socket) == 4404


async def test_a_fault_of_ours_ends_the_connection_so_that_the_viewer_comes_again(monkeypatch, caplog):
    async def broken(self, seq, limit):
        raise RuntimeError("boom")

    monkeypatch.setattr(tail.Feed, "after", broken)
    run, _ = await written(1)
    socket = viewer(run)
    await socket.connect()
    assert await closing_code(socket) == 1011


async def test_the_end_of_a_run_is_told_with_its_verdict():
    run, lease = await written(1)
    socket = viewer(run)
    await socket.connect()
    await database_sync_to_async(log.append)(lease, [event(2)], status="finished", verdict="passed")
    message: dict = {}
    while message.get("verdict") != "passed":
        message = await socket.receive_json_from(timeout=10)
    assert (message["type"], message["status"], message["last_seq"]) == ("run", "finished", 2)
    await socket.disconnect()


async def test_a_viewer_that_goes_leaves_no_feed_behind():
    run, _ = await written(1)
    socket = viewer(run)
    await socket.connect()
    assert await numbers(socket, 1) == [1]
    assert run.pk in tail.tail().feeds
    await socket.disconnect()
    assert run.pk not in tail.tail().feeds
