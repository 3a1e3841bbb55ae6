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


def serious(text):
    return [d for d in findings(text) if d.severity is not Severity.INFO]


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
    assert serious(mended(text, finding.fixes[0])) == []


@pytest.mark.parametrize(
    "written",
    ["state == 'dark'", "other == 'brihgt'", "state == x()", "state == 1", "'rig' in state"],
)
def test_other_comparisons_are_fine(written):
    assert findings(guarded(written), "PB508") == []


def test_an_assertion_on_no_state_is_an_error():
    text = lamp(more="scenarios: [{name: n, steps: [{assert: \"state == 'gone'\"}]}]\n")
    finding = only(text, "PB702")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, "'gone'")
    assert findings(text, "PB508") == []


@pytest.mark.parametrize(
    ("written", "id", "after"),
    [
        ('"a() = 1"', "PB501", '"a() == 1"'),
        ("'a() AND b()'", "PB501", "'a() && b()'"),
        ("a() is None", "PB501", "a() == null"),
        ('"(a() || b()"', "PB501", '"(a() || b())"'),
        ("a() == 'x';", "PB501", "a() == 'x'"),
        ("a() || b() not in ['x']", "PB501", "a() || !(b() in ['x'])"),
        ("NOT a()", "PB501", '"!a()"'),
        ("a() == nil", "PB505", "a() == null"),
        ("NOT(a())", "PB505", '"!(a())"'),
        ("'OR(a(), b())'", "PB505", "'(a() || b())'"),
        ("a() == 'x' || 'y'", "PB504", "\"a() in ['x', 'y']\""),
        ("state == bright", "PB503", "state == 'bright'"),
        ("'state == bright'", "PB503", "'state == ''bright'''"),
        ('"items.length > 0"', "PB505", '"items.len() > 0"'),
        ("items().size() > 0", "PB502", "items().len() > 0"),
    ],
)
def test_a_fix_writes_what_was_meant(written, id, after):
    finding = findings(guarded(written), id)[0]
    assert mended(guarded(written), finding.fixes[0]) == guarded(after)
    assert findings(guarded(after), id) == []


def test_the_whole_condition_is_written_anew_where_a_piece_cannot_be_followed():
    written = ">-\n        a() ==\n        1 && b() not\n        in ['x', 'y']"
    fix = only(guarded(written), "PB501").fixes[0]
    assert "guard: \"a() == 1 && !(b() in ['x', 'y'])\"" in mended(guarded(written), fix)


def test_an_anchored_condition_keeps_its_anchor():
    text = guarded("&g a() = 1") + "performance_assertions: [{name: n, condition: *g}]\n"
    assert all(finding.fixes == () for finding in findings(text, "PB501"))


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ('"a() = 1 && b() = 2 || c() ==="', [(17, 19), (17, 30), (17, 43)]),
        ("|\n        a() = 1\n        && (b() = 2)", [(18, 13), (19, 17)]),
    ],
)
def test_all_problems_of_a_condition_come_at_once(written, places):
    assert [place(d) for d in findings(guarded(written), "PB501")] == places


def test_a_function_without_the_arguments_that_it_takes():
    assert "takes 1 argument" in only(gateway("node_is_healthy"), "PB503").message


def test_a_misspelt_function_can_be_replaced():
    text = gateway("catalog_cont() > 0")
    finding = findings(text, "PB502")[-1]
    assert finding.message not in [d.message for d in findings(mended(text, finding.fixes[0]))]


def test_an_unknown_name_may_be_a_text_without_quotes():
    text = gateway("gateway_status() == ready")
    titles = {fix.title: fix for fix in only(text, "PB503").fixes}
    assert "gateway_status() == 'ready'" in mended(text, titles["Write it as a text"])


@pytest.mark.parametrize("written", ["state == bright", "state in [dark, bright]"])
def test_a_states_bare_name_is_pointed_out_where_nothing_is_declared(written):
    text = guarded(f'"{written}"')
    finding = findings(text, "PB503")[-1]
    assert (quoted(text, finding), finding.severity) == ("bright", Severity.WARNING)


@pytest.mark.parametrize(
    ("written", "more"), [("state == other", ""), ("bright == 1", ""), ("state == bright", "bright: 5\n")]
)
def test_other_bare_names_are_left_alone(written, more):
    assert findings(guarded(written) + more, "PB503") == []


SECTION = "limits: {days: 30, deep: {one: 1}}\n"


@pytest.mark.parametrize(
    ("written", "part"), [("limits.dyas > 1", "dyas"), ("limits.deep.two > 1", "two"), ("limits.x.y", "x")]
)
def test_an_entry_that_a_section_does_not_have(written, part):
    text = guarded(written) + SECTION
    finding = only(text, "PB503")
    assert (quoted(text, finding), finding.severity) == (part, Severity.ERROR)


@pytest.mark.parametrize("written", ["limits.days > 1", "limits.deep.one > 1", "other.days > 1"])
def test_entries_that_there_are(written):
    assert findings(guarded(written) + SECTION, "PB503") == []


def test_nothing_is_said_of_sections_where_an_unknown_system_may_provide_them():
    assert findings(guarded("limits.dyas > 1") + SECTION + "system: nosuch\n", "PB503") == []


@pytest.mark.parametrize("written", ["nil > 1", "NOT(x())"])
def test_a_foreign_word_that_the_playbook_provides_is_a_name(written):
    assert findings(guarded(written) + "nil: 1\nNOT: 1\n", "PB505") == []


@pytest.mark.parametrize(
    ("written", "severity"), [('"true"', "info"), ('"false"', "warning"), ("1 < 2", "warning")]
)
def test_a_condition_that_checks_nothing(written, severity):
    assert only(guarded(written), "PB511").severity == severity


def test_an_entry_that_a_section_lacks_is_told_beside_a_simulation_too():
    more = "circuit_breaker: {failure_threshold: 5}\nsimulation: {variables: {failures: 0}, actions: {pressed(): [{emit: pressed}]}}\n"
    text = lamp("warmth() > 0", "failures < circuit_breaker.failure_treshold", more=more)
    assert 'did you mean "failure_threshold"' in only(text, "PB503").message
