"""Keys that are missing, unknown or of another dialect, and what the remedies write (PB101, PB103, PB105, PB111)."""

import pytest

from playbook.diagnostics import Severity
from tests.playbook.document.decoding import findings, ids, only, playbook
from tests.playbook.texts import LAMP, lamp, mended, quoted

SCENARIO = "scenarios:\n  - name: s\n    steps:\n      - action: pressed\n"


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ('version: "1.0"\n', "", 'version: "1.0"'),
        ('version: "1.0"\n', "version:\n", 'version: "1.0"'),
        ('  id: "lamp"\n', "", 'id: "machine"'),
        ('  id: "lamp"\n', "  id: ~\n", 'id: "machine"'),
        ('  initial: "dark"\n', "", 'initial: "dark"'),
        ('  initial: "dark"\n', "  initial: ''\n", 'initial: "dark"'),
        ("{id: switch_off, ", "{", 'id: "transition_2"'),
        (", event: released", "", 'event: "switch_off_requested"'),
        (", event: released", ", event: ", 'event: "switch_off_requested"'),
    ],
)
def test_a_skeleton_is_written_where_something_is_missing(old, new, written):
    text = lamp(old, new)
    (finding,) = findings(text, "PB101")
    after = mended(text, finding.fixes[0])
    assert written in after
    assert findings(after) == []


def test_a_machine_is_written_where_there_is_none():
    after = mended('version: "1.0"\n# mine\n', only('version: "1.0"\n# mine\n', "PB101").fixes[0])
    assert findings(after) == []
    assert [state.id for state in playbook(after).machine.states] == ["idle", "busy"]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "# nothing yet"])
def test_a_whole_playbook_is_written_where_there_is_nothing(text):
    after = mended(text, only(text, "PB101").fixes[0])
    assert (after.startswith(text), findings(after)) == (True, [])


@pytest.mark.parametrize("part", ["states", "transitions"])
def test_empty_parts_of_a_machine_are_filled(part):
    lines = LAMP[: LAMP.index("  states:")]
    rest = {"states": "  states: {}\n", "transitions": "  states: {dark: {}}\n  transitions: []\n"}[part]
    text = lines + rest + ("" if part == "transitions" else LAMP[LAMP.index("  transitions:") :])
    after = mended(text, only(text, "PB101").fixes[0])
    assert "PB101" not in ids(after)


@pytest.mark.parametrize(
    ("old", "new"),
    [("to: bright, ", ""), ("from: dark, ", ""), ('\n          condition: "warmth() > 0"', "")],
)
def test_what_nobody_could_guess_has_no_skeleton(old, new):
    assert only(lamp(old, new), "PB101").fixes == ()


def test_a_comment_behind_the_last_entry_stays_there():
    text = lamp('  id: "lamp"\n', "").replace("event: released}\n", "event: released}  # why\n")
    assert "# why\n  id:" in mended(text, only(text, "PB101").fixes[0])


@pytest.mark.parametrize(
    ("text", "key", "where"),
    [
        (lamp("dark: {}", 'dark: {guard: "x()"}'), "guard", "a transition"),
        (lamp("id: switch_on,", "id: switch_on, final_state: true,"), "final_state", "a state"),
        (
            lamp("id: switch_on,", "id: switch_on, reset_timeout_ms: 1,"),
            "reset_timeout_ms",
            "a circuit breaker",
        ),
        (lamp(more="keybindings: {q: quit}\n"), "keybindings", "the tui section"),
        (lamp("dark: {}", "dark: {condition: x}"), "condition", "an invariant or an assertion"),
    ],
)
def test_a_key_of_another_place_is_told_where_it_belongs(text, key, where):
    finding = only(text, "PB103")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, key)
    assert f"it belongs in {where}" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        lamp("dark: {}", "dark: {owner: me, name: x, type: y}"),
        lamp(more="performance: {condition: x, states: 5}\n"),
        lamp(more="routing_policies: [{name: own, columns: 3}]\n"),
    ],
)
def test_keys_of_the_users_own_are_nobodys_business(text):
    assert ids(text) == []


def test_thousands_of_unknown_keys_are_looked_at_within_a_budget():
    more = "".join(f"  nam{i}: 1\n" for i in range(30_000))
    assert len(findings(lamp('  id: "lamp"\n', '  id: "lamp"\n' + more))) <= 1_000


ASTRAY = """\
forbidden:
  # why not
  - {from: bright, to: bright}
"""


def test_what_belongs_in_the_machine_is_moved_there_with_its_comments():
    text = lamp(more="# before\n" + ASTRAY + "name2: x\n")
    after = mended(text, only(text, "PB105").fixes[0])
    assert after.endswith(
        "released}\n  forbidden:\n    # why not\n    - {from: bright, to: bright}\n# before\nname2: x\n"
    )
    assert playbook(after).machine.forbidden[0].source.name == "bright"


def test_what_belongs_in_the_machine_is_read_where_it_stands():
    machine = playbook(lamp(more=ASTRAY)).machine
    assert machine.forbidden[0].path == ("forbidden", 0)


def test_a_machine_without_indentation_is_read_and_put_right():
    lines = [line.removeprefix("  ") for line in LAMP.splitlines(True)]
    text = "".join(lines)
    assert set(ids(text)) == {"PB105"}
    assert [d.path[0] for d in findings(text)] == ["id", "initial", "states", "transitions"]
    assert [s.id for s in playbook(text).machine.states] == ["dark", "bright"]
    for _ in range(4):
        text = mended(text, findings(text)[0].fixes[0])
    assert findings(text) == []
    assert playbook(text).machine.id == "lamp"


def test_parts_of_a_machine_that_is_not_there_are_put_under_one():
    text = LAMP.replace("machine:\n", "", 1).replace("\n  ", "\n")
    assert set(ids(text)) == {"PB105"}
    assert "machine:\n  id:" in mended(text, findings(text)[0].fixes[0])


def test_a_section_in_the_machine_is_read_there_and_moved_out():
    text = LAMP + "".join("  " + line for line in SCENARIO.splitlines(True))
    finding = only(text, "PB105")
    assert playbook(text).scenarios[0].path == ("machine", "scenarios", 0)
    assert mended(text, finding.fixes[0]) == LAMP + SCENARIO


def test_sections_in_the_machine_can_be_read_by_expressions():
    assert playbook(lamp(more="  performance: {a: 1}\n")).sections["performance"] == {"a": 1}


def test_a_flow_map_is_not_torn_apart_by_a_move():
    text = 'version: "1.0"\nmachine: {id: x, initial: a}\nstates: {a: {}}\n'
    assert only(text, "PB105").fixes == ()


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        ("dark: {}", "dark: {terminal: true}", "dark: {final_state: true}"),
        ("dark: {}", "dark: {final: true}", "dark: {final_state: true}"),
        ("dark: {}", 'dark: {invariant: "x() > 0"}', 'dark: {invariants: [{condition: "x() > 0"}]}'),
        ("dark: {}", "dark:\n      invariant: x() > 0", 'dark:\n      invariants: [{condition: "x() > 0"}]'),
    ],
)
def test_older_keys_are_read_and_written_anew(old, new, after):
    text = lamp(old, new)
    finding = only(text, "PB111")
    assert (finding.severity, finding.fixes[0].safe) == (Severity.INFO, True)
    assert mended(text, finding.fixes[0]) == lamp(old, after)
    one, other = playbook(text).machine.states[0], playbook(lamp(old, after)).machine.states[0]
    assert (one.final, [i.condition.text for i in one.invariants]) == (
        other.final,
        [i.condition.text for i in other.invariants],
    )


def test_of_an_older_and_a_newer_key_the_newer_counts():
    text = lamp("dark: {}", "dark: {terminal: true, final_state: false}")
    assert (only(text, "PB111").fixes, playbook(text).machine.states[0].final) == ((), False)


def test_steps_without_a_machine_are_another_kind_of_playbook():
    text = 'version: "1.0"\nsteps: []\n'
    assert "another kind" in only(text, "PB111").message
    assert "PB101" in ids(text)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("playbook: [1]", '"playbook" must be a map, not a list'),
        ("playbook: {steps: [1]}", '"steps" must be a map, not 1'),
        ("playbook: {steps: [{transitions: x}]}", '"transitions" must be a list, not "x"'),
        ("assertions: {path: {must_visit: dark}}", '"must_visit" must be a list, not "dark"'),
    ],
)
def test_older_sections_have_types_too(section, expected):
    assert expected in only(lamp(more=section + "\n"), "PB104").message


@pytest.mark.parametrize("system", ["gateway", '{http: {url: "https://x"}}', "~"])
def test_a_system_is_named_or_found_by_its_address(system):
    assert ids(lamp(more=f"system: {system}\n")) == []


@pytest.mark.parametrize(
    ("system", "id"),
    [("[1]", "PB104"), ("{http: 5}", "PB104"), ("{htp: {url: x}}", "PB103"), ("{http: {}}", "PB101")],
)
def test_a_system_that_cannot_be_found(system, id):
    assert id in ids(lamp(more=f"system: {system}\n"))


def test_a_comment_in_a_flow_map_forbids_to_write_behind_it():
    text = lamp("{id: switch_off, from", "{ # why\n      from")
    assert only(text, "PB101").fixes == ()


def test_an_entry_shared_with_others_is_not_moved():
    text = 'version: "1.0"\nmachine:\n  id: x\n  initial: a\n  transitions: []\nstates: &s {a: {}}\nforbidden: [*s]\n'
    assert [len(d.fixes) for d in findings(text, "PB105")] == [1, 1]
    assert only("{states: {a: {}}}", "PB105").fixes == ()


def test_what_is_in_both_places_is_moved_to_neither():
    text = lamp(more="forbidden: []\n").replace("  transitions:", "  forbidden: []\n  transitions:")
    assert only(text, "PB105").fixes == ()
    assert only(lamp(more="  tui: {}\ntui: {}\n"), "PB105").fixes == ()


def test_a_null_that_is_written_out_is_replaced():
    text = 'version: "1.0"\nmachine: ~\n'
    assert only(text, "PB101").fixes == ()


def test_an_invariant_on_several_lines_is_read_and_not_rewritten():
    text = lamp("dark: {}", "dark:\n      invariant: >\n        x()\n        > 0")
    assert only(text, "PB111").fixes == ()


def test_an_invariant_by_alias_is_not_rewritten_where_its_anchor_stands():
    text = lamp('id: "lamp"', "id: &x lamp").replace("dark: {}", "dark: {invariant: *x}")
    assert only(text, "PB111").fixes == ()


def test_an_older_key_without_a_value_says_nothing():
    assert playbook(lamp("dark: {}", "dark: {invariant: ~}")).machine.states[0].invariants == ()


def test_sections_show_what_they_hold():
    sections = playbook(lamp(more="limits: {a: 1}\n")).sections
    assert ("limits" in sections, "x" in sections, len(sections)) == (True, False, 4)
    assert repr(sections).endswith("'limits': {'a': 1}})")


def test_a_flow_entry_without_its_colon_is_told_as_that():
    text = lamp("{id: switch_on, from: dark", '{id: switch_on, from "dark"')
    found = [d for d in findings(text) if d.severity is Severity.ERROR]
    assert [(d.id, quoted(text, d)) for d in found] == [("PB103", 'from "dark"')]
    assert mended(text, found[0].fixes[0]) == lamp(
        "{id: switch_on, from: dark", '{id: switch_on, from: "dark"'
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [("from: dark", "form: dark"), ("  states:\n", "  state:\n"), ("  transitions:", "  transitons:")],
)
def test_a_misspelt_key_that_is_needed_is_the_only_error(old, new):
    text = lamp(old, new)
    assert [d.id for d in findings(text) if d.severity is Severity.ERROR] == ["PB103"]
    assert not {"PB101", "PB201", "PB301", "PB303"} & set(ids(text))


def test_a_misspelt_assert_is_the_only_error():
    text = lamp(more="scenarios: [{name: s, steps: [{asert: warmth() > 0}]}]\n")
    assert [d.id for d in findings(text) if d.severity is Severity.ERROR] == ["PB103"]
