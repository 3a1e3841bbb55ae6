from __future__ import annotations

from pathlib import Path

import pytest

from playbook.api import analyse
from playbook.systems.gateway.health import Health
from tests.playbook.systems.gateway.cast import bench

PLAYBOOK = Path(__file__).resolve().parents[4] / "playbooks" / "federation-gateway.yaml"


def served():
    """Two nodes, one retry, one request served."""
    made = bench("us-east-1", "eu-west-1")
    made.do("fail_node", node="us-east-1")
    made.send()
    return made


def unhealthy(made, node):
    made.system.gateway.monitor.nodes.put(node, Health(healthy=False))
    made.system.gateway.monitor.healthy -= 1


def test_every_column_of_the_playbook_is_filled():
    tui = analyse(PLAYBOOK.read_bytes()).playbook.tui
    shown = served().system.panels()
    for panel in tui.panels:
        assert [tuple(row) for row in shown[panel.id]] == [panel.columns] * 2


def test_the_catalog_lists_models_with_their_capabilities():
    made = bench("us-west-1")
    made.register("us-west-1", "chat")
    (row,) = made.system.panels()["catalog"]
    assert row == {
        "Model": "m",
        "Node": "us-west-1",
        "Region": "us-west",
        "Capabilities": "embed, chat",
        "Status": "available",
    }


def test_an_unhealthy_node_is_shown_as_such():
    made = bench("a")
    unhealthy(made, "a")
    panels = made.system.panels()
    assert (panels["catalog"][0]["Status"], panels["health"][0]["State"]) == ("unhealthy", "unhealthy")


def test_a_node_that_was_never_called_has_no_latency():
    (row,) = bench("a").system.panels()["health"]
    assert (row["Latency P50"], row["Latency P99"], row["Queue"]) == (None, None, 0)


def test_latencies_are_in_milliseconds():
    row = served().system.panels()["health"][1]
    assert row["Latency P50"] == row["Latency P99"] not in ("0 ms", None)
    assert row["Latency P50"].endswith(" ms")


def test_the_latest_decision_stands_first():
    rows = served().system.panels()["routing"]
    assert [row["Selected"] for row in rows] == ["eu-west-1", "us-east-1"]
    assert [row["Request"] for row in rows] == ["#1", "#1"]


def test_only_the_latest_decisions_are_kept():
    made = bench("a")
    for _ in range(25):
        made.send()
    rows = made.system.panels()["routing"]
    assert (len(rows), rows[0]["Request"], rows[-1]["Request"]) == (20, "#25", "#6")


def test_a_circuit_shows_its_failures_and_when_it_may_be_tried():
    made = bench("a", "b")
    made.wait(1_500)
    made.fail("a", 5)
    made.wait(500)
    assert made.system.panels()["circuits"] == [
        {"Node": "a", "State": "open", "Failures": 5, "Last Failure": "at 1.5 s", "Reset In": "29.5 s"},
        {"Node": "b", "State": "closed", "Failures": 0, "Last Failure": None, "Reset In": None},
    ]


def test_a_half_open_circuit_is_spelt_for_people():
    made = bench("a")
    made.fail("a", 5)
    made.wait(30_000)
    assert made.system.panels()["circuits"][0]["State"] == "half-open"


def test_the_statistics_are_one_row():
    (row,) = served().system.panels()["stats"]
    assert {name: row[name] for name in ("Requests", "Succeeded", "Failed", "Retries", "Tokens")} == {
        "Requests": 1,
        "Succeeded": 1,
        "Failed": 0,
        "Retries": 1,
        "Tokens": 32,
    }
    assert row["Success rate"] == "100.0%"


@pytest.mark.parametrize(
    ("succeeded", "failed", "percent"), [(0, 0, 100.0), (39, 1, 97.5), (2, 1, 66.7), (0, 1, 0.0)]
)
def test_the_status_bar_speaks_of_per_cent(succeeded, failed, percent):
    made = bench("a")
    made.system.gateway.stats.succeeded, made.system.gateway.stats.failed = succeeded, failed
    assert made.system.placeholders["success_rate"]() == percent


def test_the_status_bar_counts_nodes_and_requests():
    made = bench("a", "b")
    unhealthy(made, "a")
    made.send()
    values = {name: call() for name, call in made.system.placeholders.items()}
    assert (values["healthy_nodes"], values["total_nodes"]) == (1, 2)
    assert values["requests_per_sec"] == round(1000 / made.host.time, 1)


def test_a_queue_is_shown_while_it_lasts():
    made = bench("a")
    made.do("set_load", node="a", requests=9, duration_ms=100)
    assert made.system.panels()["health"][0]["Queue"] == 5
    made.wait(100)
    assert made.system.panels()["health"][0]["Queue"] == 0


def test_what_has_not_changed_is_not_made_again():
    made = served()
    assert all(rows is made.system.panels()[panel] for panel, rows in made.system.panels().items())


def test_the_time_until_a_reset_goes_on_where_nothing_else_changes():
    made = bench("a")
    made.fail("a", 5)
    made.system.panels()
    seen = []
    for _ in range(3):
        made.wait(1_000)
        seen.append(made.system.panels()["circuits"][0]["Reset In"])
    assert seen == ["29.0 s", "28.0 s", "27.0 s"]


def test_after_a_restore_the_panels_are_those_of_then():
    made = served()
    before, kept = made.system.panels(), made.system.snapshot()
    made.register("third")
    made.send()
    assert made.system.panels() != before
    made.system.restore(kept)
    assert made.system.panels() == before
