"""Numbers of `performance` against assertions (PB605, PB606)."""

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import findings, lamp, mended, only, quoted


def budget(key, number, condition, critical=""):
    second = f', critical: "{critical}"' if critical else ""
    return lamp(
        more=f'performance: {{{key}: {number}}}\nperformance_assertions: [{{name: a, condition: "{condition}"{second}}}]\n'
    )


@pytest.mark.parametrize(
    ("key", "number", "condition"),
    [
        ("max_routing_ms", 10, "routing_latency_ms() <= 12"),
        ("target_success_rate", 0.99, "success_rate() >= 0.9"),
        ("rtf_target", 1.5, "rtf() <= 2"),
        ("max_queue_depth", 3, "5 >= queue_depth()"),
        ("min_throughput", 3, "throughput > 2"),
    ],
)
def test_two_numbers_for_one_quantity(key, number, condition):
    text = budget(key, number, condition)
    finding = only(text, "PB605")
    assert finding.severity is Severity.WARNING
    assert quoted(text, finding) in condition.split()
    assert quoted(text, finding.related[0]) == str(number)


def test_the_assertion_may_read_the_budget_or_the_budget_follow():
    text = budget("max_routing_ms", 10, "routing_latency_ms() <= 12")
    read, follow = only(text, "PB605").fixes
    assert "routing_latency_ms() <= performance.max_routing_ms" in mended(text, read)
    assert "{max_routing_ms: 12}" in mended(text, follow)


@pytest.mark.parametrize(
    ("key", "number", "condition"),
    [
        ("max_latency_ms", 100, "routing_latency_ms() <= 10"),
        ("max_routing_ms", 10, "routing_latency_secs() <= 12"),
        ("max_routing_ms", 10, "routing_latency_ms() >= 1"),
        ("min_throughput", 3, "throughput() < 9"),
        ("max_routing_ms", 10, "p99_routing_ms() <= 12"),
        ("max_routing_ms", 10, "routing_latency_ms() <= performance.max_routing_ms"),
        ("max_routing_ms", 10, "routing_latency_ms() + 1 <= 12"),
        ("max_routing_ms", '"10"', "routing_latency_ms() <= 12"),
        ("routing_critical_ms", 50, "routing_latency_ms() <= 12"),
    ],
)
def test_what_need_not_agree(key, number, condition):
    assert findings(budget(key, number, condition), "PB605") == []


def test_a_budget_may_be_the_critical_bound():
    text = budget("max_routing_ms", 50, "routing_latency_ms() <= 10", "routing_latency_ms() <= 50")
    assert findings(text, "PB605") == []


def test_a_critical_budget_is_compared_with_the_critical_threshold():
    text = budget("x_critical_ms", 5, "x_ms() <= 3", "x_ms() <= 6")
    assert quoted(text, only(text, "PB605")) == "6"


def test_numbers_that_stand_twice_are_one_hint_with_one_remedy():
    text = budget("max_x_ms: 5, y", 3, "x_ms() <= 5 && y() < 3")
    finding = only(text, "PB605")
    assert (finding.severity, quoted(text, finding)) == (Severity.INFO, "5")
    assert "x_ms() <= performance.max_x_ms && y() < performance.y" in mended(text, finding.fixes[0])


def test_budgets_without_an_assertion_are_one_note():
    text = lamp(more="performance: {max_x_ms: 5, cores: 3, name: z}\n")
    finding = only(text, "PB606")
    assert (finding.severity, quoted(text, finding)) == (Severity.INFO, "max_x_ms")
    assert finding.message.endswith(": max_x_ms, cores")


@pytest.mark.parametrize(
    "condition",
    [
        "x_ms() < 9",
        "mean_x_ms() < 9",
        "ready() && performance.max_x_ms > 1",
        "x_latency_ms() < performance.max_x_ms",
    ],
)
def test_a_budget_that_an_assertion_is_about(condition):
    assert findings(budget("max_x_ms", 5, condition), "PB606") == []


def test_a_budget_that_a_guard_reads():
    text = lamp(
        "event: pressed", 'event: pressed, guard: "x() < performance.a"', more="performance: {a: 5}\n"
    )
    assert findings(text, "PB606") == []


@pytest.mark.parametrize(("key", "op"), [("max_x_ms", "<="), ("min_x_ms", ">=")])
def test_the_assertion_is_written_where_its_side_is_clear(key, op):
    text = lamp(more=f"performance:\n  {key}: 5\n")
    after = mended(text, only(text, "PB606").fixes[0])
    assert after.endswith(f'[{{ name: "x_ms", condition: "x_ms() {op} performance.{key}" }}]\n')
    assert findings(after, "PB606") == []


def test_it_joins_the_assertions_that_there_are():
    text = lamp(
        more="performance_assertions:\n  - name: a\n    condition: y() < 1 # fast\nperformance: {max_x_ms: 5}\n"
    )
    after = mended(text, only(text, "PB606").fixes[0])
    assert '# fast\n  - name: "x_ms"\n    condition: "x_ms() <= performance.max_x_ms"\nperf' in after


@pytest.mark.parametrize("key", ["x_target", "queue_depth"])
def test_no_assertion_is_guessed(key):
    assert only(lamp(more=f"performance: {{{key}: 5}}\n"), "PB606").fixes == ()


def test_no_assertion_is_written_that_the_system_could_not_answer():
    text = lamp('id: "lamp"', 'id: "federation_gateway"', more="performance: {max_x_ms: 5}\n")
    assert only(text, "PB606").fixes == ()


@pytest.mark.parametrize("entry", ["max-x: 5", "max_x_ms: [5]", "on: true"])
def test_what_is_no_budget(entry):
    assert findings(lamp(more=f"performance: {{{entry}}}\n"), "PB606") == []


def test_no_assertion_is_added_to_what_is_no_list():
    text = lamp(more="performance: {max_x_ms: 5}\nperformance_assertions: 5\n")
    assert only(text, "PB606").fixes == ()
