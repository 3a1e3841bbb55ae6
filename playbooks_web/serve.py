"""The web process: Daphne on one address, with what Daphne leaves open put right.

Daphne spools a whole request body to disk before Django sees its first byte (RELIABILITY.md
finding 4); here a body is counted while it arrives and refused at the limit.
"""

from __future__ import annotations

import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playbooks_web.settings")

from playbooks_web.asgi import application  # noqa: I001  (swaps SQLite and sets Django up first)
import daphne.server
from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.server import Server
from django.conf import settings

from playbooks_web import env
from runner.observing import watch_in_background

# A refused body is still read for a while, so that the answer is not lost in a connection reset.
DRAIN_BYTES = 64 * 1024 * 1024
TOO_LARGE = b"The request is larger than %d bytes, the limit of this server.\n"


class BoundedRequest(WebRequest):
    """Refuses a body over REQUEST_BODY_MAX_BYTES as soon as it is known to be larger."""

    received = 0
    refused = False

    def gotLength(self, length: int | None) -> None:
        super().gotLength(None if self._too_long(length) else length)
        if self._too_long(length):
            self._refuse()

    def handleContentChunk(self, data: bytes) -> None:
        self.received += len(data)
        if self.refused:
            if self.received > DRAIN_BYTES:
                self.channel.transport.abortConnection()
            return
        if self._too_long(self.received):
            self._refuse()
            return
        super().handleContentChunk(data)

    def process(self) -> None:
        if self.refused:
            self.channel.loseConnection()
            return
        super().process()

    def _too_long(self, length: int | None) -> bool:
        return length is not None and length > settings.REQUEST_BODY_MAX_BYTES

    def _refuse(self) -> None:
        self.refused = True
        body = TOO_LARGE % settings.REQUEST_BODY_MAX_BYTES
        head = (
            b"HTTP/1.1 413 Content Too Large\r\nContent-Type: text/plain; charset=utf-8\r\n"
            b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
        )
        self.channel.transport.write(head + body)


class BoundedFactory(HTTPFactory):
    """Daphne's factory, making bounded requests."""

    def buildProtocol(self, addr: Any) -> Any:
        protocol = super().buildProtocol(addr)
        # The channel behind Twisted's HTTP/1.1-or-2 switch takes its factory when it is made.
        protocol.requestFactory = BoundedRequest
        return protocol


class WebServer(Server):
    """Daphne's server; says where it listens, once, in one line."""

    def run(self) -> None:
        # Server.run makes its factory itself, from the name in its module.
        daphne.server.HTTPFactory = BoundedFactory
        super().run()

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        if self.listening_addresses:
            host, number = self.listening_addresses[-1]
            print(f"Playbooks is at http://{host}:{number}", flush=True)  # noqa: T201

    def listen_error(self, failure: Any) -> None:
        super().listen_error(failure)
        sys.stderr.write(f"The web process cannot listen: {failure.getErrorMessage()}\n")


def main() -> None:
    host = env.text("HOST", "127.0.0.1")
    port = env.integer("PORT", 8000, minimum=1, maximum=65535)
    watch_in_background()
    WebServer(
        application,
        endpoints=[f"tcp:{port}:interface={host.replace(':', chr(92) + ':')}"],
        http_timeout=60,
        # Holds both ways: what a run page is sent (runner.consumers) is the larger.
        websocket_max_message_size=256 * 1024,
        websocket_max_frame_size=256 * 1024,
        verbosity=0,
        server_name="playbooks",
    ).run()


if __name__ == "__main__":
    main()
