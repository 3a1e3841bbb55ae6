"""What changed, in words: by identity, once, and nothing where the texts mean the same."""

from __future__ import annotations

import pytest

from playbook.analysis import analyse
from playbook.changes.compare import changes
from playbook.document.model import Playbook
from tests.playbook.texts import LAMP, lamp

TWO_WAYS = LAMP + "    - {id: fade, from: bright, to: dark, event: released, guard: warmth() > 9}\n"
SCENARIO = """\
scenarios:
  - name: press
    setup:
      - action: plug_in
    steps:
      - action: push
        params: {force: 1}
      - assert: state == 'bright'
"""
FORBIDDEN = "  forbidden:\n    - {from: dark, to: dark, reason: It is dark}\n"


def compared(old: str, new: str):
    before, after = analyse(old).playbook, analyse(new).playbook
    assert before and after
    return changes(before, after)


def told(old: str, new: str) -> list[str]:
    return [change.sentence for change in compared(old, new)]


@pytest.mark.parametrize(
    "same",
    [
        LAMP,
        "# A remark\n" + LAMP,
        lamp('"lamp"', "'lamp'"),
        lamp("from: dark", "from: [dark]"),
        lamp("dark: {}", "dark:"),
        lamp("dark: {}", "dark: {id: dark, final_state: false, invariants: []}"),
        lamp('> 0"', '> 0"\n          severity: error'),
        lamp("id: switch_on, from: dark", "from: dark, id: switch_on"),
        lamp('version: "1.0"\nname: "Lamp"', 'name: "Lamp"\nversion: 1.0'),
    ],
)
def test_nothing_is_told_where_the_texts_mean_the_same(same):
    assert told(LAMP, same) == told(same, LAMP) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("event: pressed", "event: pressed, guard: on()", "guard of `switch_on` added: `on()`"),
        ("event: pressed", "event: pushed", "event of `switch_on` changed from `pressed` to `pushed`"),
        ("from: dark", "from: '*'", "source of `switch_on` changed from `dark` to `*`"),
        ("id: switch_on", "id: on", "transition `switch_on` renamed to `on`"),
        ("dark: {}", "dark: {}\n    failed: {}", "state `failed` added"),
        ("dark: {}", "dark: {final_state: true}", "final_state of `dark` added: `true`"),
        ("dark: {}", "dark: {on_entry: [hum]}", "on_entry of `dark` added"),
        (
            'initial: "dark"',
            'initial: "bright"',
            "initial state of the machine changed from `dark` to `bright`",
        ),
        (
            "> 0",
            "> 1",
            'condition of invariant "It is warm" of `bright` changed from `warmth() > 0` to `warmth() > 1`',
        ),
        ('"Lamp"', '"Lantern"', "name changed from `Lamp` to `Lantern`"),
        ("name:", "model: {size: 1}\nname:", "section `model` added"),
        ("name:", "author: me\nname:", "`author` added: `me`"),
    ],
)
def test_a_change_is_told_in_words(old, new, sentence):
    assert told(LAMP, lamp(old, new)) == [sentence]


def test_an_invariant_is_told_by_its_description_and_its_state():
    gone = LAMP[: LAMP.index("bright:")] + "bright: {}\n" + LAMP[LAMP.index("  transitions:") :]
    assert told(LAMP, gone) == ['invariant "It is warm" of `bright` removed']


def test_a_renamed_state_is_told_once_with_the_references_that_follow():
    [change] = compared(LAMP, LAMP.replace("bright", "lit"))
    assert (change.kind, change.sentence) == ("renamed", "state `bright` renamed to `lit`")
    assert (change.old, change.new) == (("machine", "states", "bright"), ("machine", "states", "lit"))


def test_a_state_that_changes_with_its_name_is_another_one():
    new = LAMP.replace("bright", "lit").replace("> 0", "> 1")
    kinds = {change.sentence: change.kind for change in compared(LAMP, new)}
    assert kinds["state `lit` added"] == "added"
    assert kinds["state `bright` removed"] == "removed"


def test_forbidden_pairs_are_recognised_by_their_ends():
    new = FORBIDDEN.replace("It is dark", "Why bother") + "    - {from: bright, to: bright}\n"
    assert told(LAMP + FORBIDDEN, LAMP + new) == [
        "forbidden pair `dark` to `dark`: reason changed",
        "forbidden pair `bright` to `bright` added",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("force: 1", "force: 2", "scenario `press`: parameter `force` of step 1 changed from `1` to `2`"),
        ("force: 1", 'force: "1"', 'scenario `press`: parameter `force` of step 1 changed from `1` to `"1"`'),
        ("      - assert:", "      - action: wait\n      - assert:", "scenario `press`: step 2 added"),
        (
            "      - action: plug_in\n",
            "      - action: plug_in\n      - action: wait\n",
            "scenario `press`: setup step 2 added",
        ),
        ("force: 1}", "force: 1}\n        repeat: 3", "scenario `press`: repeat of step 1 added: `3`"),
        (
            "'bright'",
            "'dark'",
            "scenario `press`: assertion of step 2 changed from `state == 'bright'` to `state == 'dark'`",
        ),
        ("name: press", "name: push", "scenario `press` renamed to `push`"),
        ("    setup:", "    seed: 3\n    setup:", "seed of scenario `press` added: `3`"),
    ],
)
def test_changes_of_a_scenario_are_told_by_step(old, new, sentence):
    assert told(LAMP + SCENARIO, LAMP + SCENARIO.replace(old, new, 1)) == [sentence]


def test_another_order_of_the_transitions_of_one_event_and_state_is_told():
    lines = TWO_WAYS.splitlines(keepends=True)
    [change] = compared(TWO_WAYS, "".join([*lines[:-2], lines[-1], lines[-2]]))
    assert change.kind == "moved"
    assert change.sentence.endswith(": both wait for `released` in `bright`")


def test_another_order_of_other_elements_is_not_told():
    lines = LAMP.splitlines(keepends=True)
    assert told(LAMP, "".join([*lines[:-2], lines[-1], lines[-2]])) == []


def test_only_what_people_read_is_marked_as_text():
    [change] = compared(LAMP, lamp("It is warm", "Warm it is"))
    assert (change.meaning, change.kind) == ("text", "changed")
    [change] = compared(LAMP, lamp("> 0", "> 1"))
    assert change.meaning == "behaviour"


def test_a_change_names_its_line_in_either_text():
    [change] = compared(LAMP, "# remark\n" + lamp("> 0", "> 1"))
    assert (change.old_line, change.new_line) == (11, 12)
    [change] = compared(lamp("dark: {}", "dark: {}\n    failed: {}"), LAMP)
    assert (change.old_line, change.new_line, change.new) == (8, 0, None)


def test_an_item_of_an_unknown_section_is_told_at_its_place():
    old = LAMP + "model:\n  stages: [{a: 1}, {b: 2}]\n"
    [change] = compared(old, old.replace("b: 2", "b: 3"))
    assert change.new == ("model", "stages", 1, "b")
    assert change.sentence == "`b` of item 2 of `stages` of `model` changed from `2` to `3`"


def test_the_simulation_is_told_by_its_names():
    old = LAMP + "simulation:\n  variables: {heat: 0}\n  actions:\n    press(): [{set: {heat: heat + 1}}]\n"
    new = old.replace("heat: 0", "heat: 5, fuel: 1").replace("heat + 1", "heat + 2")
    assert told(old, new) == [
        "variable `heat` of simulation changed from `0` to `5`",
        "variable `fuel` of simulation added",
        "`heat` of set of statement 1 of action `press()` of simulation changed from `heat + 1` to `heat + 2`",
    ]


def test_a_playbook_that_no_text_was_read_for_is_refused():
    with pytest.raises(TypeError, match="read from a text"):
        changes(Playbook(), Playbook())


def test_sections_that_lost_indentation_has_moved_are_told_as_what_they_are():
    astray = LAMP + "  " + SCENARIO.replace("\n", "\n  ").rstrip(" ")
    assert told(astray, astray.replace("force: 1", "force: 2")) == [
        "scenario `press`: parameter `force` of step 1 changed from `1` to `2`"
    ]


def test_keys_of_the_machine_at_the_top_are_told_as_what_they_are():
    astray = LAMP + FORBIDDEN.replace("\n  ", "\n")[2:]
    assert told(astray, astray.replace("It is dark", "Why")) == [
        "forbidden pair `dark` to `dark`: reason changed"
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("dark: {}", "dark: odd", "state `dark` changed from `{}` to `odd`"),
        ("    - {id: switch_on,", "    - odd\n    - {id: switch_on,", "item 1 added"),
        ("name:", "model: [[1], [{a: 1}]]\nname:", "section `model` added"),
    ],
)
def test_what_has_not_the_shape_of_an_element_is_told_all_the_same(old, new, sentence):
    assert [text.replace("transition 1", "item 1") for text in told(LAMP, lamp(old, new))] == [sentence]


def test_lists_in_lists_are_told_by_their_items():
    old = LAMP + "model: [[{a: 1}, 2], x]\n"
    assert told(old, old.replace("a: 1", "a: 2")) == [
        "`a` of item 1 of item 1 of `model` changed from `1` to `2`"
    ]


def test_an_invariant_without_a_description_is_told_by_its_condition():
    old = lamp('- description: "It is warm"\n          condition', "- condition")
    assert told(old, old.replace('> 0"', '> 0"\n          severity: critical')) == [
        "severity of invariant `warmth() > 0` of `bright` added: `critical`"
    ]


def test_older_invariant_violations_are_told_by_their_condition():
    old = LAMP + "  invariant_violations:\n    - {state: dark, condition: warmth() > 9}\n"
    [text] = told(old, LAMP)
    assert text == "invariant violation `warmth() > 9` of `dark` removed"


def test_a_transition_of_several_states_that_moves_is_told_once():
    both = (
        LAMP
        + "    - {id: a, from: [dark, bright], to: dark, event: e}\n    - {id: b, from: [dark, bright], to: dark, event: e}\n"
    )
    lines = both.splitlines(keepends=True)
    [change] = compared(both, "".join([*lines[:-2], lines[-1], lines[-2]]))
    assert (change.kind, change.noun) == ("moved", "transition")


def test_what_was_a_map_and_is_a_text_now_is_told_as_changed():
    old = LAMP + "system: {http: {url: 'http://a'}}\n"
    assert told(old, LAMP + "system: lamp\n") == [
        'system changed from `{"http": {"url": "http://a"}}` to `lamp`'
    ]


def test_a_state_that_was_a_null_is_told_by_what_it_says_now():
    assert told(lamp("dark: {}", "dark:"), lamp("dark: {}", "dark: {final_state: true}")) == [
        "final_state of `dark` added: `true`"
    ]


def test_a_list_as_a_parameter_is_told_as_a_whole():
    old = LAMP + SCENARIO.replace("force: 1", "force: [1, 2]")
    assert told(old, old.replace("[1, 2]", "[1, 3]")) == [
        "scenario `press`: parameter `force` of step 1 changed from `[1, 2]` to `[1, 3]`"
    ]


def test_elements_that_are_alike_are_not_told_as_renamed():
    pair = "    - {id: %s, from: bright, to: bright, event: e}\n    - {id: %s, from: bright, to: bright, event: e}\n"
    kinds = [change.kind for change in compared(LAMP + pair % ("a", "b"), LAMP + pair % ("c", "d"))]
    assert sorted(kinds) == ["added", "added", "removed", "removed"]


def test_a_state_is_renamed_beside_a_transition_that_is_none():
    old = LAMP + "    - odd\n"
    assert told(old, old.replace("bright", "lit")) == ["state `bright` renamed to `lit`"]


def test_a_forbidden_pair_of_several_states_is_named_by_all_of_them():
    old = LAMP + "  forbidden:\n    - {from: [dark, bright], to: dark}\n"
    assert told(old, LAMP) == ["forbidden pair `dark, bright` to `dark` removed"]


def test_a_parameter_beside_a_changed_one_is_not_told():
    old = LAMP + SCENARIO.replace("force: 1", "hand: left, force: 1")
    assert len(told(old, old.replace("force: 1", "force: 2"))) == 1
