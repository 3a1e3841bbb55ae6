"""The websocket of one viewer of one run: stored events, then live ones, without a gap.

Daphne buffers without limit for a viewer that stops reading, so a viewer acknowledges what it has
taken in and is never sent more than a window ahead of that (RELIABILITY.md finding 3).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from runner.access import runs_visible_to
from runner.models import Run
from runner.tail import Feed, tail

logger = logging.getLogger(__name__)

CHUNK = 100
CHUNK_BYTES = 64 * 1024
WINDOW = 500
ACK_PATIENCE_S = 30.0
MAX_INBOUND = 16 * 1024
UNKNOWN_RUN, TOO_SLOW, TOO_LARGE, BROKEN = 4404, 4008, 1009, 1011


class RunConsumer(AsyncWebsocketConsumer):
    """Sends `{"type": "events", "events": [...]}` and `{"type": "run", ...}`; reads only acks."""

    async def connect(self) -> None:
        self.pump: asyncio.Task[None] | None = None
        self.feed: Feed | None = None
        await self.accept()
        after = _number(parse_qs(self.scope["query_string"].decode("latin-1")).get("after", ["0"])[0])
        public_id = self.scope["url_route"]["kwargs"]["public_id"]
        run = await database_sync_to_async(self._find)(public_id)
        if run is None or after is None:
            await self.close(UNKNOWN_RUN)
            return
        self.sent = self.acknowledged = after
        self.heard = asyncio.Event()
        self.feed = await tail().watch(run.pk)
        self.pump = asyncio.create_task(self._pump(self.feed, after))

    def _find(self, public_id: str) -> Run | None:
        return runs_visible_to(self.scope["user"]).filter(public_id=public_id).first()

    async def disconnect(self, code: int) -> None:
        if self.pump is not None:
            self.pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.pump
        if self.feed is not None:
            tail().leave(self.feed)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """An acknowledgement `{"ack": n}`; anything else is ignored."""
        if len(text_data or bytes_data or "") > MAX_INBOUND:
            await self.close(TOO_LARGE)
            return
        try:
            message = json.loads(text_data or "")
        except ValueError:
            return
        number = _number(message.get("ack")) if isinstance(message, dict) else None
        if number is not None and self.feed is not None:
            # Nobody can have taken in what was not sent yet.
            self.acknowledged = max(self.acknowledged, min(number, self.sent))
            self.heard.set()

    async def _pump(self, feed: Feed, cursor: int) -> None:
        """Send until the viewer goes; a fault of ours closes the socket, and the viewer comes again."""
        try:
            await self._send_all(feed, cursor)
        except Exception:
            logger.exception("run %s: a viewer could not be served", feed.run_id)
            await self.close(BROKEN)

    async def _send_all(self, feed: Feed, cursor: int) -> None:
        told: dict[str, Any] = {}
        while True:
            version = feed.version
            if feed.info != told:
                told = feed.info
                await self._say({"type": "run", **told})
            events = await feed.after(cursor, CHUNK)
            if not events:
                await feed.changed(version)
                continue
            if not await self._room(cursor):
                await self.close(TOO_SLOW)
                return
            cursor = await self._say_events(events)

    async def _room(self, cursor: int) -> bool:
        """Wait until the viewer has taken in enough; False where it does not."""
        while cursor - self.acknowledged >= WINDOW:
            self.heard.clear()
            try:
                await asyncio.wait_for(self.heard.wait(), ACK_PATIENCE_S)
            except TimeoutError:
                return False
        return True

    async def _say_events(self, events: list[dict[str, Any]]) -> int:
        """Send as many as fit into one message; the number of the last one sent."""
        chosen: list[str] = []
        size = 0
        for event in events:
            text = json.dumps(event, ensure_ascii=False)
            size += len(text)
            if chosen and size > CHUNK_BYTES:
                break
            chosen.append(text)
        last: int = events[len(chosen) - 1]["seq"]
        self.sent = last
        await self.send(text_data=f'{{"type":"events","events":[{",".join(chosen)}]}}')
        return last

    async def _say(self, message: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps(message))


def _number(given: object) -> int | None:
    """A sequence number as a client may send it, or None."""
    if isinstance(given, bool):
        return None
    if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) <= 9:
        return int(given)
    return given if isinstance(given, int) and 0 <= given < 10**9 else None
