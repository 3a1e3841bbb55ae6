"""What a wildcard includes without saying so, loops, and events that one state misses (PB322 to PB327)."""

from playbook.diagnostics import Severity
from tests.playbook.texts import findings, ids, lamp, mended, only

BLOW = '    - {id: blow, from: "*", to: dark, event: blown}\n'


def test_a_wildcard_includes_its_target():
    finding = only(lamp(more=BLOW), "PB323")
    assert (finding.severity, 'from "dark" to "dark"' in finding.message) == (Severity.INFO, True)


def test_the_fix_excepts_the_target():
    text = lamp(more=BLOW)
    after = mended(text, only(text, "PB323").fixes[0])
    assert 'from: "*", except: ["dark"], to: dark' in after and "PB323" not in ids(after)


def test_in_a_block_the_fix_is_a_line_of_its_own():
    text = lamp(more='    - id: blow\n      from: "*"  # all\n      to: dark\n      event: blown\n')
    after = mended(text, only(text, "PB323").fixes[0])
    assert '      from: "*"  # all\n      except: ["dark"]\n      to: dark\n' in after


def test_a_transition_of_the_state_comes_first():
    text = lamp(more=BLOW.replace("blown", "pressed"))
    assert 'never reaches the state "dark"' in only(text, "PB322").message


def test_a_guarded_one_may_let_the_wildcard_have_it():
    text = lamp("event: pressed}", "event: pressed, guard: a()}", more=BLOW.replace("blown", "pressed"))
    assert 'comes second in the state "dark"' in only(text, "PB322").message


def test_an_excepted_state_hides_nothing():
    text = lamp(more=BLOW.replace("blown", "pressed").replace('"*"', '"*", except: [dark]'))
    assert findings(text, "PB322") == []


FINAL = lamp("    - {id: switch_off, from: bright, to: dark, event: released}\n", BLOW).replace(
    "bright:\n", "bright:\n      final_state: true\n"
)


def test_a_wildcard_leaves_a_final_state():
    finding = only(FINAL, "PB326")
    assert (finding.severity, '"bright", which nothing else leaves' in finding.message) == (
        Severity.WARNING,
        True,
    )
    assert "PB326" not in ids(mended(FINAL, finding.fixes[0]))


def test_a_final_state_that_can_be_left_anyway_is_no_matter():
    text = FINAL + "    - {id: off, from: bright, to: dark, event: released}\n"
    assert findings(text, "PB326") == []


LOOP = "    - {id: hold, from: bright, to: bright, event: held}\n"


def test_a_loop_that_says_nothing():
    assert 'the transition "hold" leads back' in only(lamp(more=LOOP), "PB324").message


def test_loops_are_told_once():
    text = lamp(more=LOOP + LOOP.replace("hold", "keep").replace("held", "kept"))
    assert "2 transitions (hold, keep) lead back" in only(text, "PB324").message


def test_a_loop_that_explains_itself():
    for more in ("guard: a()", "description: It shines on.", "actions: [x]"):
        assert findings(lamp(more=LOOP.replace("}", f", {more}}}")), "PB324") == []


def player(stops: str) -> str:
    return f"""\
machine:
  id: p
  initial: a
  states: {{a: {{}}, b: {{}}, c: {{}}, d: {{}}, off: {{}}}}
  transitions:
    - {{id: ab, from: a, to: b, event: x}}
    - {{id: bc, from: b, to: c, event: x}}
    - {{id: cd, from: c, to: d, event: y}}
    - {{id: da, from: d, to: a, event: y}}
    - {{id: oa, from: off, to: a, event: y}}
    - {{id: stop, from: [{stops}], to: off, event: stop}}
"""


def test_an_event_that_all_states_but_one_handle():
    assert '"stop" is handled in 3 states, but "d" ignores it' in only(player("a, b, c"), "PB327").message


def test_none_or_two_that_miss_it_are_no_slip():
    assert findings(player("a, b, c, d"), "PB327") == findings(player("a, b"), "PB327") == []
