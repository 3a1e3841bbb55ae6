"""What the dashboard's keys are and do (PB801, PB802, PB805, PB806, PB810)."""

import pytest

from playbook.diagnostics import Severity
from playbook.rules.keyboard import canonical
from tests.playbook.texts import findings, ids, lamp, mended, only, quoted

COMPLETE = 'q: quit, "?": help, c: panel_circuits, m: panel_my-panel'


def dashboard(keys, others=COMPLETE):
    """Two panels with a key each, keys for help and to quit, and the keys that a test is about."""
    given = ", ".join(part for part in (others, keys) if part)
    return lamp(
        more="tui:\n  panels: [{id: circuits, columns: [N]}, {id: my-panel, columns: [N]}]\n"
        f"  keybindings: {{{given}}}\n"
    )


def about_the_dashboard(text):
    return [id for id in ids(text) if id.startswith("PB8")]


@pytest.mark.parametrize(
    "action",
    [
        "quit",
        "refresh",
        "help",
        "reset",
        "toggle_pause",
        "toggle_stats_panel",
        "toggle_my-panel_panel",
        "panel_circuits",
    ],
)
def test_what_keys_may_do(action):
    assert about_the_dashboard(dashboard(f"x: {action}")) == []


@pytest.mark.parametrize(
    "key",
    ["x", '"?"', '"1"', '"ctrl+x"', "Enter", "ArrowUp", "f5", "F12", '" "', "é", '"shift+f5"', "escape"],
)
def test_what_a_key_may_be(key):
    assert findings(dashboard(f"{key}: quit"), "PB805") == []


@pytest.mark.parametrize("key", ["two words", '"f123"', '"+x+"', '""', "x1", "on", '"Yes"', "null", "12"])
def test_what_no_key_is(key):
    text = dashboard(f"{key}: quit")
    finding = only(text, "PB805")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, key)


@pytest.mark.parametrize("key", ["1", "~"])
def test_a_key_that_others_would_not_read_as_text(key):
    text = dashboard(f"{key}: quit")
    finding = only(text, "PB805")
    assert (finding.severity, finding.fixes[0].safe) == (Severity.INFO, True)
    assert findings(mended(text, finding.fixes[0]), "PB805") == []


@pytest.mark.parametrize(("key", "said"), [("entre", 'did you mean "enter"'), ('"hyper+x"', '"hyper"')])
def test_a_key_that_nobody_knows(key, said):
    finding = only(dashboard(f"{key}: quit"), "PB805")
    assert (finding.severity, said in finding.message) == (Severity.WARNING, True)


def test_a_key_that_does_what_there_is_not():
    text = dashboard("x: qiut")
    finding = only(text, "PB805")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, "qiut")
    assert about_the_dashboard(mended(text, finding.fixes[0])) == []


def test_a_key_that_does_nothing_like_it_is_told_what_there_is():
    assert "there are: quit, refresh, help" in only(dashboard("x: zzz"), "PB805").message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ctrl+x", "Ctrl+X"),
        ("shift+c", "C"),
        ("alt+ctrl+x", "Control+Option+x"),
        ("Return", "enter"),
        ("Esc", "escape"),
        (" ", "Spacebar"),
        ("plus", "+"),
        ("ctrl++", "Ctrl+plus"),
        ("cmd+s", "meta+s"),
        ("ArrowUp", "up"),
    ],
)
def test_spellings_of_one_key(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), [("c", "C"), ("ctrl+x", "x"), ("1", "f1"), ("shift+f5", "f5")])
def test_keys_that_differ(one, other):
    assert canonical(one) != canonical(other)


def test_one_key_cannot_do_two_things():
    text = dashboard("Enter: refresh, Return: reset")
    finding = only(text, "PB806")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, "Return")
    assert quoted(text, finding.related[0]) == "Enter"


@pytest.mark.parametrize("same", ["refresh", "toggle_circuit_panel"])
def test_one_key_twice_for_the_same_is_a_leftover(same):
    first = "toggle_circuits_panel" if "panel" in same else same
    finding = only(dashboard(f"Enter: {first}, Return: {same}"), "PB806")
    assert finding.severity is Severity.WARNING


def test_the_same_text_twice_is_the_readers_affair():
    assert findings(dashboard("x: refresh, x: reset"), "PB806") == []


@pytest.mark.parametrize(
    ("key", "said"),
    [("ctrl+w", "closes the tab"), ("F5", "loads the page again"), ("Cmd+Q", "closes the window")],
)
def test_keys_of_the_browser(key, said):
    finding = only(dashboard(f'"{key}": refresh'), "PB806")
    assert (finding.severity, said in finding.message) == (Severity.WARNING, True)


def test_a_key_with_another_held_does_nothing_in_a_runs_page():
    assert only(dashboard('"ctrl+x": refresh'), "PB806").severity is Severity.INFO
    assert findings(dashboard('"shift+x": refresh'), "PB806") == []


def test_a_key_for_a_panel_by_its_singular_is_only_mentioned():
    text = dashboard("x: toggle_circuit_panel")
    finding = only(text, "PB801")
    assert (finding.severity, 'the panel "circuits"' in finding.message) == (Severity.INFO, True)
    assert finding.fixes[0].safe
    assert 'x: "toggle_circuits_panel"' in mended(text, finding.fixes[0])


@pytest.mark.parametrize("action", ["toggle_circut_panel", "panel_circut"])
def test_a_key_for_no_panel(action):
    text = dashboard(f"x: {action}")
    finding = only(text, "PB801")
    assert finding.severity is Severity.ERROR
    assert 'panels are: circuits, my-panel, stats; did you mean "circuits"' in finding.message
    assert findings(mended(text, finding.fixes[0]), "PB801") == []


def test_a_key_for_a_panel_like_no_other():
    assert only(dashboard("x: panel_zzz"), "PB801").fixes == ()


def test_panels_without_a_key_get_free_ones():
    text = dashboard("", others='q: quit, "?": help, c: refresh, m: reset')
    finding = only(text, "PB802")
    assert finding.message == "no key shows or hides 2 panels: circuits, my-panel"
    after = mended(text, finding.fixes[0])
    assert 'i: "toggle_circuits_panel", "y": "toggle_my-panel_panel"}' in after
    assert findings(after, "PB802") == []


def test_keys_are_added_on_lines_where_keys_have_lines():
    text = lamp(
        more="tui:\n  panels: [{id: a, columns: [N]}]\n  keybindings:\n    q: quit # leave\n    '?': help\n"
    )
    after = mended(text, only(text, "PB802").fixes[0])
    assert after.endswith("    '?': help\n    a: \"toggle_a_panel\"\n")


def test_without_any_keys_none_is_missed():
    text = lamp(more="tui: {panels: [{id: a, columns: [N]}], keybindings: {}}\n")
    assert findings(text, "PB802") == findings(text, "PB810") == []


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ("c: panel_circuits", "quit or help"),
        ('"?": help', "no key does quit"),
        ("q: quit", "no key does help"),
    ],
)
def test_keys_for_help_and_to_quit(others, said):
    text = dashboard("", others=others)
    finding = only(text, "PB810")
    assert (finding.severity, said in finding.message) == (Severity.INFO, True)
    assert findings(mended(text, finding.fixes[0]), "PB810") == []


def test_a_key_that_is_taken_is_not_proposed():
    assert only(dashboard("", others='"?": help, q: refresh'), "PB810").fixes == ()


def test_a_key_that_does_a_map_is_the_readers_affair():
    assert findings(dashboard("x: {a: b}"), "PB805") == findings(dashboard("x: {a: b}"), "PB806") == []


def test_a_panel_whose_name_cannot_be_written_gets_no_key():
    text = lamp(more="tui: {panels: [{id: 'A b', columns: [N]}], keybindings: {q: quit}}\n")
    assert only(text, "PB802").fixes == ()
