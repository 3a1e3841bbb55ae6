"""What is said of the rest of a text that is not valid YAML: everything but the echoes of the error."""

import pytest

from playbook.analysis import analyse
from tests.playbook.texts import LAMP, findings, ids, lamp, only

SCENARIO = "scenarios:\n  - name: s\n    steps:\n      - {action: pressed}\n      - {assert: \"state == 'bright'\"}\n"
ERRORS = {"PB001", "PB002"}


def said(text):
    """The ids of all that is said but the error itself and what the sound lamp draws anyway."""
    return [id for id in ids(text) if id not in (ERRORS | set(ids(lamp(more=SCENARIO))))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    dark: {}\n", "    dark: {} {}\n"),
        ("    bright:\n", "    bright: ]\n"),
        ("    bright:\n", "??\n    bright:\n"),
        ("  states:\n", "  states: ]\n"),
        ("{id: switch_on, from: dark, to: bright, event: pressed}", "{id: switch_on, from: ], to: bright}"),
        ('          condition: "warmth() > 0"\n', "          condition: ] > 0\n"),
        ('  initial: "dark"\n', '  initial: "dark" x"\n'),
        ("machine:\n", "machine: ]\n"),
        ('name: "Lamp"\n', "name: ]\n"),
    ],
)
def test_an_error_has_no_echo(old, new):
    text = lamp(old, new, more=SCENARIO)
    assert [id for id in ids(text) if id in ERRORS] in (["PB001"], ["PB002"])
    assert said(text) == []


def test_a_draft_with_an_error_still_has_all_that_could_be_read():
    analysis = analyse(lamp("    dark: {}\n", "    dark: {} {}\n"))
    assert (analysis.ok, list(analysis.index.states)) == (False, ["dark", "bright"])
    assert len(analysis.playbook.machine.transitions) == 2


def test_what_is_wrong_elsewhere_is_said_all_the_same():
    text = lamp("warmth() > 0", "warmth( > 0", more="tui: {left: ]}\n").replace('"1.0"', "1.0")
    assert {"PB001", "PB102", "PB501"} <= set(ids(text))


def test_a_hole_in_the_scenarios_casts_no_doubt_on_the_machine():
    text = lamp("to: bright", "to: gone", more=SCENARIO.replace("{action: pressed}", "]"))
    assert only(text, "PB201").span.line == 13


def test_a_hole_in_the_machine_casts_doubt_on_names():
    assert "PB201" not in ids(
        lamp("    dark: {}\n", "    dark: {}\n    gone: ]\n").replace("to: dark", "to: gone")
    )


def test_a_hole_in_one_state_does_not_excuse_another():
    text = lamp("    dark: {}\n", "    dark:\n      description: ]\n")
    assert "PB101" in ids(text.replace('\n          condition: "warmth() > 0"', ""))


def test_a_repair_that_is_certain_casts_no_doubt():
    assert "PB201" in ids(lamp("to: bright, event", "to: gone event"))


def test_a_lost_section_may_have_been_any():
    assert "PB101" not in ids(LAMP.replace('version: "1.0"\n', '@version: "1.0"\n'))


@pytest.mark.parametrize("text", ["- ]\n", "]\n", "words\nand: ]\n more\n"])
def test_what_is_left_of_a_text_need_not_be_a_playbook(text):
    assert set(ids(text)) <= ERRORS


def test_a_hole_behind_an_element_may_have_been_its_own():
    text = lamp("event: released}\n", "event: released}\n    - id: third\n      ] from: x\n").replace(
        "]", "@"
    )
    assert said(text) == []


def test_a_hole_behind_another_element_is_not():
    more = "    - {id: third, from: dark, to: bright}\n    - {id: fourth, from: ], to: bright, event: e}\n"
    assert [d.path for d in findings(lamp(more=more), "PB101")] == [("machine", "transitions", 2)]


def test_a_hole_in_a_list_is_not_its_neighbours():
    text = lamp(more="tui:\n  panels:\n    - {id: a, columns: x}\n    - ]\n")
    assert [d.path for d in findings(text, "PB104")] == [("tui", "panels", 0, "columns")]


def test_a_name_that_stands_before_no_colon_is_undeclared_whatever_was_lost():
    text = lamp("to: bright", "to: gone").replace("    dark: {}", "   dark: {}")
    assert "PB001" in ids(text)
    assert '"gone"' in only(text, "PB201").message


def test_a_name_that_a_hole_may_declare_is_left_alone():
    text = lamp("    dark: {}\n", '    dark: "{}\n').replace("to: bright", "to: dim")
    text = text.replace("    bright:\n", '    dim: "x" y\n    bright:\n')
    assert "PB001" in ids(text)
    assert "PB201" not in ids(text)
