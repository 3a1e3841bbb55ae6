"""Who may open a websocket: pages of this very origin, scheme and port included.

Channels' AllowedHostsOriginValidator ignores both (RELIABILITY.md finding 5).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings


class SameOrigin:
    """Closes a websocket before it is accepted unless its Origin is the address it came to."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if not is_same_origin(scope):
            denier: Any = WebsocketDenier()
            return await denier(scope, receive, send)
        return await self.application(scope, receive, send)


def is_same_origin(scope: dict[str, Any]) -> bool:
    """Whether the handshake's one Origin header names the scheme, host and port of its Host."""
    origins = [value for name, value in scope["headers"] if name == b"origin"]
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(origins) != 1 or len(hosts) != 1:
        return False
    secure = settings.PRODUCTION or scope.get("scheme") == "wss"
    expected = ("https" if secure else "http") + "://" + hosts[0].decode("latin-1").lower()
    origin = origins[0].decode("latin-1").lower()
    try:
        parts = urlsplit(origin)
        parts.port  # noqa: B018  (raises for a bad port)
    except ValueError:
        return False
    return origin == expected and not parts.username
