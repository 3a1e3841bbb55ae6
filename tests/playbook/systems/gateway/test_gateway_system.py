from __future__ import annotations

import inspect
import math
import random
import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from playbook.expr.values import ValueProblem
from playbook.machine.port import ActionError
from playbook.systems.gateway.catalog import Node
from playbook.systems.gateway.system import FederationGateway
from tests.playbook.systems.gateway.cast import Bench, bench

PLAYBOOK = Path(__file__).resolve().parents[4] / "playbooks" / "federation-gateway.yaml"
CASE_STUDY = {
    "register_model",
    "start_health_monitoring",
    "send_request",
    "fail_node",
    "record_failure",
    "wait",
}
DOCS = PLAYBOOK.parents[1] / "docs" / "gateway.md"
ACTIONS = CASE_STUDY | {"recover_node", "slow_node", "set_load"}


def test_the_actions_are_the_six_of_the_case_study_and_three_more():
    assert bench().system.actions.keys() == ACTIONS


def test_every_action_and_function_has_its_line_in_the_docs():
    offered = {*bench().system.actions, *bench().system.functions}
    told = set(re.findall(r"`([a-z_0-9]+)(?:\(|`)", DOCS.read_text()))
    assert offered - told == set()


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
    assert made.ask("latency_p50_ms") == made.ask("latency_p99_ms") == made.ask("total_latency_ms") > 0
    assert made.ask("requests_per_sec") == pytest.approx(1000 / made.host.time)


ABOUT_A_NODE = [
    "circuit_state",
    "circuit_is_open",
    "node_is_healthy",
    "node_state",
    "failed_checks",
    "in_flight",
    "queue_depth",
    "call_count",
    "expected_latency_ms",
    "node_p50_ms",
    "node_p99_ms",
    "score_of",
    "probe_successes",
    "consecutive_failures",
    "reset_timeout_remaining",
]


@pytest.mark.parametrize("function", ABOUT_A_NODE)
@pytest.mark.parametrize("name", ["nobody", 5])
def test_a_question_about_a_node_that_is_not_there_names_the_ones_that_are(function, name):
    with pytest.raises(ValueProblem, match="there are: a, b"):
        bench("a", "b").ask(function, name)


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("fail_node", {}),
        ("record_failure", {}),
        ("recover_node", {}),
        ("slow_node", {"factor": 2}),
        ("set_load", {"requests": 2}),
    ],
)
def test_an_action_on_a_node_that_is_not_there_is_refused(action, more):
    with pytest.raises(ActionError, match="there are: none yet"):
        bench().do(action, node="nobody", **more)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("latency_ms", -1),
        ("latency_ms", math.inf),
        ("latency_ms", math.nan),
        ("cost", -1),
        ("cost", 1e300),
        ("privacy", "secret"),
        ("p99_ms", 100),
        ("p99_ms", math.nan),
        ("first_token_ms", -1),
        ("tokens_per_s", 0.01),
        ("tokens_per_s", -3),
        ("capacity", 0),
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


def test_a_node_needs_a_name():
    with pytest.raises(ActionError, match='"node" must not be empty'):
        bench().register("")


def test_a_99th_percentile_needs_a_median():
    with pytest.raises(ActionError, match=r'"latency_ms" .0. must be 1 to "p99_ms"'):
        bench().register("a", latency_ms=0, p99_ms=500)


@pytest.mark.parametrize("tokens", [0, -1, 1_000_001])
def test_the_length_of_an_answer_is_bounded(tokens):
    with pytest.raises(ActionError, match='"tokens" must be 1 to 1,000,000'):
        bench("a").send(tokens=tokens)


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("slow_node", {"factor": -1}),
        ("slow_node", {"factor": math.inf}),
        ("set_load", {"requests": -1}),
        ("set_load", {"requests": 1, "duration_ms": 0}),
    ],
)
def test_trouble_is_bounded(action, given):
    with pytest.raises(ActionError, match="must be"):
        bench("a").do(action, node="a", **given)


def node(made: Bench, name: str = "a") -> Node:
    return made.system.gateway.node(name)


def test_a_given_region_is_kept():
    made = bench()
    made.register("us-west-1", region="moon")
    assert node(made, "us-west-1").region == "moon"


def test_what_is_given_again_replaces_what_was_known_and_the_rest_stays():
    made = bench()
    made.register("a", region="moon", cost=3)
    made.do("fail_node", node="a")
    made.register("a", "chat", cost=5)
    assert node(made) == Node("a", "moon", cost=5, failing=True)


def test_a_node_with_a_new_speed_is_expected_to_have_it():
    made = bench("a")
    made.send()
    made.register("a", "chat", cost=5)
    assert made.ask("expected_latency_ms", "a") != 120
    made.register("a", "chat", latency_ms=700)
    assert made.ask("expected_latency_ms", "a") == 700


def test_a_node_that_is_registered_again_keeps_its_circuit_and_health():
    made = bench("a")
    made.fail("a", 5)
    made.register("a", "chat")
    assert (made.ask("circuit_state", "a"), made.ask("healthy_node_count")) == ("open", 1)


def test_a_recovered_node_has_its_speed_back():
    made = bench("a")
    made.do("slow_node", node="a", factor=50)
    made.do("fail_node", node="a")
    made.do("recover_node", node="a")
    assert node(made) == Node("a", "local")


def test_a_load_ends_after_its_time():
    made = bench("a")
    made.do("set_load", node="a", requests=7, duration_ms=1_000)
    made.wait(999)
    assert (made.ask("in_flight", "a"), made.ask("queue_depth", "a")) == (7, 3)
    made.wait(1)
    assert (made.ask("in_flight", "a"), made.ask("queue_depth", "a")) == (0, 0)


def test_a_load_without_a_time_stays():
    made = bench("a")
    made.do("set_load", node="a", requests=7)
    made.wait(10**8)
    assert made.ask("in_flight", "a") == 7


def test_decisions_are_counted_back_from_the_latest():
    made = bench("a")
    made.send()
    made.register("b", "chat")
    made.send("chat")
    assert [(made.ask("decision", n) or {}).get("node") for n in (1, 2, 3)] == ["b", "a", None]


@pytest.mark.parametrize("back", [0, -1, True, 1.5, "a"])
def test_a_decision_is_asked_for_by_a_number(back):
    with pytest.raises(ValueProblem, match="counts back from 1"):
        bench("a").ask("decision", back)


@pytest.mark.parametrize("rank", [-1, 101, True, "a"])
def test_a_percentile_has_a_rank(rank):
    with pytest.raises(ValueProblem, match="from 0 to 100"):
        bench("a").ask("latency_percentile_ms", rank)


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
    latencies = made.system.gateway.estimates.window("a").recent
    assert 96 <= min(latencies) < 115 < 125 < max(latencies) <= 144


# Snapshots: the same work after a restore has the same results as if nothing had happened in between.


def busy(seed: int = 3) -> Bench:
    made = bench("a", "b", seed=seed)
    made.do("start_health_monitoring")
    made.do("fail_node", node="a")
    made.send()
    made.fail("b", 2)
    return made


def everything(made: Bench) -> tuple[object, ...]:
    """All that anybody can see of a gateway."""
    answers = {
        name: made.ask(name, *[ARGUMENT.get(name, "a")] * function.minimum)
        for name, function in made.system.functions.items()
    }
    return answers, made.system.panels(), {n: call() for n, call in made.system.placeholders.items()}


ARGUMENT = {"latency_percentile_ms": 75}
WORK = (
    lambda made: made.send(),
    lambda made: made.send("chat"),
    lambda made: made.send(privacy="confidential", region="us-west"),
    lambda made: made.register("c", latency_ms=50, p99_ms=500),
    lambda made: made.register("a", "chat", cost=2),
    lambda made: made.do("recover_node", node="a"),
    lambda made: made.do("fail_node", node="b"),
    lambda made: made.do("slow_node", node="b", factor=9),
    lambda made: made.do("set_load", node="b", requests=8, duration_ms=700),
    lambda made: made.fail("a", 5),
    lambda made: made.wait(5_000),
    lambda made: made.wait(31_000),
    lambda made: made.system.panels(),
)


def work(made: Bench, seed: int, count: int = 12) -> None:
    for deed in random.Random(seed).choices(WORK, k=count):
        deed(made)


@pytest.mark.parametrize("seed", range(40))
def test_a_restore_undoes_whatever_has_happened(seed):
    made = busy()
    work(made, seed)
    moment, before = made.moment(), everything(made)
    work(made, seed + 1000)
    made.return_to(moment)
    assert everything(made) == before


@pytest.mark.parametrize("seed", range(40))
def test_what_follows_a_restore_is_what_would_have_followed_anyway(seed):
    straight, turned = busy(), busy()
    work(straight, seed)
    work(turned, seed)
    moment = turned.moment()
    work(turned, seed + 1000)
    turned.return_to(moment)
    work(straight, seed + 2000)
    work(turned, seed + 2000)
    assert turned.emitted == straight.emitted
    assert everything(turned) == everything(straight)


def test_a_snapshot_can_be_returned_to_more_than_once():
    made = busy()
    moment, before = made.moment(), everything(made)
    for seed in (1, 2, 3):
        work(made, seed)
        made.return_to(moment)
        assert everything(made) == before


def test_another_gateway_of_the_same_playbook_can_go_on_from_a_snapshot():
    made, again = busy(), Bench(seed=3)
    again.system.restore(made.system.snapshot())
    again.host.time = made.host.time
    made.send()
    again.send()
    assert everything(again) == everything(made)


def test_a_snapshot_shares_what_has_not_changed():
    made = bench(*(f"n{number}" for number in range(500)))
    made.send()
    first, again = made.system.snapshot(), made.system.snapshot()
    assert all(one is other for one, other in zip(leaves(first), leaves(again), strict=True))


def leaves(value: object) -> list[object]:
    """What a snapshot holds, looked at through its tuples; numbers are equal or not, and left out."""
    if isinstance(value, tuple):
        return [leaf for part in value for leaf in leaves(part)]
    return [] if isinstance(value, int | float | str | bool | None) else [value]


def test_it_registers_like_anybodys_system():
    (point,) = [p for p in entry_points(group="playbook.systems") if p.name == "federation_gateway"]
    assert point.load() is FederationGateway
