"""The circuit breaker's numbers and the policies' weights (PB607, PB901 to PB904)."""

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import findings, lamp, mended, only, quoted

BREAKER = """\
version: "1.0"
machine:
  id: "gateway"
  initial: "ready"
  states:
    ready: {}
    circuit_open: {}
    circuit_half_open: {}
  transitions:
    - {id: trip, from: ready, to: circuit_open, event: failed}
    - {id: probe, from: circuit_open, to: circuit_half_open, event: elapsed}
    - {id: close, from: circuit_half_open, to: ready, event: probe_succeeded}
    - {id: reopen, from: circuit_half_open, to: circuit_open, event: probe_failed}
circuit_breaker: {failure_threshold: 5, reset_timeout_ms: 30000, half_open_successes: 3}
"""


def breaker(old="", new="", more=""):
    assert old in BREAKER
    return (BREAKER.replace(old, new, 1) if old else BREAKER) + more


def scenario(step):
    return f"scenarios: [{{name: s, steps: [{step}, {{assert: x()}}]}}]\n"


def test_policies_that_all_weigh_nothing():
    text = lamp(more="routing_policies: [{name: a, weight: 0}, {name: b, weight: 0.0}]\n")
    finding = only(text, "PB607")
    assert (finding.severity, "(a, b)" in finding.message) == (Severity.WARNING, True)


@pytest.mark.parametrize("policies", ["[]", "[{name: a, weight: 0}, {name: b}]", "[{name: a, weight: 1}]"])
def test_policies_that_weigh_something(policies):
    assert findings(lamp(more=f"routing_policies: {policies}\n"), "PB607") == []


def test_the_first_success_closes_the_circuit():
    text = breaker()
    finding = only(text, "PB901")
    assert finding.severity is Severity.WARNING
    assert finding.message.endswith('"close" leaves "circuit_half_open" on the first "probe_succeeded"')
    assert quoted(text, finding.related[0]) == "3"


def test_a_guard_that_counts_is_added():
    text = breaker()
    after = mended(text, only(text, "PB901").fixes[0])
    assert 'guard: "probe_successes() >= circuit_breaker.half_open_successes"' in after
    assert findings(after, "PB901") == []


def test_a_bound_system_may_count_them():
    finding = only(breaker('id: "gateway"', 'id: "federation_gateway"'), "PB901")
    assert (finding.severity, finding.fixes) == (Severity.INFO, ())
    assert "only federation_gateway can be counting them" in finding.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("event: probe_succeeded", "event: probe_succeeded, guard: enough()"),
        ("half_open_successes: 3", "half_open_successes: 1"),
        (", half_open_successes: 3", ""),
        ("to: ready, event: probe_succeeded", "to: circuit_open, event: probe_succeeded"),
        ("event: probe_succeeded", "event: probe_timeout"),
    ],
)
def test_nothing_closes_too_early(old, new):
    assert findings(breaker(old, new), "PB901") == []


def test_a_scenario_that_copies_the_threshold():
    text = breaker(more=scenario("{repeat: 5, action: failed}"))
    finding = only(text, "PB902")
    assert (finding.severity, quoted(text, finding)) == (Severity.INFO, "5")
    assert quoted(text, finding.related[0]) == "5"


@pytest.mark.parametrize("step", ["{repeat: 4, action: failed}", "{repeat: 5, action: elapsed}"])
def test_a_scenario_that_does_not(step):
    assert findings(breaker(more=scenario(step)), "PB902") == []


def recovering(condition):
    return breaker(more=f'performance_assertions: [{{name: a, condition: "{condition}"}}]\n')


@pytest.mark.parametrize("condition", ["mean_recovery_time_ms() <= 20000", "29 > recovery_secs()"])
def test_a_recovery_that_cannot_be_so_short(condition):
    text = recovering(condition)
    finding = only(text, "PB903")
    assert (finding.severity, quoted(text, finding)) == (
        Severity.WARNING,
        condition.split()[2 if "<=" in condition else 0],
    )


@pytest.mark.parametrize(
    "condition",
    [
        "mean_recovery_time_ms() <= 30000",
        "mean_recovery_time_ms() >= 20000",
        "recovery_time() <= 20",
        "routing_ms() <= 20",
    ],
)
def test_a_recovery_that_can(condition):
    assert findings(recovering(condition), "PB903") == []


def test_a_complete_circuit_breaker():
    assert findings(breaker(), "PB904") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("    - {id: probe,", 'nothing leads from "circuit_open" to "circuit_half_open"'),
        ("    - {id: close,", 'nothing closes the circuit again from "circuit_half_open"'),
        ("    - {id: reopen,", 'nothing opens it again from "circuit_half_open"'),
    ],
)
def test_a_circuit_breaker_that_lacks_a_transition(line, said):
    text = "".join(part for part in BREAKER.splitlines(keepends=True) if not part.startswith(line))
    finding = only(text, "PB904")
    assert (finding.severity, said in finding.message) == (Severity.WARNING, True)
    assert quoted(text, finding) == "circuit_breaker"


@pytest.mark.parametrize(
    ("state", "said"), [("circuit_half_open", "there is no half-open"), ("circuit_open", "there is no open")]
)
def test_a_circuit_breaker_that_lacks_a_state(state, said):
    text = "".join(
        part for part in BREAKER.splitlines(keepends=True) if not ("- {" in part and state in part)
    )
    text = text.replace(f"    {state}: {{}}\n", "").replace(
        "transitions:\n", "transitions:\n    - {id: t, from: ready, to: ready, event: e}\n"
    )
    assert said in only(text, "PB904").message


def test_a_wildcard_that_opens_the_circuit_opens_it_again():
    text = breaker("    - {id: reopen, from: circuit_half_open,", "    - {id: reopen, from: '*',")
    assert findings(text, "PB904") == []


CONFIGURED = "circuit_breaker: {failure_threshold: 5, half_open_successes: 2}\n"


def test_a_circuit_breaker_that_nothing_uses_gets_its_states_and_transitions():
    text = lamp(more=CONFIGURED)
    after = mended(text, only(text, "PB904").fixes[0])
    assert 'guard: "consecutive_failures() >= circuit_breaker.failure_threshold"' in after
    assert findings(after, "PB904") == findings(after, "PB901") == findings(after, "PB301") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("warmth() > 0", "warmth() > circuit_breaker.failure_threshold"),
        ('id: "lamp"', 'id: "federation_gateway"'),
        ('name: "Lamp"', "system: nosuch"),
    ],
)
def test_a_circuit_breaker_that_something_may_use(old, new):
    assert findings(lamp(old, new, more=CONFIGURED), "PB904") == []


def test_a_door_that_is_open_is_no_circuit():
    text = (
        lamp(more=CONFIGURED)
        .replace("bright", "open")
        .replace("warmth() > 0", "circuit_breaker.failure_threshold > 0")
    )
    assert findings(text, "PB904") == []


@pytest.mark.parametrize("section", ["{}", "[]", "", "5"])
def test_a_section_that_says_nothing(section):
    assert findings(lamp(more=f"circuit_breaker: {section}\n"), "PB904") == []


def test_a_machine_that_has_such_transitions_already_is_not_added_to():
    text = lamp(more=CONFIGURED).replace("switch_on", "open_circuit")
    assert only(text, "PB904").fixes == ()


def test_a_machine_without_states_is_another_rules_affair():
    assert findings("version: '1.0'\nmachine: {}\n" + CONFIGURED, "PB904") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("  states:\n    dark: {}", "  states: &s\n    dark: {}"), ("  transitions:\n", "  transitions: &t\n")],
)
def test_what_cannot_be_added_safely_is_not(old, new):
    text = lamp(old, new, more=CONFIGURED)
    assert [len(fix.edits) for fix in only(text, "PB904").fixes] in ([], [2])
