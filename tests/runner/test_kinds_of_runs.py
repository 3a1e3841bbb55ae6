"""Runs of every kind on their page: a setup, an expected band, the older form, a run that tells less."""

from __future__ import annotations

import re
from functools import partial
from threading import Event

import pytest
from django.urls import reverse

from editor import services
from playbook.api import run_scenario
from runner import contexts, execution
from runner.models import Run
from tests.runner.cast import CROSSING, make_run

pytestmark = pytest.mark.django_db

KEYS = """\
performance_assertions:
  - {name: calm, condition: "state == 'cars_go'", failure_reason: "Somebody waits"}
scenarios:
  - name: "kept_waiting"
    setup: [{action: button_pressed}]
    steps: [{assert: "state == 'cars_warned'"}]
    performance: {calm: %s}
  - name: "impatient_child"
    steps: [{action: button_pressed, repeat: 300}]
"""
OLDER = "playbook: {setup: [{type: navigate, url: /}], steps: [{name: Push, transitions: [warn_cars]}]}\n"
OWN = CROSSING[: CROSSING.index("scenarios:")]


def ran(text: str, scenario: str, **values) -> Run:
    run = make_run(scenario, playbook=services.create(OWN + text), **values)
    execution.execute(run.pk, "worker", Event())
    run.refresh_from_db()
    return run


def page(client, run: Run) -> str:
    html = client.get(reverse("runner:run", args=[run.public_id])).content.decode()
    return " ".join(re.sub(r"<[^>]*>", "", html.split('type="application/json"')[0]).split())


def test_the_steps_of_a_setup_say_so(client):
    assert "passed: setup button_pressed()" in page(client, ran(KEYS % "breached", "kept_waiting"))


def test_planned_steps_have_their_phase():
    run = make_run("kept_waiting", playbook=services.create(OWN + KEYS % "breached"))
    planned = contexts.run_page(run, {}).data["planned"]
    assert [(step["index"], step["phase"]) for step in planned] == [(0, "setup"), (1, "step")]


@pytest.mark.parametrize(
    ("expected", "verdict", "said"),
    [
        ("breached", "passed", "calm: breached, as expected"),
        ("met", "failed", "calm: breached, expected: met"),
    ],
)
def test_a_band_is_shown_with_what_is_expected_of_it(client, expected, verdict, said):
    run = ran(KEYS % expected, "kept_waiting")
    assert run.verdict == verdict
    assert said in page(client, run)


def test_the_older_section_is_a_run_like_any(client):
    run = ran(OLDER, "playbook section")
    html = page(client, run)
    assert "skipped: setup navigate(url: /)" in html
    assert "navigate: the system has no such action; not executed" in html
    assert "Noted:" in html


def test_what_can_be_started_includes_the_older_section(client):
    playbook = services.create(OWN + KEYS % "met" + OLDER)
    html = client.get(reverse("runner:runs", args=[playbook.public_id])).content.decode()
    names = re.findall(r'<option value="(\w[^"]*)"', html.split('id="pace"')[0])
    assert names == ["kept_waiting", "impatient_child", "playbook section"]


def test_a_run_that_tells_less_says_so_on_its_page(client, monkeypatch):
    monkeypatch.setattr(execution, "run_scenario", partial(run_scenario, max_events=120))
    run = ran(KEYS % "met", "impatient_child")
    assert run.verdict == "failed"
    assert "most of the 120 events that a run may have are used" in page(client, run)


def test_repetitions_that_nobody_watches_are_not_waited_for():
    run = make_run("impatient_child", playbook=services.create(OWN + KEYS % "met"), pace=1.0)
    rested: list[float] = []

    class Clock(Event):
        now = 0.0

        def wait(self, timeout: float | None = None) -> bool:
            rested.append(timeout or 0.0)
            self.now += timeout or 0.0
            return False

    clock = Clock()
    execution.execute(run.pk, "worker", clock, lambda: clock.now)
    run.refresh_from_db()
    assert run.status == Run.Status.FINISHED
    assert sum(rested) < 20
