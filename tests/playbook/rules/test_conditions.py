"""Every expression, with its problems where they are written (PB5xx, PB702)."""

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import LAMP, findings, lamp, mended, only, place, quoted


def guarded(written):
    """The lamp with a guard, exactly as written, in block style."""
    return LAMP.replace(
        "- {id: switch_on, from: dark, to: bright, event: pressed}",
        f"- id: switch_on\n      from: dark\n      to: bright\n      event: pressed\n      guard: {written}",
    )


def gateway(written):
    """The same, bound to the federation gateway: its functions are known."""
    return guarded(written).replace('id: "lamp"', 'id: "federation_gateway"')


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ('"a() &&"', 17, 21),
        ("a( && b", 17, 17),
        ("'x() = ''y'''", 17, 19),
        ('"x() = \\"y\\""', 17, 19),
        (">-\n        a() == 1 &&\n        b() ==== 2", 19, 15),
        ("|\n        a() == 1\n\n        && )", 20, 12),
    ],
)
def test_a_syntax_error_is_marked_inside_the_scalar(written, line, column):
    finding = only(guarded(written), "PB501")
    assert (place(finding), finding.severity) == ((line, column), Severity.ERROR)


@pytest.mark.parametrize("section", ["invariant", "critical", "assert"])
def test_every_kind_of_condition_is_read(section):
    text = {
        "invariant": lamp("warmth() > 0", "warmth( > 0"),
        "critical": lamp(more="performance_assertions: [{name: n, condition: a(), critical: b(}]\n"),
        "assert": lamp(more="scenarios: [{name: n, steps: [{assert: b(}]}]\n"),
    }[section]
    assert only(text, "PB501").path[-1] in ("condition", "critical", "assert")


@pytest.mark.parametrize("written", ["'1 + 2'", "'5'", "\"'text'\"", "'[1]'", "'x() && 3'"])
def test_what_is_neither_true_nor_false_is_no_condition(written):
    assert only(guarded(written), "PB504").severity is Severity.ERROR


@pytest.mark.parametrize(
    "written", ["__class__", "x.__class__", "'" + "(" * 70 + "x" + ")" * 70 + "'", "'" + "x" * 5000 + "'"]
)
def test_what_is_not_allowed(written):
    assert only(guarded(written), "PB506").severity is Severity.ERROR


def test_of_the_bare_machine_no_name_is_known():
    assert findings(guarded("any() && thing"), "PB502") == findings(guarded("any() && thing"), "PB503") == []


def test_an_unknown_function_of_a_known_system():
    text = gateway("catalog_cont() > 0")
    finding = findings(text, "PB502")[-1]
    assert (quoted(text, finding), "catalog_count" in finding.message) == ("catalog_cont", True)


def test_an_unknown_name_of_a_known_system():
    text = gateway("sttae == 'dark'")
    finding = only(text, "PB503")
    assert (quoted(text, finding), 'did you mean "state"' in finding.message) == ("sttae", True)


@pytest.mark.parametrize(
    "written", ["state == 'dark'", "performance.x > 1", "catalog_count > 0", "name == 'x'"]
)
def test_states_sections_and_functions_without_arguments_are_names(written):
    assert findings(gateway(written) + "performance: {x: 1}\n", "PB503") == []


def test_a_wrong_number_of_arguments():
    assert "takes" in findings(gateway("catalog_count(1, 2, 3) > 0"), "PB502")[-1].message


@pytest.mark.parametrize(
    "written",
    [
        "state == 'brihgt'",
        "\"state == 'brihgt'\"",
        "'state == ''brihgt'''",
        '"state == \\"brihgt\\""',
        "\"'brihgt' != state\"",
        "state in ['dark', 'brihgt']",
        ">-\n        x() &&\n        state == 'brihgt'",
    ],
)
def test_a_comparison_with_no_state_is_marked_and_mended(written):
    text = guarded(written)
    finding = only(text, "PB508")
    assert (finding.severity, "brihgt" in quoted(text, finding)) == (Severity.WARNING, True)
    assert findings(mended(text, finding.fixes[0])) == []


@pytest.mark.parametrize("written", ["state == 'dark'", "other == 'brihgt'", "state == x()", "state == 1"])
def test_other_comparisons_are_fine(written):
    assert findings(guarded(written), "PB508") == []


def test_an_assertion_on_no_state_is_an_error():
    text = lamp(more="scenarios: [{name: n, steps: [{assert: \"state == 'gone'\"}]}]\n")
    finding = only(text, "PB702")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, "'gone'")
    assert findings(text, "PB508") == []
