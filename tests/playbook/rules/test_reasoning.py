"""Invariants of one state: contradicting, needless, always true, false at the start (PB401 to PB404)."""

from __future__ import annotations

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import LAMP, findings, ids, mended, only, quoted

PB4 = ("PB401", "PB402", "PB403", "PB404")


def bright(*conditions, more=""):
    """The lamp whose bright state has these invariants; a pair is a condition and its severity."""
    lines = []
    for condition in conditions:
        text, severity = condition if isinstance(condition, tuple) else (condition, "error")
        lines += [f'        - description: "It is so"\n          condition: "{text}"']
        lines += [f"\n          severity: {severity}"] * (severity != "error") + ["\n"]
    return (
        LAMP.replace(
            '        - description: "It is warm"\n          condition: "warmth() > 0"\n', "".join(lines)
        )
        + more
    )


def gateway(*conditions):
    """The same, bound to the federation gateway."""
    return bright(*conditions).replace('id: "lamp"', 'id: "federation_gateway"')


def found(text):
    return [(d.id, d.severity.value[0]) for d in findings(text) if d.id in PB4]


def test_two_invariants_that_contradict_each_other():
    text = bright("volts() > 5", "lit()", "volts() < 3")
    finding = only(text, "PB401")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, '"volts() < 3"')
    assert '"volts() > 5" and "volts() < 3" contradict each other' in finding.message
    assert [text[r.span.start : r.span.end] for r in finding.related] == ['"volts() > 5"']


def test_three_of_which_any_two_are_fine():
    text = bright("a() < b()", "b() < c()", "lit()", "c() < a()")
    assert '"a() < b()", "b() < c()" and "c() < a()" contradict' in only(text, "PB401").message


def test_one_that_contradicts_itself():
    assert '"x() > 1 && x() < 1" can never be true' in only(bright("x() > 1 && x() < 1"), "PB401").message


def test_a_contradiction_that_is_only_noted_is_a_warning():
    assert found(bright("x() > 1", ("x() < 1", "warning"))) == [("PB401", "w")]


def test_what_the_playbook_itself_decides_is_a_warning_with_the_value():
    text = bright("limits.days >= 30", more="limits: {days: 14}\n")
    finding = only(text, "PB401")
    assert finding.severity is Severity.WARNING
    assert finding.message.endswith('in the state "bright": limits.days is 14')
    assert found(text.replace("14", "30")) == []


def test_the_state_is_the_state():
    assert "state is 'bright'" in only(bright("state == 'dark'"), "PB401").message
    assert found(bright("state == 'bright'", "state != 'dark'")) == []


def test_entries_of_sections_that_are_no_single_value_say_nothing():
    more = "limits: {names: [a], days: {most: {of: {all: {times: 5}}}}, many: {%s}}\n"
    text = bright("limits.names == 1", "limits.days.most.of.all.times == 1", more=more % "a: 1")
    assert found(text) == [] and found(text.replace("limits.names ==", "limits.many.a > ")) == [
        ("PB401", "w")
    ]


def test_of_a_system_that_cannot_be_had_no_name_is_known():
    assert found(bright("limits.days > 5", more="limits: {days: 1}\nsystem: nosuch\n")) == []


def test_of_a_huge_section_only_so_many_entries_are_read():
    entries = ", ".join(f"e{i}: {i}" for i in range(1_500))
    assert found(bright("limits.e5 > 5", more=f"limits: {{{entries}}}\n")) == [("PB401", "w")]
    assert found(bright("limits.e1400 > 1400", more=f"limits: {{{entries}}}\n")) == []


def test_a_function_of_the_system_comes_before_a_section_of_its_name():
    assert found(gateway("failure_threshold > 3") + "failure_threshold: 1\n") == []
    assert found(bright("failure_threshold > 3") + "failure_threshold: 1\n") == [("PB401", "w")]


@pytest.mark.parametrize("condition", ["false", "false || false"])
def test_a_written_constant_is_no_contradiction(condition):
    assert "PB401" not in ids(bright(condition))


@pytest.mark.parametrize(
    "conditions",
    [
        ["volts() > 5", "volts() < 7"],
        ["name() == 'a'", "other() == 'b'"],
        ["a() || b()", "!a()"],
        ["x() matches 'a'", "x() contains 'b'"],
        ["x() ==", "x() == 1"],
        ["x('a') == 1", "x('b') == 2"],
    ],
)
def test_these_are_fine_together(conditions):
    assert found(bright(*conditions)) == []


def test_an_invariant_that_is_repeated():
    text = bright("volts() > 5", "volts( )  >  5")
    finding = only(text, "PB402")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, '"volts( )  >  5"')
    assert "repeats" in finding.message and finding.fixes[0].safe
    after = mended(text, finding.fixes[0])
    assert "PB402" not in ids(after) and "volts() > 5" in after


@pytest.mark.parametrize("conditions", [["v() > 0", "v() >= 1"], ["v() >= 1", "v() > 0"]])
def test_an_invariant_that_follows_from_another_in_either_order(conditions):
    text = bright(*conditions)
    finding = only(text, "PB402")
    assert (quoted(text, finding), finding.fixes[0].safe) == ('"v() > 0"', False)
    assert "follows from" in finding.message


def test_a_follower_that_is_checked_more_severely_is_needed():
    assert found(bright(("v() > 0", "critical"), "v() >= 1")) == []
    assert found(bright("v() > 0", ("v() >= 1", "critical"))) == [("PB402", "w")]


def test_what_is_always_true_is_told_as_that():
    assert found(bright("retry_count() > 0", "retry_count() >= 0")) == [("PB403", "i")]


def test_one_of_three_is_told_once():
    assert found(bright("v() > 0", "v() > 1", "v() > 2")) == [("PB402", "w")] * 2


def test_where_all_contradict_nothing_is_called_needless():
    assert found(bright("v() > 0", "v() > 1", "v() < 0")) == [("PB401", "e")]


def test_a_count_is_never_negative():
    finding = only(bright("retry_count() >= 0"), "PB403")
    assert finding.severity is Severity.INFO
    assert finding.message.endswith("always true: retry_count() is a count and never negative")


@pytest.mark.parametrize(
    "condition",
    [
        "tokens_generated() > -1",
        "timeout_ms() >= 0",
        "retries != -1",
        "text.len() >= 0 && text_length() >= 0",
    ],
)
def test_what_plainly_counts(condition):
    assert found(bright(condition)) == [("PB403", "i")]


@pytest.mark.parametrize(
    "condition",
    [
        "limits.days > 1 || limits.days <= 1",
        "a( || !a(",
        "x() > 1 && x() < 'a'",
        "retry_count() > 0",
        "level() >= 0",
        "net_total() >= 0",
        "count_delta() >= 0",
        "remaining_ms() >= 0",
    ],
)
def test_what_may_be_false(condition):
    assert [f for f in found(bright(condition, more="limits: {days: 5}\n")) if f[0] == "PB403"] == []


def test_what_is_true_whatever_the_values():
    assert "whatever the values" in only(bright("a() || !a()"), "PB403").message


def test_a_fresh_gateway_has_no_model():
    text = gateway("lit()").replace("dark: {}", 'dark: {invariants: [{condition: "catalog_count() > 0"}]}')
    finding = only(text, "PB404")
    assert finding.severity is Severity.WARNING
    assert 'is false when a run starts in "dark": catalog_count() is 0 of a fresh system' in finding.message


@pytest.mark.parametrize(
    "condition",
    [
        "catalog_count() == 0",
        "success_rate >= 1",
        "node_is_healthy('x')",
        "requests_per_sec() > 5",
        "nosuch() > 1",
        "catalog_count() > 0 && catalog_count() < 0",
        "catalog_count( > 0",
    ],
)
def test_what_a_fresh_gateway_may_well_say(condition):
    text = gateway("lit()").replace("dark: {}", f'dark: {{invariants: [{{condition: "{condition}"}}]}}')
    assert "PB404" not in ids(text)


def test_of_the_bare_machine_nothing_is_known_at_the_start():
    text = bright("lit()").replace("dark: {}", 'dark: {invariants: [{condition: "catalog_count() > 0"}]}')
    assert found(text) == []
