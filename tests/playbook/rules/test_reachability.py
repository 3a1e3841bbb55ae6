"""States that nothing reaches or leaves (PB301 to PB304), wildcards and their exceptions included."""

from hypothesis import given
from hypothesis import strategies as st

from playbook.diagnostics import Severity
from playbook.document.index import Index
from playbook.document.model import Machine, Playbook, State, StateRef, Transition
from playbook.rules.reachability import reached
from tests.playbook.texts import LAMP, findings, ids, lamp, only, quoted

LOST = lamp("    bright:", "    lost: {}\n    bright:")
NAMES = ["a", "b", "c", "d", "e"]


def test_a_state_that_nothing_leads_to():
    finding = only(LOST, "PB301")
    assert (finding.severity, quoted(LOST, finding)) == (Severity.WARNING, "lost")


def test_a_state_that_only_a_wildcard_leads_to():
    text = LOST + '    - {id: lose, from: "*", to: lost, event: blown}\n'
    assert (only(text, "PB302").severity, findings(text, "PB301")) == (Severity.INFO, [])


def test_a_wildcard_that_excepts_all_that_is_reached_leads_nowhere():
    text = LOST + '    - {id: lose, from: "*", except: [dark, bright], to: lost, event: blown}\n'
    assert quoted(text, only(text, "PB301")) == "lost"


def test_a_state_without_a_way_out():
    text = lamp("    - {id: switch_off, from: bright, to: dark, event: released}\n", "")
    assert quoted(text, only(text, "PB303")) == "bright"


def test_a_loop_is_no_way_out():
    text = lamp("from: bright, to: dark", "from: bright, to: bright")
    assert quoted(text, only(text, "PB303")) == "bright"


def test_a_final_state_needs_no_way_out():
    text = lamp("    - {id: switch_off, from: bright, to: dark, event: released}\n", "")
    assert findings(text.replace("bright:\n", "bright:\n      final_state: true\n"), "PB303") == []


def test_a_state_that_only_wildcards_leave():
    text = lamp("from: bright, to: dark", 'from: "*", to: dark')
    assert quoted(text, only(text, "PB304")) == "bright"


def test_without_an_initial_state_nothing_is_unreachable():
    assert not {"PB301", "PB302"} & set(ids(lamp('initial: "dark"', 'initial: "gone"')))


def test_the_lamp_has_neither():
    assert ids(LAMP) == []


def ref(name):
    return StateRef(name=name)


transitions = st.builds(
    lambda sources, excepted, target: Transition(
        id="t",
        sources=tuple(map(ref, sources)),
        except_=tuple(map(ref, excepted)),
        target=ref(target),
        event="e",
    ),
    st.lists(st.sampled_from([*NAMES, "*"]), min_size=1, max_size=2),
    st.lists(st.sampled_from(NAMES), max_size=3),
    st.sampled_from([*NAMES, "undeclared"]),
)


@given(st.lists(transitions, max_size=8))
def test_reaching_agrees_with_following_every_transition(found):
    index = Index(
        Playbook(machine=Machine(states=tuple(State(id=n) for n in NAMES), transitions=tuple(found)))
    )
    slow, before = {"a"}, set()
    while slow != before:
        before = set(slow)
        slow |= {t.target.name for s in before for t in index.outgoing(s)} & set(NAMES)
    assert reached(index, "a") == slow
