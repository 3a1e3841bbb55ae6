"""Names that nothing declares, that are declared twice, or that cannot be names (PB2xx, PB107)."""

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import LAMP, findings, ids, lamp, mended, only, place, quoted

FORBIDDEN = "  forbidden:\n    - {from: bright, to: bright}\n"
PANELS = "tui: {panels: [{id: p}, {id: p}]}\n"
POLICIES = "routing_policies: [{name: p}, {name: p}]\n"
ASSERTIONS = "performance_assertions: [{name: p, condition: a()}, {name: p, condition: b()}]\n"
SCENARIOS = "scenarios: [{name: p, steps: [{assert: a()}]}, {name: p, steps: [{assert: b()}]}]\n"


@pytest.mark.parametrize(
    ("old", "new", "id"),
    [
        ("from: dark", "from: drk", "PB201"),
        ("to: bright", "to: brigth", "PB201"),
        ("from: dark", "from: [dark, drk]", "PB201"),
        ("from: dark", 'from: "*", except: [drk]', "PB201"),
        ('initial: "dark"', 'initial: "drk"', "PB203"),
    ],
)
def test_an_undeclared_state_is_an_error_at_its_name(old, new, id):
    text = lamp(old, new)
    finding = only(text, id)
    assert finding.severity is Severity.ERROR
    assert quoted(text, finding).strip('"') in ("drk", "brigth")


@pytest.mark.parametrize("pair", ["from: drk, to: bright", "from: bright, to: drk"])
def test_an_undeclared_state_in_a_forbidden_pair(pair):
    text = lamp(more="  forbidden:\n    - {" + pair + "}\n")
    assert quoted(text, only(text, "PB202")) == "drk"


def test_a_star_in_a_forbidden_pair_names_no_state():
    assert findings(lamp(more='  forbidden:\n    - {from: "*", to: dark}\n'), "PB202") == []


@pytest.mark.parametrize("fix", [0, 1])
def test_both_fixes_of_an_undeclared_state_settle_it(fix):
    text = lamp("to: bright", "to: brigth")
    finding = only(text, "PB201")
    assert [f.title for f in finding.fixes] == ['Replace by "bright"', 'Declare the state "brigth"']
    assert findings(mended(text, finding.fixes[fix]), "PB201") == []


@pytest.mark.parametrize(
    "last",
    [
        "bright: {}",
        "bright:",
        "bright: {}  # lit",
        "bright:\n      description: |\n        lit\n        up\n\n",
        "bright:\n      invariants:\n        - condition: >-\n            a() > 0\n",
        "bright:\r\n      description: lit\r",
    ],
)
def test_a_state_is_declared_after_the_last_one_however_that_ends(last):
    start, end = LAMP.index("    bright:"), LAMP.index("  transitions:")
    text = f"{LAMP[:start]}    {last}\n{LAMP[end:]}".replace("to: bright", "to: lost")
    fixed = mended(text, only(text, "PB201").fixes[-1])
    assert findings(fixed, "PB201") == findings(fixed, "PB001") == findings(fixed, "PB105") == []


def test_no_state_is_declared_under_a_name_that_would_need_quotes():
    assert [f.title for f in only(lamp("to: bright", "to: no way"), "PB201").fixes] == []
    assert [f.title for f in only(lamp("to: bright", "to: " + "x" * 200), "PB201").fixes] == []


def test_no_state_is_declared_in_a_flow_map():
    text = LAMP[: LAMP.index("    dark")].rstrip() + " {dark: {}}\n" + LAMP[LAMP.index("  transitions") :]
    assert [f.title for f in findings(text, "PB201")[0].fixes] == []


def test_without_states_no_use_of_them_is_complained_of():
    text = lamp("    dark: {}\n", "")
    assert "PB201" not in ids(text[: text.index("    bright:")] + text[text.index("  transitions") :])


def test_a_transition_id_that_is_taken():
    text = lamp("id: switch_off", "id: switch_on")
    finding = only(text, "PB204")
    assert (place(finding), finding.related[0].span.line) == ((14, 12), 13)
    assert "line 13" in finding.message
    assert '{id: "switch_on_2", from: bright' in mended(text, finding.fixes[0])


@pytest.mark.parametrize("section", [PANELS, POLICIES, ASSERTIONS, SCENARIOS])
def test_other_names_that_are_taken(section):
    finding = only(lamp(more=section), "PB205")
    assert finding.severity is Severity.ERROR
    assert finding.path[-2] == 1


def test_the_same_transition_again():
    text = lamp(more="    - {id: again, from: dark, to: bright, event: pressed}\n")
    assert (only(text, "PB206").severity, place(only(text, "PB206"))) == (Severity.WARNING, (15, 7))


@pytest.mark.parametrize(
    "other",
    [
        "{id: o, from: dark, to: bright, event: held}",
        "{id: o, from: dark, to: dark, event: pressed}",
        "{id: o, from: dark, to: bright, event: pressed, guard: x()}",
        '{id: o, from: "*", to: bright, event: pressed}',
    ],
)
def test_another_transition_is_not_the_same(other):
    assert findings(lamp(more=f"    - {other}\n"), "PB206") == []


def test_wildcards_that_except_other_states_are_not_the_same():
    one = '    - {id: a, from: "*", except: [dark], to: bright, event: e}\n'
    text = lamp(more=one + one.replace("id: a", "id: b").replace("[dark]", "[bright]"))
    assert findings(text, "PB206") == []


def test_a_pair_that_is_forbidden_already():
    text = lamp(more=FORBIDDEN + "    - {from: bright, to: bright, reason: again}\n")
    assert place(only(text, "PB208")) == (17, 7)


@pytest.mark.parametrize("name", ["Dark", "dark-ish", "1st", "ünder", '"two words"'])
def test_a_name_of_another_form_draws_a_warning(name):
    finding = only(LAMP.replace("dark", name).replace('""', '"'), "PB107")
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize("name", ['"*"', "state", "__start"])
def test_a_reserved_name_is_an_error(name):
    finding = only(lamp("dark: {}", f"dark: {{}}\n    {name}: {{}}"), "PB107")
    assert finding.severity is Severity.ERROR


def test_a_repeated_transition_is_deleted_with_its_line():
    text = lamp(more="    - {id: again, from: dark, to: bright, event: pressed}  # why?\n")
    assert mended(text, only(text, "PB206").fixes[0]) == LAMP


def test_a_pair_within_a_forbidden_star():
    text = lamp(
        more='  forbidden:\n    - {from: bright, to: bright}\n    - {from: "*", to: bright, reason: x}\n'
    )
    finding = only(text, "PB208")
    assert place(finding) == (16, 7)
    assert 'by "*" to "bright"' in finding.message
