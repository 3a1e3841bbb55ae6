"""Nodes to a playbook: what is kept, and what is said of the rest."""

import pytest

from playbook.analysis import analyse
from playbook.diagnostics import Severity
from playbook.document.decode import decode
from playbook.source.reader import read
from tests.playbook.document.decoding import findings, ids, only
from tests.playbook.texts import LAMP, lamp, mended, place, quoted


def decoded(text):
    return decode(read(text).root).playbook


def machine(text=LAMP):
    return decoded(text).machine


def test_a_valid_playbook_has_no_findings():
    assert findings(LAMP) == []


def test_the_machine_is_read():
    assert (machine().id, machine().initial.name) == ("lamp", "dark")
    assert [state.id for state in machine().states] == ["dark", "bright"]
    assert [t.id for t in machine().transitions] == ["switch_on", "switch_off"]


def test_every_element_has_its_path_and_span():
    second = machine().transitions[1]
    assert second.path == ("machine", "transitions", 1)
    assert (second.span.line, second.span.column) == (14, 7)
    assert machine().states[1].invariants[0].condition.path[-1] == "condition"


def test_a_source_may_be_a_list():
    transition = machine(lamp("from: dark", "from: [dark, bright]")).transitions[0]
    assert [ref.name for ref in transition.sources] == ["dark", "bright"]
    assert transition.sources[1].path == ("machine", "transitions", 0, "from", 1)
    assert not transition.wildcard


def test_a_wildcard_may_except_states():
    transition = machine(lamp("from: dark", 'from: "*", except: [bright]')).transitions[0]
    assert transition.wildcard
    assert [ref.name for ref in transition.except_] == ["bright"]


def test_states_named_on_and_off():
    text = LAMP.replace("dark", "off").replace("bright", "on")
    assert [state.id for state in machine(text).states] == ["off", "on"]
    assert set(ids(text)) == {"PB004"}


def test_numbers_as_names_are_texts():
    assert [s.id for s in machine(LAMP.replace("dark", "0777")).states] == ["0777", "bright"]


def test_a_state_may_be_empty_and_final():
    text = lamp("dark: {}", "dark:\n    shut: {final_state: true, description: Over, on_entry: [ring]}")
    dark, shut, _ = machine(text).states
    assert (dark.final, shut.final, shut.description, shut.on_entry) == (False, True, "Over", ("ring",))


def test_actions_of_transitions_are_kept():
    text = lamp("event: pressed", "event: pressed, actions: [{type: click, selector: x}], assertions: [y]")
    transition = machine(text).transitions[0]
    assert transition.actions == ({"type": "click", "selector": "x"},)
    assert transition.assertions == ("y",)


def test_unknown_keys_are_kept_as_extras():
    assert machine(lamp('id: "lamp"', 'id: "lamp"\n  colour: red')).extras == {"colour": "red"}


def test_every_section_is_kept_known_or_not():
    playbook = decoded(lamp(more="audio: {rate: 16000}\nperformance: {max_routing_ms: 10}\n"))
    assert playbook.sections["audio"] == {"rate": 16000}
    assert playbook.sections["performance"] == {"max_routing_ms": 10}
    assert playbook.extras == {"audio": {"rate": 16000}}


def test_an_unknown_section_is_mentioned_not_complained_of():
    finding = only(lamp(more="audio: {}\n"), "PB103")
    assert (finding.severity, place(finding)) == (Severity.INFO, (15, 1))


@pytest.mark.parametrize("text", ["", "~", "# nothing\n", "[1, 2]", "hello"])
def test_a_text_that_is_no_map_has_no_playbook(text):
    analysis = analyse(text)
    assert (analysis.playbook, analysis.ok) == (None, False)
    assert [d.id for d in analysis.diagnostics] == ["PB101"]


@pytest.mark.parametrize(
    ("old", "what"),
    [
        ('version: "1.0"\n', '"version"'),
        ('  id: "lamp"\n', '"id"'),
        ('  initial: "dark"\n', '"initial"'),
        ("id: switch_on, ", '"id"'),
        ("to: bright, ", '"to"'),
        ("from: dark, ", '"from"'),
        (", event: pressed", '"event"'),
        ('\n          condition: "warmth() > 0"', '"condition"'),
    ],
)
def test_a_required_key_that_is_missing(old, what):
    finding = only(lamp(old, ""), "PB101")
    assert finding.severity is Severity.ERROR
    assert what in finding.message


@pytest.mark.parametrize("empty", ["", "~", '""'])
@pytest.mark.parametrize(
    ("old", "key", "line"),
    [
        ('"1.0"', "version", 1),
        ('"lamp"', "id", 4),
        ('"dark"', "initial", 5),
    ],
)
def test_a_required_key_without_a_value(old, key, line, empty):
    text = lamp(old, empty)
    finding = only(text, "PB101")
    assert (finding.span.line, quoted(text, finding)) == (line, key)
    assert ids(text) == ["PB101"]


@pytest.mark.parametrize("key", ["from: dark", "to: bright", "event: pressed"])
@pytest.mark.parametrize("empty", ["null", '""'])
def test_a_transition_with_an_empty_end_or_event(key, empty):
    name = key.split(":")[0]
    finding = only(lamp(key, f"{name}: {empty}"), "PB101")
    assert f'"{name}" of this transition is empty' in finding.message


def test_a_transition_from_no_state_at_all():
    assert only(lamp("from: dark", "from: []"), "PB101").span.line == 13


@pytest.mark.parametrize("key", ["states", "transitions"])
@pytest.mark.parametrize("empty", ["", "{}", "[]"])
def test_a_machine_without_parts_cannot_be_saved(key, empty):
    start = LAMP.index(f"  {key}:")
    rest = LAMP[LAMP.index("  transitions:") :] if key == "states" else ""
    assert not analyse(f"{LAMP[:start]}  {key}: {empty}\n{rest}").ok


def test_an_empty_machine_is_still_a_playbook():
    analysis = analyse('version: "1.0"\nname: "N"\nmachine:\n')
    assert (analysis.playbook.name, analysis.ok) == ("N", False)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('id: "lamp"', "id: [x]", "must be a text, not a list"),
        ('initial: "dark"', "initial: {a: 1}", "must be the name of a state, not a map"),
        ("from: dark", "from: {a: 1}", "must be the name of a state, not a map"),
        ("from: dark", "from: [dark, [x]]", "must be a list of states' names, not a list"),
        ("dark: {}", "dark: 5", 'the state "dark" must be a map'),
        ("dark: {}", "dark: {final_state: 1}", "must be true or false, not 1"),
        ("dark: {}", "dark: {invariants: x}", 'must be a list, not "x"'),
        ("dark: {}", "dark: {invariants: [x]}", 'must be a map, not "x"'),
        ("event: pressed", "event: pressed, guard: [x]", "must be a condition, not a list"),
        (
            'condition: "warmth() > 0"',
            "condition: x > 0\n          severity: fatal",
            "one of warning, error, critical",
        ),
    ],
)
def test_a_wrong_type_is_named_with_what_was_seen(old, new, expected):
    finding = only(lamp(old, new), "PB104")
    assert expected in finding.message
    assert finding.severity is Severity.ERROR


def test_states_as_a_list_are_refused_once():
    text = (
        LAMP[: LAMP.index("    dark: {}")]
        + "    [dark, bright]\n  transitions:\n    - {id: t, from: a, to: b, event: e}\n"
    )
    assert ids(text) == ["PB104"]


def test_a_state_of_the_wrong_type_is_still_a_state():
    assert [s.id for s in machine(lamp("dark: {}", "dark: [x]")).states] == ["dark", "bright"]


def test_the_version_as_a_number_has_a_safe_fix():
    text = lamp('"1.0"', "1.0")
    finding = only(text, "PB102")
    assert (place(finding), finding.fixes[0].safe) == ((1, 10), True)
    assert findings(mended(text, finding.fixes[0])) == []


@pytest.mark.parametrize("version", ['"2.0"', "2", "1", '"1"', "v1"])
def test_another_version_is_refused_and_set(version):
    text = lamp('"1.0"', version)
    finding = only(text, "PB102")
    assert (version.strip('"') in finding.message, finding.fixes[0].safe) == (True, False)
    assert mended(text, finding.fixes[0]) == LAMP


def test_a_version_of_the_wrong_type_cannot_be_mended():
    assert only(lamp('"1.0"', "[1]"), "PB102").fixes == ()


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        ("dark: {}", 'dark: {final_state: "yes"}', "dark: {final_state: true}"),
        ("dark: {}", "dark: {final_state: off}", "dark: {final_state: false}"),
        ("dark: {}", "dark: {on_entry: ring}", "dark: {on_entry: [ring]}"),
        ("event: pressed", "event: pressed, actions: 'a, b'", "event: pressed, actions: ['a, b']"),
        (
            'condition: "warmth',
            'severity: eror\n          condition: "warmth',
            'severity: "error"\n          condition: "warmth',
        ),
    ],
)
def test_a_value_whose_meaning_is_clear_is_converted(old, new, right):
    text = lamp(old, new)
    assert mended(text, only(text, "PB104").fixes[0]) == lamp(old, right)


def test_a_text_on_several_lines_is_not_made_a_list():
    assert only(lamp("dark: {}", "dark:\n      on_entry: |\n        ring"), "PB104").fixes == ()
    assert only(lamp("dark: {}", "dark:\n      on_entry: 'a\n        b'"), "PB104").fixes == ()


def test_a_machine_that_is_no_map():
    assert '"machine" must be a map, not "x"' in only('version: "1.0"\nmachine: x\n', "PB104").message


@pytest.mark.parametrize("key", ["final_state: ~", "description: ~", "invariants: ~"])
def test_nothing_is_as_good_as_absent(key):
    assert findings(lamp("dark: {}", f"dark: {{{key}}}")) == []


def test_a_list_within_a_list_of_actions_is_refused():
    assert (
        "must be a text or a map"
        in only(lamp("dark: {}", "dark: {on_exit: [a, {b: 1}, [c]]}"), "PB104").message
    )


@pytest.mark.parametrize(
    ("old", "new", "known"),
    [
        ("initial:", "intial:", "initial"),
        ("transitions:", "transition:", "transitions"),
        ("event: pressed", "evnt: pressed", "event"),
    ],
)
def test_a_misspelt_key_is_recognised_and_mended(old, new, known):
    text = lamp(old, new)
    finding = only(text, "PB103")
    assert f'did you mean "{known}"' in finding.message
    assert findings(mended(text, finding.fixes[0])) == []


def test_a_key_at_the_top_that_belongs_into_the_machine():
    finding = only(lamp(more="forbidden: []\n"), "PB105")
    assert (place(finding), finding.severity) == ((15, 1), Severity.ERROR)
    assert ids(lamp(more="forbidden: []\n")) == ["PB105"]


def test_a_section_inside_the_machine_that_belongs_at_the_top():
    assert place(only(lamp(more="  tui: {}\n"), "PB105")) == (15, 3)


def test_an_id_that_is_not_the_key_is_corrected_by_a_fix():
    text = lamp("dark: {}", "dark: {id: drak}")
    finding = only(text, "PB106")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "drak")
    assert findings(mended(text, finding.fixes[0])) == []
    assert machine(text).states[0].id == "dark"


def test_a_key_with_quotes_in_it_is_escaped_by_the_fix():
    text = lamp("dark: {}", """dark: {}\n    'a"\\b': {id: x}""")
    assert findings(mended(text, only(text, "PB106").fixes[0]), "PB106") == []


def test_older_sections_say_as_what_they_run():
    text = lamp(more="playbook: {steps: []}\nassertions: {path: {}}\n")
    assert [(d.id, d.severity) for d in findings(text)] == [("PB111", Severity.INFO)] * 2
    assert all('"playbook section"' in finding.message for finding in findings(text))


@pytest.mark.parametrize("section", ["", "playbook: ~\n"])
def test_older_assertions_alone_are_about_nothing(section):
    (*_, finding) = findings(lamp(more=f"{section}assertions: {{path: {{}}}}\n"), "PB111")
    assert 'after the steps of a section "playbook", and there is none' in finding.message


def test_older_invariant_violations_are_read():
    text = lamp(
        "  transitions:",
        '  invariant_violations:\n    - {state: dark, condition: "hot()", reason: bug}\n  transitions:',
    )
    (violation,) = machine(text).violations
    assert (violation.state.name, violation.condition.text, violation.reason) == ("dark", "hot()", "bug")
    assert ids(text) == ["PB111"]


def test_forbidden_pairs_are_read():
    text = lamp(more="  forbidden:\n    - {from: bright, to: bright, reason: why}\n")
    (pair,) = machine(text).forbidden
    assert (pair.source.name, pair.target.name, pair.reason) == ("bright", "bright", "why")


def test_merged_values_are_read():
    text = lamp("- {id: switch_on, from: dark, ", "- &d {from: dark, id: switch_on, ").replace(
        "- {id: switch_off, from: bright, to: dark, event: released}", "- {<<: *d, id: again, event: held}"
    )
    again = machine(text).transitions[1]
    assert (again.id, again.sources[0].name, again.target.name, again.event) == (
        "again",
        "dark",
        "bright",
        "held",
    )


def test_the_key_is_renamed_where_the_rest_of_the_text_calls_the_state_by_its_id():
    text = lamp("    dark: {}", "    drak: {id: dark}")
    first, second = only(text, "PB106").fixes
    assert (first.title, second.title) == ('Rename the key to "dark"', 'Set id to "drak"')
    assert only(lamp("    dark: {}", "    dark: {id: drak}"), "PB106").fixes[0].title == 'Set id to "dark"'
