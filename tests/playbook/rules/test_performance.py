"""Performance assertions and their two thresholds (PB601 to PB604)."""

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import findings, lamp, mended, only, quoted


def asserting(condition, critical="", more=""):
    second = f'    critical: "{critical}"\n' if critical else ""
    return lamp(more=f'{more}performance_assertions:\n  - name: "a"\n    condition: "{condition}"\n{second}')


def gateway(text):
    return text.replace('id: "lamp"', 'id: "federation_gateway"')


def test_a_quantity_that_is_compared_elsewhere_is_no_condition():
    text = asserting("latency()", "latency() <= 5")
    finding = only(text, "PB601")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, '"latency()"')


def test_a_quantity_by_its_unit_is_most_likely_none():
    assert only(asserting("latency_ms()"), "PB601").severity is Severity.WARNING


@pytest.mark.parametrize("condition", ["ready()", "is_below_10_ms()", "within_ms()", "idle", "!slow_ms()"])
def test_what_may_be_true_or_false(condition):
    assert findings(asserting(condition), "PB601") == []


def test_what_a_function_gives_is_judged_by_its_declaration_where_there_is_one():
    text = gateway(asserting("routing_latency_ms()", "routing_latency_ms() <= 50"))
    assert findings(text, "PB601") == []
    assert findings(text, "PB504")


def test_a_threshold_that_reads_only_the_playbook_measures_nothing():
    text = asserting("performance.max_x_ms <= 20", more="performance: {max_x_ms: 10}\n")
    finding = only(text, "PB601")
    assert (finding.severity, "measures nothing" in finding.message) == (Severity.WARNING, True)


@pytest.mark.parametrize(
    ("condition", "critical"),
    [
        ("x() <= 10", "x() >= 50"),
        ("x() < 10", "x() >= 10"),
        ("x() <= 10", "50 < x()"),
        ("x() == 1", "x() == 2"),
        ("x() <= 10 && y() > 0", "y() < 0"),
        ("x() <= performance.max_x_ms", "x() > 10"),
        ("x('a', n=1) < -5", "x('a', n=1) > -5"),
        ("a.b.len() < 1", "a.b.len() > 1"),
    ],
)
def test_thresholds_that_cannot_both_hold(condition, critical):
    text = asserting(condition, critical, more="performance: {max_x_ms: 10}\n")
    finding = only(text, "PB602")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, f'"{critical}"')
    assert quoted(text, finding.related[0]) == f'"{condition}"'


@pytest.mark.parametrize(
    ("condition", "critical"),
    [
        ("x() <= 10", "x() <= 50"),
        ("x() <= 10", "y() >= 50"),
        ("x('a') <= 10", "x('b') >= 50"),
        ("x() <= 10", "x() >= 10"),
        ("x() <= 10 || y()", "x() >= 50"),
        ("x() <= 10", "x() != 10"),
        ("x() > 2 && x() < 1", "x() > 5"),
        ("x() + 1 <= 10", "x() + 1 >= 50"),
    ],
)
def test_thresholds_that_can(condition, critical):
    assert findings(asserting(condition, critical), "PB602") == []


def test_a_bound_on_the_wrong_side_is_turned():
    text = asserting("x() <= 10", "x() >= 50")
    after = mended(text, only(text, "PB602").fixes[0])
    assert 'critical: "x() <= 50"' in after
    assert findings(after, "PB602") == findings(after, "PB603") == []


def test_a_bound_that_would_not_be_looser_is_left_alone():
    assert only(asserting("x() <= 10", "x() > 10"), "PB602").fixes == ()


@pytest.mark.parametrize(
    ("condition", "critical"),
    [
        ("x() <= 50", "x() <= 10"),
        ("x() >= 0.95", "x() >= 0.99"),
        ("x() <= 10", "x() < 10"),
        ("x() > 1", "x() == 2"),
    ],
)
def test_a_critical_threshold_that_is_stricter_is_swapped(condition, critical):
    text = asserting(condition, critical)
    finding = only(text, "PB603")
    after = mended(text, finding.fixes[0])
    assert finding.severity is Severity.WARNING
    assert (f'condition: "{critical}"' in after, findings(after, "PB603")) == (True, [])


def test_the_same_threshold_twice_is_only_mentioned():
    finding = only(asserting("x() <= 10", "10 >= x()"), "PB603")
    assert (finding.severity, finding.fixes) == (Severity.INFO, ())


@pytest.mark.parametrize(
    ("condition", "critical"),
    [
        ("x() <= 10", "x() <= 50"),
        ("x() <= 10", "y() <= 5"),
        ("x() > 1 && x() < 9", "x() > 2 && x() < 99"),
        ("x() > 1 && y() > 1", "x() > 2"),
    ],
)
def test_a_critical_threshold_that_is_looser_or_cannot_be_compared(condition, critical):
    assert findings(asserting(condition, critical), "PB603") == []


@pytest.mark.parametrize(
    ("condition", "critical"),
    [
        ("x() <= 10", "x() <= 20"),
        ("60000 > x()", "120000 > x()"),
        ("x() >= 0.99", "x() >= 0.95"),
        ("x() >= 100", "x() >= 50"),
    ],
)
def test_a_bound_without_a_critical_threshold_gets_a_looser_one(condition, critical):
    text = asserting(condition)
    finding = only(text, "PB604")
    after = mended(text, finding.fixes[0])
    assert (finding.severity, quoted(text, finding)) == (Severity.INFO, '"a"')
    assert f'\n    critical: "{critical}"\n' in after
    assert findings(after, "PB604") == findings(after, "PB603") == []


@pytest.mark.parametrize("condition", ["x() == 0", "ready()", "x() < 1 && y() < 1", "x() <= "])
def test_a_condition_that_has_no_looser_form(condition):
    assert findings(asserting(condition), "PB604") == []


def test_nothing_is_looser_than_zero_by_a_factor():
    assert only(asserting("x() <= 0"), "PB604").fixes == ()


def test_all_that_lack_one_are_named_at_once():
    text = asserting("x() < 1") + '  - {name: b, condition: "y() < 1"}\n'
    finding = only(text, "PB604")
    assert finding.message.endswith('"a", "b"')
    assert findings(mended(text, finding.fixes[0]), "PB604") == []


@pytest.mark.parametrize("term", ["f(x + 1)", "f(n=x + 1)"])
def test_what_is_calculated_is_no_quantity(term):
    assert findings(asserting(f"{term} <= 10", f"{term} >= 50"), "PB602") == []


@pytest.mark.parametrize("number", [".inf", "ten", "true"])
def test_a_section_may_have_no_number_there(number):
    text = asserting("x() <= performance.most", "x() >= 50", more=f"performance: {{most: {number}}}\n")
    assert findings(text, "PB602") == []
