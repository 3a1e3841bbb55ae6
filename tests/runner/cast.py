"""The cast of the run tests: the pedestrian crossing of the demos, and runs of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from editor import services
from editor.models import Playbook
from runner.models import Run

CROSSING = (Path(__file__).resolve().parents[2] / "playbooks" / "traffic-light.yaml").read_text()


def crossing() -> Playbook:
    """The pedestrian crossing, saved."""
    return services.create(CROSSING)


def make_run(scenario: str = "someone_crosses", **values: Any) -> Run:
    """A queued run of the crossing's newest revision, as fast as it goes."""
    playbook = values.pop("playbook", None) or crossing()
    return Run.objects.create(
        **{"playbook": playbook, "revision": playbook.head, "scenario": scenario, "pace": 0.0, **values}
    )
