from __future__ import annotations

import inspect
import json
import math
import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from playbook.expr.values import ValueProblem
from playbook.machine.port import ActionError
from playbook.systems.gateway.system import FederationGateway
from tests.playbook.systems.gateway.cast import Bench, bench

PLAYBOOK = Path(__file__).resolve().parents[4] / "playbooks" / "federation-gateway.yaml"
ACTIONS = {"register_model", "start_health_monitoring", "send_request", "fail_node", "record_failure", "wait"}


def test_the_six_actions_of_the_case_study_are_there():
    assert bench().system.actions.keys() == ACTIONS


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_declared_parameters_are_those_of_the_action(name):
    action = bench().system.actions[name]
    taken = inspect.signature(action.run).parameters.values()
    assert [p.name for p in action.parameters] == [p.name for p in taken]
    assert [p.required for p in action.parameters] == [p.default is p.empty for p in taken]


def test_every_action_and_parameter_and_function_is_explained():
    system = bench().system
    said = [a.help for a in system.actions.values()] + [f.help for f in system.functions.values()]
    said += [p.help for a in system.actions.values() for p in a.parameters]
    assert all(said)


def test_every_function_that_the_playbook_calls_is_provided():
    called = set(re.findall(r"\b([a-z_0-9]+)\(", PLAYBOOK.read_text()))
    assert len(called) > 15
    assert called <= bench().system.functions.keys()


@pytest.mark.parametrize(
    ("function", "value"),
    [
        ("catalog_count", 0),
        ("active_requests", 0),
        ("healthy_node_count", 0),
        ("total_nodes", 0),
        ("gateway_status", "initializing"),
        ("has_candidates", False),
        ("has_selected_node", False),
        ("selected_node", None),
        ("routing_reason", ""),
        ("request_error", ""),
        ("circuit_state", "closed"),
        ("circuit_is_open", False),
        ("success_rate", 1.0),
        ("stats_total", 0),
        ("mean_recovery_time_ms", 0.0),
        ("requests_per_sec", 0.0),
        ("failure_threshold", 5),
        ("health_monitoring", False),
    ],
)
def test_before_anything_has_happened(function, value):
    assert bench().ask(function) == value


def test_functions_answer_after_a_request():
    made = bench("a")
    made.send()
    assert (made.ask("stats_total"), made.ask("success_rate"), made.ask("routing_latency_ms")) == (
        1,
        1.0,
        1.0,
    )
    assert made.ask("latency_p50_ms") == made.ask("latency_p99_ms") > 0
    assert made.ask("requests_per_sec") == pytest.approx(1000 / made.host.time)


@pytest.mark.parametrize("function", ["circuit_state", "circuit_is_open", "node_is_healthy"])
@pytest.mark.parametrize("name", ["nobody", 5])
def test_a_question_about_a_node_that_is_not_there_names_the_ones_that_are(function, name):
    with pytest.raises(ValueProblem, match="there are: a, b"):
        bench("a", "b").ask(function, name)


@pytest.mark.parametrize("action", ["fail_node", "record_failure"])
def test_an_action_on_a_node_that_is_not_there_is_refused(action):
    with pytest.raises(ActionError, match="there are: none yet"):
        bench().do(action, node="nobody")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("latency_ms", -1),
        ("latency_ms", math.inf),
        ("latency_ms", math.nan),
        ("cost", -1),
        ("cost", 1e300),
        ("privacy", "secret"),
    ],
)
def test_a_model_with_impossible_figures_is_refused(name, value):
    made = bench()
    with pytest.raises(ActionError):
        made.register("a", **{name: value})
    assert made.ask("catalog_count") == 0


@pytest.mark.parametrize("duration", [-1, math.inf, math.nan, 10**30])
def test_a_wait_is_bounded(duration):
    with pytest.raises(ActionError, match="must be 0 to 604,800,000"):
        bench().wait(duration)


def test_a_request_at_an_unknown_privacy_level_names_the_levels():
    with pytest.raises(ActionError, match="public, internal, confidential"):
        bench("a").send(privacy="secret")


def test_a_given_region_is_kept():
    made = bench()
    made.register("us-west-1", region="moon")
    assert made.system.gateway.catalog.nodes["us-west-1"].region == "moon"


def test_the_same_seed_takes_the_same_time():
    times = []
    for seed in (1, 1, 2):
        made = Bench(seed=seed)
        made.register("a")
        made.send()
        times.append(made.host.time)
    assert times[0] == times[1] != times[2]


def test_a_call_takes_the_nodes_latency_give_or_take_a_fifth():
    made = bench("a")
    for _ in range(50):
        made.send()
    latencies = made.system.gateway.stats.latencies
    assert 96 <= min(latencies) < 115 < 125 < max(latencies) <= 144


# Health.


def monitored(**health: int) -> Bench:
    made = bench("a", "b", health=health)
    made.do("start_health_monitoring")
    return made


def test_a_failing_node_is_found_unhealthy_after_three_checks():
    made = monitored()
    made.do("fail_node", node="a")
    made.wait(14_999)
    assert made.ask("node_is_healthy", "a") is True
    made.wait(1)
    assert (made.ask("node_is_healthy", "a"), made.ask("healthy_node_count")) == (False, 1)


def test_a_node_that_works_again_is_found_healthy():
    made = monitored(check_interval_ms=100, unhealthy_threshold=1, healthy_threshold=2)
    made.do("fail_node", node="a")
    made.wait(100)
    made.system.gateway.node("a").failing = False
    made.wait(100)
    assert made.ask("node_is_healthy", "a") is False
    made.wait(100)
    assert made.ask("node_is_healthy", "a") is True


def test_without_monitoring_nobody_notices():
    made = bench("a")
    made.do("fail_node", node="a")
    made.wait(60_000)
    assert made.ask("gateway_status") == "ready"


def test_with_no_healthy_node_the_gateway_is_degraded():
    made = monitored(unhealthy_threshold=1)
    for node in "ab":
        made.do("fail_node", node=node)
    made.wait(5_000)
    assert made.ask("gateway_status") == "degraded"


def test_monitoring_that_is_started_twice_checks_once():
    made = monitored(unhealthy_threshold=2)
    made.do("start_health_monitoring")
    made.do("fail_node", node="a")
    made.wait(5_000)
    assert made.ask("node_is_healthy", "a") is True


@pytest.mark.parametrize("interval", [0, -5, math.nan, math.inf])
def test_an_impossible_interval_does_not_hold_time_still(interval):
    made = monitored(check_interval_ms=interval)
    made.wait(10)
    assert made.host.time == 10


# Snapshots.


def busy() -> Bench:
    made = bench("a", "b")
    made.do("fail_node", node="a")
    made.send()
    made.fail("b", 2)
    return made


def resumed(snapshot: str) -> Bench:
    made = Bench()
    made.system.restore(json.loads(snapshot))
    return made


def test_a_snapshot_is_plain_data():
    snapshot = busy().system.snapshot()
    assert json.loads(json.dumps(snapshot)) == snapshot


def test_a_restored_gateway_answers_the_same_questions():
    made = busy()
    again = resumed(json.dumps(made.system.snapshot()))
    again.host.time = made.host.time
    plain = [name for name, function in made.system.functions.items() if function.minimum == 0]
    assert {name: again.ask(name) for name in plain} == {name: made.ask(name) for name in plain}
    assert again.system.panels() == made.system.panels()


def test_a_restored_gateway_goes_on_in_the_same_way():
    made = busy()
    again = resumed(json.dumps(made.system.snapshot()))
    again.host.time = made.host.time
    made.send()
    again.send()
    assert again.system.snapshot() == made.system.snapshot()


def test_a_snapshot_before_the_first_request_can_be_restored():
    again = resumed(json.dumps(bench("a").system.snapshot()))
    assert again.ask("has_candidates") is False


def test_going_on_does_not_change_a_snapshot():
    made = busy()
    snapshot = made.system.snapshot()
    kept = json.dumps(snapshot)
    made.send()
    assert json.dumps(snapshot) == kept


def test_it_registers_like_anybodys_system():
    (point,) = [p for p in entry_points(group="playbook.systems") if p.name == "federation_gateway"]
    assert point.load() is FederationGateway
