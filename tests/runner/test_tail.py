"""The one reader of the log for all viewers: what it keeps, reads anew, and survives."""

from __future__ import annotations

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import InterfaceError

from runner import tail as module
from runner.contexts import standing
from runner.tail import INFO, Feed, Tail
from tests.runner.cast import make_run

pytestmark = pytest.mark.asyncio


@pytest.fixture(autouse=True)
def no_database(monkeypatch):
    monkeypatch.setattr(module, "database_sync_to_async", sync_to_async)
    monkeypatch.setattr(module, "PATIENCE_S", 0.001)


def rows(*numbers: int) -> list[dict]:
    return [{"seq": number} for number in numbers]


def numbers(events: list[dict]) -> list[int]:
    return [event["seq"] for event in events]


@pytest.fixture
def log(monkeypatch) -> list[tuple[int, int]]:
    """Every read of the log; it holds the events 1 to 9."""
    reads: list[tuple[int, int]] = []

    def after(run_id: int, seq: int, limit: int = 500) -> list[dict]:
        reads.append((run_id, seq))
        return rows(*range(seq + 1, 10))[:limit]

    monkeypatch.setattr(module.log, "after", after)
    return reads


@pytest.fixture
def feed() -> Feed:
    found = Feed(1)
    found.take(rows(5, 6, 7, 8, 9), {"last_seq": 9})
    return found


async def test_what_is_in_memory_is_not_read_again(feed, log):
    assert numbers(await feed.after(6, 2)) == [7, 8]
    assert log == []


async def test_the_first_one_in_memory_follows_the_last_one_that_is_not(feed, log):
    assert numbers(await feed.after(4, 10)) == [5, 6, 7, 8, 9]
    assert log == []


async def test_older_events_come_from_the_log(feed, log):
    assert numbers(await feed.after(2, 3)) == [3, 4, 5]
    assert log == [(1, 2)]


@pytest.mark.parametrize("seq", [9, 10, 999_999])
async def test_behind_the_last_event_there_is_nothing(feed, log, seq):
    assert await feed.after(seq, 10) == []
    assert log == []


async def test_memory_is_bounded_and_the_log_has_the_rest(monkeypatch, log):
    monkeypatch.setattr(module, "KEPT_EVENTS", 3)
    feed = Feed(1)
    feed.take(rows(*range(1, 10)), {"last_seq": 9})
    assert numbers(list(feed.events)) == [7, 8, 9]
    assert numbers(await feed.after(0, 4)) == [1, 2, 3, 4]


async def test_a_change_of_the_row_alone_wakes_the_viewers(feed):
    waiting = asyncio.create_task(feed.changed(feed.version))
    await asyncio.sleep(0)
    feed.take([], {"last_seq": 9, "wanted": "pause"})
    await asyncio.wait_for(waiting, 10)


async def test_of_two_reads_at_once_the_second_adds_nothing_twice(monkeypatch):
    monkeypatch.setattr(module, "_news", lambda known: [(1, {"last_seq": 2}, rows(1, 2))])
    tail = Tail()
    feed = tail.feeds[1] = Feed(1)
    await asyncio.gather(tail._read([1]), tail._read([1]))
    assert numbers(list(feed.events)) == [1, 2]


async def test_viewers_of_a_run_share_its_feed_and_the_last_one_takes_it_away(monkeypatch):
    monkeypatch.setattr(module, "_news", lambda known: [(1, {"last_seq": 0}, [])])
    tail = Tail()
    first, second = await tail.watch(1), await tail.watch(1)
    assert first is second
    tail.leave(first)
    assert 1 in tail.feeds
    tail.leave(second)
    assert tail.feeds == {}
    await asyncio.wait_for(tail._task, 10)


async def test_a_viewer_that_could_not_be_served_leaves_nothing_behind(monkeypatch):
    def broken(known):
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(module, "_news", broken)
    tail = Tail()
    with pytest.raises(InterfaceError):
        await tail.watch(1)
    assert tail.feeds == {}


async def test_the_reader_goes_on_whatever_one_read_ends_in(monkeypatch, caplog):
    found = iter([InterfaceError("connection already closed"), rows(1)])

    def news(known):
        events = next(found, [])
        if isinstance(events, Exception):
            raise events
        return [(1, {"last_seq": 1}, events)]

    monkeypatch.setattr(module, "_news", news)
    tail = Tail()
    feed = tail.feeds[1] = Feed(1)
    feed.viewers = 1
    task = asyncio.create_task(tail._run())
    await asyncio.wait_for(feed.changed(0), 10)
    tail.leave(feed)
    await asyncio.wait_for(task, 10)
    assert numbers(list(feed.events)) == [1]
    assert "could not be read: InterfaceError" in caplog.text


@pytest.mark.django_db(transaction=True)
async def test_page_and_socket_say_the_same_of_a_run():
    known = await asyncio.to_thread(lambda: standing(make_run()))
    assert set(known) == set(INFO)
