"""The watch over all runs goes on, whatever one look at them ends in."""

from __future__ import annotations

from threading import Event

import pytest
from django.db import InterfaceError, OperationalError

from runner import observing


@pytest.mark.parametrize(
    "problem", [OperationalError("locked"), InterfaceError("closed"), ConnectionError("no queue")]
)
def test_a_look_that_fails_is_followed_by_another(monkeypatch, caplog, problem):
    stop, looks = Event(), []

    def look(self):
        looks.append(self)
        if len(looks) == 1:
            raise problem
        stop.set()

    monkeypatch.setattr(observing, "LOOK_S", 0.001)
    monkeypatch.setattr(observing.Observer, "look", look)
    observing.watch(stop)
    assert len(looks) == 2
    assert f"could not be looked at: {type(problem).__name__}" in caplog.text
