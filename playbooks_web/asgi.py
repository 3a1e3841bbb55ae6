"""The ASGI application: pages, and websockets that only a page of ours may open."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playbooks_web.settings")

from playbooks_web import sqlite  # noqa: F401, I001  (takes sqlite3's place before Django loads it)
from django.core.asgi import get_asgi_application

http = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from playbooks_web.origins import SameOrigin  # noqa: E402
from runner.routing import websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": SameOrigin(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))),
    }
)
