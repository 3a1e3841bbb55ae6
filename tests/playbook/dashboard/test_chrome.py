"""The status bar and the keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from playbook.api import PlaybookRunner, analyse, fold_all, to_json
from playbook.dashboard.chrome import key_actions, status_event
from playbook.document.model import Keybinding, Panel, Playbook, StatusBar, Tui
from playbook.machine.scope import RunScope
from tests.playbook.machine.scripted import Scripted

GATEWAY = Path(__file__).resolve().parents[3] / "playbooks" / "federation-gateway.yaml"


class Standing:
    state = "ready"


def bar(text: str, own: dict[str, Any] | None = None, **functions: Any) -> str:
    """What the left of a status bar reads."""
    system = Scripted({}, **functions)
    system.placeholders = {name: lambda value=value: value for name, value in (own or {}).items()}
    scope = RunScope(Standing(), system.functions, {"performance": {"max_routing_ms": 10}})
    event = status_event(Tui(status_bar=StatusBar(left=text)), system, scope, 0)
    assert event is not None
    return event.left


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("", ""),
        ("{{state}}", "ready"),
        ("{{ state }}!", "ready!"),
        ("{{load}}/{{load()}}", "7/7"),
        ("{{performance.max_routing_ms}} ms", "10 ms"),
        ("{{nothing}}", "–"),
        ("{{fine}}", "yes"),
        ("{{rate}}", "0.975"),
        ("{{nobody}}", "?"),
        ("{{nobody()}}", "?"),
        ("{{performance.nobody}}", "?"),
        ("{{}}", "?"),
        ("{{state", "{{state"),
        ("{{{{state}}}}", "{{ready}}"),
        ("{state}", "{state}"),
    ],
)
def test_placeholders_read_like_names(text, shown):
    assert bar(text, load=7, nothing=None, fine=True, rate=0.975) == shown


def test_the_systems_own_wording_comes_first():
    assert bar("{{success_rate}}% success", {"success_rate": 97.5}, success_rate=0.975) == "97.5% success"


def test_what_is_filled_in_is_not_read_again():
    assert bar("{{name}}", {"name": "{{state}}"}) == "{{state}}"


@pytest.mark.parametrize("hostile", ["{{" * 200_000, "{{" + " " * 200_000, "{{" + "a" * 200_000 + "}}"])
def test_a_hostile_status_bar_is_shown_or_answered_with_a_question_mark(hostile):
    assert bar(hostile) in (hostile, "?")


def test_without_a_status_bar_there_is_nothing_to_tell():
    system = Scripted({})
    assert status_event(Tui(), system, RunScope(Standing(), {}, {}), 0) is None


@pytest.mark.parametrize(
    ("scenario", "center", "success"),
    [
        ("happy_path", "1/1 nodes healthy", "100% success"),
        ("retry_success", "2/2 nodes healthy", "100% success"),
        ("circuit_breaker_trip", "1/1 nodes healthy", "100% success"),
    ],
)
def test_the_gateways_status_bar_reads_well(scenario, center, success):
    playbook = analyse(GATEWAY.read_bytes()).playbook
    assert playbook is not None
    status = fold_all(map(to_json, PlaybookRunner(playbook).run_scenario(scenario).events))["status"]
    assert (status["left"], status["center"]) == ("Federation Gateway v1.0", center)
    assert status["right"].endswith(f" req/s | {success}")


def key(action: str) -> tuple[str, str, str]:
    panels = (Panel(id="circuits", title="CIRCUIT BREAKERS"), Panel(id="switch"), Panel(id="load-balancer"))
    tui = Tui(panels=panels, keybindings=(Keybinding(key="x", action=action),))
    (found,) = key_actions(Playbook(tui=tui))
    return found.verb, found.panel, found.label


@pytest.mark.parametrize(
    ("action", "meaning"),
    [
        ("quit", ("quit", "", "Leave the run")),
        ("refresh", ("refresh", "", "Refresh")),
        ("help", ("help", "", "Help")),
        ("reset", ("reset", "", "Show all panels")),
        ("toggle_pause", ("pause", "", "Pause or go on")),
        ("toggle_circuits_panel", ("panel", "circuits", "Show or hide circuit breakers")),
        ("toggle_circuit_panel", ("panel", "circuits", "Show or hide circuit breakers")),
        ("panel_circuit", ("panel", "circuits", "Show or hide circuit breakers")),
        ("panel_switches", ("panel", "switch", "Show or hide switch")),
        ("toggle_load-balancer_panel", ("panel", "load-balancer", "Show or hide load-balancer")),
        ("toggle_stats_panel", ("panel", "stats", "Show or hide stats")),
        ("toggle_nobody_panel", ("unknown", "", "toggle_nobody_panel")),
        ("dance", ("unknown", "", "dance")),
    ],
)
def test_a_key_means_what_it_says(action, meaning):
    assert key(action) == meaning


def test_without_a_tui_no_key_means_anything():
    assert key_actions(Playbook()) == []


def test_a_key_is_plain_data_for_the_page():
    playbook = analyse(GATEWAY.read_bytes()).playbook
    assert playbook is not None
    assert key_actions(playbook)[3].as_json() == {
        "key": "c",
        "action": "toggle_circuit_panel",
        "verb": "panel",
        "panel": "circuits",
        "label": "Show or hide circuit breakers",
    }
