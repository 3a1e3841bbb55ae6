"""States that nothing reaches or leaves (PB301 to PB308), wildcards and their exceptions included."""

from hypothesis import given
from hypothesis import strategies as st

from playbook.diagnostics import Severity
from playbook.document.index import Index
from playbook.document.model import Machine, Playbook, State, StateRef, Transition
from playbook.rules.graph import Graph
from tests.playbook.texts import LAMP, findings, ids, lamp, mended, only, quoted

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
    assert not {"PB301", "PB302", "PB303", "PB304", "PB305", "PB308"} & set(ids(LAMP))


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
    assert set(Graph(index).reached("a").came) == slow


SHOP = """\
machine:
  id: shop
  initial: out
  states: {out: {}, browsing: {}, paying: {}, paused: {}}
  transitions:
    - {id: log_in, from: out, to: browsing, event: accepted}
    - {id: pay, from: browsing, to: paying, event: chosen}
    - {id: log_out, from: [browsing, paying], to: out, event: left}
    - {id: pause, from: "*", to: paused, event: began}
    - {id: resume, from: paused, to: browsing, event: ended}
"""


def test_a_wildcard_that_goes_past_a_gate_shows_the_way():
    finding = only(SHOP, "PB308")
    assert '"pause" bypasses "log_in", which every other way to "paying" and 1 more takes' in finding.message
    assert (
        '"out" --began--> "paused" --ended--> "browsing" --chosen--> "paying" (3 events)' in finding.message
    )
    assert quoted(SHOP, finding).startswith("{id: pause")


def test_excepting_the_state_before_the_gate_closes_the_way():
    (fix,) = only(SHOP, "PB308").fixes
    text = mended(SHOP, fix)
    assert 'from: "*", except: ["out"], to: paused' in text
    assert findings(text, "PB308") == []


def test_the_state_that_a_forbidden_pair_protects_is_named_first():
    text = SHOP + "  forbidden: [{from: out, to: browsing}]\n"
    assert 'every other way to "browsing" and 1 more' in only(text, "PB308").message


def test_a_wildcard_back_to_before_the_gate_is_no_bypass():
    assert findings(SHOP.replace("to: browsing, event: ended", "to: out, event: ended"), "PB308") == []


def test_an_excepted_list_gets_one_more():
    text = SHOP.replace('from: "*",', 'from: "*", except: [paused],')
    (fix,) = only(text, "PB308").fixes
    assert 'except: [paused, "out"]' in mended(text, fix)


ORDER = """\
machine:
  id: order
  initial: cart
  states: {cart: {}, lost: {}, searched: {}, delivered: {}}
  transitions:
    - {id: deliver, from: cart, to: delivered, event: received}
    - {id: lose, from: cart, to: lost, event: lost}
    - {id: search, from: lost, to: searched, event: asked}
    - {id: wait, from: searched, to: lost, event: waited}
"""


def test_states_from_which_no_end_is_reached():
    assert [d.path[-1] for d in findings(ORDER, "PB305")] == ["lost", "searched"]


def test_a_marked_final_state_counts_before_names():
    text = ORDER.replace("lost: {}", "lost: {final_state: true}")
    assert [d.path[-1] for d in findings(text, "PB305")] == []


def test_where_nothing_sounds_like_an_end_nothing_is_said():
    assert findings(ORDER.replace("delivered", "elsewhere"), "PB305") == []


def test_the_likely_final_state_is_named_and_marked():
    finding = only(ORDER, "PB306")
    assert "it could be: delivered" in finding.message
    assert "delivered: { final_state: true }" in mended(ORDER, finding.fixes[0])


def test_a_final_state_that_can_be_left_is_a_note():
    text = lamp("bright:\n", "bright:\n      final_state: true\n")
    assert (only(text, "PB307").severity, findings(text, "PB306")) == (Severity.INFO, [])


def test_a_final_state_may_be_reached_past_any_gate():
    text = SHOP.replace("paused: {}}", "paused: {}, closed: {final_state: true}}") + (
        "    - {id: close, from: paying, to: closed, event: paid}\n"
        "    - {id: expire, from: paused, to: closed, event: expired}\n"
    )
    text = text.replace("    - {id: resume, from: paused, to: browsing, event: ended}\n", "")
    assert findings(text, "PB308") == []


def test_a_state_that_plain_transitions_leave_is_not_marked_by_a_fix():
    text = ORDER + "    - {id: reorder, from: delivered, to: cart, event: again}\n"
    finding = only(text, "PB306")
    assert "delivered" in finding.message and finding.fixes == ()
