"""Names that cannot be carried everywhere, and names that are mistaken for each other (PB107, PB108)."""

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import LAMP, findings, ids, lamp, mended, only, quoted

SCENARIO = (
    "scenarios:\n  - name: s\n    steps:\n      - action: pressed\n      - assert: \"state == 'NAME'\"\n"
)


def named(name, more=SCENARIO):
    """The lamp whose bright state has this name everywhere."""
    return (LAMP + more).replace("NAME", "bright").replace("bright", name)


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("Bright", "bright"),
        ("very-bright", "very_bright"),
        ("BrightLight", "bright_light"),
        ("1st", "state_1st"),
        ("hell é", "hell_e"),
    ],
)
def test_renaming_changes_every_use(name, new):
    text = named(name)
    (finding,) = findings(text, "PB107")
    assert finding.severity is Severity.WARNING
    after = mended(text, finding.fixes[0])
    assert after == named(new)
    assert "PB107" not in ids(after)


def test_renaming_keeps_quotes_and_the_id():
    text = lamp("    bright:\n", '    "Bright":\n      id: "Bright"\n').replace("bright", "Bright")
    assert '    "bright":\n      id: "bright"\n' in mended(text, only(text, "PB107").fixes[0])


def test_a_comparison_with_a_list_is_renamed_too():
    text = named("Bright", SCENARIO.replace("== 'NAME'", "in ['dark', 'NAME']"))
    assert "in ['dark', 'bright']" in mended(text, only(text, "PB107").fixes[0])


@pytest.mark.parametrize(
    "more",
    [
        SCENARIO.replace("state ==", "last_state() =="),
        "metadata: {shown: NAME}\n",
        "assertions: {path: {must_visit: [NAME]}}\n",
        "simulation: {functions: {x(): \"state == 'NAME'\"}}\n",
    ],
)
def test_where_a_use_may_be_something_else_nothing_is_renamed(more):
    assert [d.fixes for d in findings(named("Bright", more), "PB107")] == [()]


def test_a_name_that_is_taken_is_not_suggested():
    assert only(lamp("    bright:\n", "    Dark: {}\n    bright:\n"), "PB107").fixes == ()


def test_a_reserved_name_is_an_error_and_renamed():
    text = named("state", "")
    finding = only(text, "PB107")
    assert finding.severity is Severity.ERROR
    assert mended(text, finding.fixes[0]) == named("state_state", "")


def test_a_habit_is_told_once():
    more = "".join(f"    S{i}: {{}}\n" for i in range(6))
    finding = only(lamp("    dark: {}\n", "    dark: {}\n" + more), "PB107")
    assert (
        finding.message
        == "6 states have names that are not of the form a-z, 0-9 and _: S0, S1, S2, S3 and 2 more"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: switch_on", "id: switch-on", "1 transition name is not of the form a-z, 0-9 and _: switch-on"),
        ("event: pressed", "event: Pressed", "1 event name is not of the form a-z, 0-9 and _: Pressed"),
    ],
)
def test_for_transitions_and_events_it_is_a_hint(old, new, said):
    text = lamp(old, new)
    finding = only(text, "PB107")
    assert (finding.severity, finding.message, quoted(text, finding)) == (
        Severity.INFO,
        said,
        new.split(": ")[1],
    )


@pytest.mark.parametrize(
    ("old", "new", "kind", "by"),
    [
        ("    bright:\n", "    Dark: {}\n    bright:\n", "states", "case"),
        ("    bright:\n", "    darks: {}\n    bright:\n", "states", "an s"),
        ("id: switch_off", "id: Switch_on", "transitions", "case"),
        ("event: released", "event: presseds", "events", "an s"),
    ],
)
def test_names_that_look_alike(old, new, kind, by):
    finding = only(lamp(old, new), "PB108")
    assert (finding.severity, len(finding.related)) == (Severity.INFO, 1)
    assert f"the names of the {kind} " in finding.message and finding.message.endswith(f"differ only by {by}")


@pytest.mark.parametrize("name", ["darkness", "dar", "dark_s", "brights_"])
def test_names_that_do_not(name):
    assert "PB108" not in ids(lamp("    bright:\n", f"    {name}: {{}}\n    bright:\n"))


def test_a_panel_that_a_key_calls_by_its_singular():
    tui = "tui:\n  panels: [{id: circuits, columns: [A]}]\n  keybindings: {c: toggle_circuit_panel, d: panel_circuits}\n"
    text = lamp(more=tui)
    finding = only(text, "PB108")
    assert finding.message == 'the panel "circuits" is called "circuit" by the key "c"'
    assert quoted(text, finding) == "circuits"


def test_the_same_event_of_several_transitions_is_one_name():
    assert "PB108" not in ids(lamp("event: released", "event: pressed"))
