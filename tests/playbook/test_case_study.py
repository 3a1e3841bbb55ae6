"""What DIAGNOSTICS.md says of the case study comes true: its column "case study", line by line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from playbook.analysis import analyse
from tests.playbook.texts import findings, ids, mended, only

SPEC = Path(__file__).resolve().parents[3] / "shared" / "spec"
FRAGMENTS = SPEC / "federation-gateway.fragments.yaml"
pytestmark = pytest.mark.skipif(
    not FRAGMENTS.exists(), reason="the specification is not beside this checkout"
)


@pytest.fixture(scope="module")
def fragments() -> str:
    return FRAGMENTS.read_text()


@pytest.fixture(scope="module")
def declared(fragments) -> str:
    """The fragments with `completed` and `failed` declared, by the quick fixes themselves."""
    text = fragments
    for name in ("failed", "completed"):
        finding = next(d for d in findings(text, "PB201") if f'"{name}"' in d.message)
        text = mended(text, next(fix for fix in finding.fixes if fix.title == f'Declare the state "{name}"'))
    assert analyse(text).ok
    return text


EXPECTED = {
    "PB109": 1,
    "PB201": 3,
    "PB202": 1,
    "PB302": 2,
    "PB306": 1,
    "PB308": 1,
    "PB310": 1,
    "PB323": 1,
    "PB334": 1,
    "PB403": 1,
    "PB411": 1,
    "PB412": 1,
    "PB414": 3,
    "PB417": 1,
    "PB512": 1,
    "PB604": 1,
    "PB606": 1,
    "PB702": 2,
    "PB709": 1,
    "PB711": 1,
    "PB713": 1,
    "PB801": 1,
    "PB802": 1,
    "PB811": 1,
    "PB901": 1,
    "PB902": 1,
}


@pytest.mark.parametrize(("id", "count"), EXPECTED.items(), ids=list(EXPECTED))
def test_the_fragments_draw_it(fragments, id, count):
    found = findings(fragments, id)
    assert len(found) == count, [d.message for d in found]


def test_the_fragments_lack_two_states_and_nothing_else_is_an_error(fragments):
    errors = Counter(d.id for d in analyse(fragments).diagnostics if d.severity == "error")
    assert errors == {"PB201": 3, "PB202": 1, "PB702": 2}


def test_failed_can_be_left_only_through_the_wildcard(declared):
    assert only(declared, "PB304").path == ("machine", "states", "failed")
    assert only(declared, "PB305").path == ("machine", "states", "failed")


def test_the_gate_that_the_wildcard_goes_past(declared):
    message = only(declared, "PB308").message
    assert '"open_circuit" bypasses "register_model"' in message
    assert '"inferring" and 5 more' in message and "(5 events)" in message


def test_a_failure_need_not_be_acknowledged(declared):
    assert any('"failed" to "inferring"' in d.message for d in findings(declared, "PB333"))


def test_the_likely_final_state_once_marked_is_left_by_the_wildcard(declared):
    finding = only(declared, "PB306")
    assert "completed" in finding.message
    # It can be left, so that no fix marks it unasked.
    assert finding.fixes == ()
    text = declared.replace('id: "completed"\n', 'id: "completed"\n      final_state: true\n', 1)
    assert "PB306" not in ids(text)
    # `completed` has a transition of its own: that a wildcard leaves it too is no surprise.
    text = text.replace(
        '      from: "completed"\n      to: "ready"', '      from: "ready"\n      to: "ready"'
    )
    assert '"completed", which nothing else leaves' in only(text, "PB326").message


def test_the_placeholders_have_no_source_on_the_bare_machine(fragments):
    text = fragments.replace("\nmachine:", '\nsystem: "bare"\nmachine:', 1)
    # `success_rate` is no news to a playbook whose conditions ask for it.
    names = ["healthy_nodes", "total_nodes", "requests_per_sec"]
    told = [d.message for d in findings(text, "PB803")]
    assert len(told) == len(names) and all(f'"{name}"' in m for name, m in zip(names, told, strict=True))
    assert findings(fragments, "PB803") == []


STRUCTURE = """\
version: "1.0"
name: "APR Federation Gateway"
description: "Enterprise model federation state machine"
machine:
  id: "federation_gateway"
  initial: "initializing"
  states: { ... }
  transitions: [ ... ]
  forbidden: [ ... ]
health: { ... }
circuit_breaker: { ... }
routing_policies: [ ... ]
performance: { ... }
scenarios: [ ... ]
tui: { ... }
"""


def test_the_structure_as_it_is_printed_has_placeholders():
    assert len(findings(STRUCTURE, "PB011")) == 9


def test_snippets_pasted_one_after_the_other_repeat_their_keys():
    text = STRUCTURE.split("health:")[0] + "  states:\n    circuit_open: {}\n  transitions: []\n"
    assert [d.path[-1] for d in findings(text, "PB003")] == ["states", "transitions"]
