"""The bell: rung where a layer crosses processes, and never the reason for a failure."""

from __future__ import annotations

import pytest

from runner import notify


class Layer:
    def __init__(self) -> None:
        self.sent: list[tuple[str, dict]] = []

    async def group_send(self, group: str, message: dict) -> None:
        self.sent.append((group, message))


@pytest.fixture
def layer(monkeypatch) -> Layer:
    found = Layer()
    monkeypatch.setattr(notify, "get_channel_layer", lambda: found)
    return found


def test_it_says_which_run_reached_what(layer, settings):
    settings.REDIS_URL = "redis://somewhere"
    notify.ring(7, 42)
    assert layer.sent == [("runs", {"type": "bell", "run": 7, "seq": 42})]


def test_without_redis_nobody_would_hear_it(layer, settings):
    settings.REDIS_URL = ""
    notify.ring(7, 42)
    assert layer.sent == []


def test_a_bell_that_is_broken_costs_nothing_but_a_line_in_the_log(monkeypatch, settings, caplog):
    settings.REDIS_URL = "redis://somewhere"
    monkeypatch.setattr(notify, "get_channel_layer", lambda: None)
    notify.ring(7, 42)
    assert "could not be rung" in caplog.text
