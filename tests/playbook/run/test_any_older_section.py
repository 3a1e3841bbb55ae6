"""Whatever stands in an older section, it is read without breaking and runs to exactly one verdict."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from playbook.analysis import analyse
from playbook.run.scenario import run_scenario
from tests.playbook.texts import LAMP

WORDS = st.sampled_from(
    ["switch_on", "switch_off", "wait", "pressed", "dark", "#x", "state", "1 +", "", "warmth() > 1"]
)
SCALARS = st.one_of(WORDS, st.none(), st.booleans(), st.integers(-5, 5))
KEYS = st.sampled_from(
    ["action", "type", "params", "condition", "duration_ms", "var", "from", "not_empty", "equals", "matches"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
STEPS = st.fixed_dictionaries(
    {}, optional={"name": VALUES, "transitions": st.lists(WORDS, max_size=3) | VALUES, "capture": VALUES}
)
SECTIONS = st.fixed_dictionaries(
    {}, optional={"setup": VALUES, "steps": st.lists(STEPS, max_size=3) | VALUES, "teardown": VALUES}
)
PATHS = st.fixed_dictionaries(
    {}, optional={"must_visit": VALUES, "must_not_visit": VALUES, "ends_at": VALUES}
)
CHECKS = st.fixed_dictionaries({}, optional={"path": PATHS | VALUES, "output": VALUES})


@given(SECTIONS, CHECKS)
def test_it_runs_to_exactly_one_verdict(section, checks):
    more = f"playbook: {json.dumps(section)}\nassertions: {json.dumps(checks)}\n"
    playbook = analyse(LAMP + more).playbook
    assert playbook is not None
    events = list(run_scenario(playbook, "playbook section"))
    assert [event.kind for event in events].count("verdict") == 1
    assert events[-1].kind == "verdict"
    started = [event.index for event in events if event.kind == "step_started"]
    assert started == list(range(events[0].steps))
