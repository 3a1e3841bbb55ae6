"""Websocket addresses."""

from __future__ import annotations

from typing import Any

from django.urls import path

from runner.consumers import RunConsumer

websocket_urlpatterns: list[Any] = [
    path("ws/runs/<str:public_id>/", RunConsumer.as_asgi()),
]
