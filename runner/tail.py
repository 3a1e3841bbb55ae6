"""One reader of the log per web process, for all its viewers.

Viewers of a run share its `Feed`: the newest events, read from the database once. A tick looks for
new ones; with Redis a bell shortens the tick. Losing bells costs latency, never an event.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from typing import Any

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings

from runner import log
from runner.models import Run
from runner.notify import GROUP

logger = logging.getLogger(__name__)

TICK_S = 0.1
# How long to leave a database alone that could not be read.
PATIENCE_S = 1.0
KEPT_EVENTS = 2_000
INFO = ("status", "verdict", "wanted", "pace", "last_seq", "attempts", "worker")


class Feed:
    """The newest events of one run, and how the run stands."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        self.events: deque[dict[str, Any]] = deque(maxlen=KEPT_EVENTS)
        self.last = -1
        self.info: dict[str, Any] = {}
        self.viewers = 0
        self.version = 0
        self._changed = asyncio.Event()

    def take(self, events: list[dict[str, Any]], info: dict[str, Any]) -> None:
        """New rows have been read."""
        self.events.extend(events)
        if events:
            self.last = events[-1]["seq"]
        if events or info != self.info:
            self.info = info
            self.version += 1
            self._changed.set()
            self._changed = asyncio.Event()

    async def changed(self, version: int) -> None:
        """Wait until there is something newer than a version."""
        while self.version == version:
            await self._changed.wait()

    async def after(self, seq: int, limit: int) -> list[dict[str, Any]]:
        """Events after a number: from memory where it reaches back so far, else from the log."""
        if self.events and self.events[0]["seq"] <= seq + 1:
            skip = seq + 1 - self.events[0]["seq"]
            return [self.events[i] for i in range(skip, min(len(self.events), skip + limit))]
        if seq >= self.info.get("last_seq", 0):
            return []
        older: list[dict[str, Any]] = await database_sync_to_async(log.after)(self.run_id, seq, limit)
        return older


class Tail:
    """The feeds that are watched, and the task that reads for them while there are any."""

    def __init__(self) -> None:
        self.feeds: dict[int, Feed] = {}
        self._task: asyncio.Task[None] | None = None
        self._bell = asyncio.Event()

    async def watch(self, run_id: int) -> Feed:
        """The feed of a run, read at least once; to be given back with `leave`."""
        feed = self.feeds.get(run_id)
        if feed is None:
            feed = self.feeds[run_id] = Feed(run_id)
        feed.viewers += 1
        try:
            if not feed.info:
                await self._read([run_id])
        except BaseException:
            self.leave(feed)
            raise
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        return feed

    def leave(self, feed: Feed) -> None:
        """A viewer has gone."""
        feed.viewers -= 1
        if feed.viewers <= 0:
            self.feeds.pop(feed.run_id, None)

    async def _run(self) -> None:
        listener = asyncio.create_task(self._listen()) if settings.REDIS_URL else None
        try:
            while self.feeds:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._bell.wait(), TICK_S)
                self._bell.clear()
                try:
                    await self._read(list(self.feeds))
                except Exception as problem:
                    # Whatever it is: the viewers of all runs hang on this one task.
                    logger.warning("the log could not be read: %s: %s", type(problem).__name__, problem)
                    await asyncio.sleep(PATIENCE_S)
        finally:
            if listener is not None:
                listener.cancel()

    async def _listen(self) -> None:
        """Hear the bell through the channel layer, while it is there."""
        while True:
            try:
                layer = get_channel_layer()
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
                while True:
                    await layer.receive(channel)
                    self._bell.set()
            except asyncio.CancelledError:
                raise
            except Exception as problem:
                logger.warning("the bell cannot be heard: %s", problem)
                await asyncio.sleep(1)

    async def _read(self, run_ids: list[int]) -> None:
        known = {run_id: feed.last for run_id in run_ids if (feed := self.feeds.get(run_id))}
        for run_id, info, events in await database_sync_to_async(_news)(known):
            feed = self.feeds.get(run_id)
            # Another reader may have been faster: only what follows on is taken.
            if feed is not None and (feed.last < 0 or not events or events[0]["seq"] == feed.last + 1):
                feed.take(events, info)


def _news(known: dict[int, int]) -> list[tuple[int, dict[str, Any], list[dict[str, Any]]]]:
    """For each run: how it stands, and its events after the number that is known."""
    found = []
    for row in Run.objects.filter(pk__in=known).values("pk", *INFO):
        run_id = row.pop("pk")
        last = known[run_id]
        events: list[dict[str, Any]] = []
        if row["last_seq"] > last:
            # A feed that is new starts with the newest events; older ones are read on demand.
            start = last if last >= 0 else max(0, row["last_seq"] - log.PAGE)
            events = log.after(run_id, start)
        found.append((run_id, row, events))
    return found


_tails: dict[int, Tail] = {}


def tail() -> Tail:
    """The tail of the running event loop."""
    return _tails.setdefault(id(asyncio.get_running_loop()), Tail())
