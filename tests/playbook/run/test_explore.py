from __future__ import annotations

import pytest

from playbook.document.model import Step
from playbook.limits import MAX_DISTANT_ACTIONS
from playbook.machine.port import CannotSnapshot
from playbook.run.explore import Explorer
from playbook.run.plan import label
from playbook.run.supply import Supply
from playbook.run.walk import Way, shorter, walk
from tests.playbook.run.turnstile import TURNSTILE, Turnstile, read, supply, transition


def way(given, id, explorer=None):
    explorer = explorer or Explorer(given)
    arrival = explorer.arrive(transition(given, id))
    return arrival and [(label(step), step.repeat) for step in arrival.way.steps]


WAYS = {
    "pay": [("insert(coins: 1)", 1)],
    "pass": [("insert(coins: 1)", 1), ("push()", 1)],
    "ring": [("kick()", 3)],
}


@pytest.mark.parametrize("id", WAYS)
def test_the_shortest_way_is_found(id):
    assert way(supply(), id) == WAYS[id]


@pytest.mark.parametrize("id", WAYS)
def test_it_is_found_with_a_system_that_is_ready_made(id):
    assert way(supply(system=Turnstile()), id) == WAYS[id]


class Forgetful(Turnstile):
    def snapshot(self):
        raise CannotSnapshot("none here")


@pytest.mark.parametrize("id", WAYS)
def test_a_system_without_snapshots_is_driven_through_its_scenarios(id):
    assert way(supply(system=Forgetful), id) == WAYS[id]


def test_no_scenario_need_take_it():
    given = supply(
        "  - name: vandal\n    steps: [{action: kick, repeat: 3}, {assert: \"state == 'alarm'\"}]\n", ""
    )
    assert way(given, "ring") == [("kick()", 1)] * 3


def test_it_is_found_from_where_a_scenario_ends():
    given = supply('guard: "kicks() >= 3"', 'guard: "kicks() >= 3 && coins() == 0"')
    assert way(given, "ring") == [("kick()", 3)]


def test_asking_again_walks_the_same_way():
    given = supply()
    explorer = Explorer(given)
    first, tried = way(given, "pass", explorer), explorer.tried
    assert way(given, "pass", explorer) == first
    assert explorer.tried == tried


def test_it_is_the_same_each_time():
    explorers = [Explorer(supply()) for _ in range(2)]
    for explorer in explorers:
        explorer.arrive(transition(explorer.supply, "calm"))
    assert len({explorer.tried for explorer in explorers}) == 1


def test_what_nothing_reaches_is_none_and_says_why():
    given = supply()
    explorer = Explorer(given)
    assert way(given, "calm", explorer) is None
    why = explorer.why(transition(given, "calm"))
    assert why.startswith('nothing that was tried makes the system emit "key"; "alarm" was reached. Tried: ')
    assert why.endswith("insert, push, kick")


def test_a_small_machine_is_seen_whole():
    given = supply(system=None)
    explorer = Explorer(given)
    assert way(given, "ring", explorer) is None
    assert explorer.complete
    assert "which is all that can come about" in explorer.why(transition(given, "ring"))


def test_it_ends_where_nothing_shorter_can_be_found():
    given = supply("    - {id: calm, from: alarm, to: locked, event: key}\n", "")
    explorer = Explorer(given)
    assert way(given, "pass", explorer) == WAYS["pass"]
    # The scenarios' five, then each of the calls once, one of which is three.
    assert explorer.tried == 5 + 6


def test_a_system_far_away_is_asked_for_less():
    class Far(Turnstile):
        distant = True

    near, far = (Explorer(supply(system=system)) for system in (Turnstile, Far))
    assert way(near.supply, "calm", near) is way(far.supply, "calm", far) is None
    assert far.tried <= 5 + MAX_DISTANT_ACTIONS + 8 < near.tried


def test_a_way_to_it_is_shortened_with_fewer_walks(monkeypatch):
    class Far(Turnstile):
        distant = True

    monkeypatch.setattr("playbook.run.walk.MAX_DISTANT_WALKS", 0)
    steps = Way((Step(action="push"), Step(action="kick", repeat=3)), 0)
    for system, count in ((Far, 2), (Turnstile, 1)):
        given = supply(system=system)
        wanted = transition(given, "ring")
        assert len(shorter(given, walk(given, steps, wanted), wanted).way.steps) == count


def test_the_progress_is_told():
    told: list[tuple[int, int]] = []
    given = supply()
    way(given, "calm", Explorer(given, lambda done, most: told.append((done, most))))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1] > 50


def test_the_search_is_bounded(monkeypatch):
    monkeypatch.setattr("playbook.run.explore.MAX_EXPLORED_ACTIONS", 40)
    monkeypatch.setattr("playbook.run.explore.MAX_SHORTEST_ACTIONS", 20)
    given = supply()
    explorer = Explorer(given)
    way(given, "calm", explorer)
    assert explorer.tried <= 40 + 8
    assert "within the bounds of the search" in explorer.why(transition(given, "calm"))


def test_a_way_by_time_is_found():
    class Timed(Turnstile):
        def kick(self) -> None:
            self.host.after(30_000, lambda: self.host.emit("key"))
            super().kick()

    text = "health: {pause_ms: 30000}\nscenarios:"
    assert way(supply("scenarios:", text, Timed), "calm") == [("kick()", 3), ("wait(duration_ms: 30000)", 1)]


def test_a_way_that_only_the_seed_of_a_scenario_opens_is_found():
    class Moody(Turnstile):
        def push(self) -> None:
            self.host.emit("key" if self.seed == 4 else "pushed")

    given = supply("  - name: vandal\n", "  - name: vandal\n    seed: 4\n", Moody)
    assert way(given, "calm") == [("kick()", 3), ("push()", 1)]


def test_a_long_chain_of_the_bare_machine_is_gone_to_its_end():
    states = "".join(f"    s{n}: {{}}\n" for n in range(120))
    chain = "".join(f"    - {{id: t{n}, from: s{n}, to: s{n + 1}, event: e{n}}}\n" for n in range(119))
    text = f'version: "1.0"\nmachine:\n  id: chain\n  initial: s0\n  states:\n{states}  transitions:\n{chain}'
    given = Supply(read(text=text))
    explorer = Explorer(given)
    arrival = explorer.arrive(transition(given, "t118"))
    assert (arrival.engine.state, len(arrival.way.steps)) == ("s119", 119)
    assert explorer.tried == 119


# What the older section does itself.

SECTION = "playbook: {setup: [{action: insert, params: {coins: 1}}], steps: [{transitions: [smash, calm]}]}\n"
SMASH = "    - {id: smash, from: open, to: alarm, event: smashed}\n    - {id: calm,"


def with_section(section=SECTION, system=Turnstile):
    text = TURNSTILE.replace("    - {id: calm,", SMASH).replace("scenarios:\n", f"{section}scenarios:\n")
    return Supply(read(text=text), system)


@pytest.mark.parametrize("system", [Turnstile, Forgetful])
def test_the_older_sections_run_is_a_way(system):
    given = with_section(system=system)
    assert way(given, "smash") == [("insert(coins: 1)", 1), ('the event "smashed"', 1)]


def test_it_goes_on_where_the_section_goes_on():
    alone = SECTION.replace("[smash, calm]", "[smash]")
    assert way(with_section(), "calm")[-1] == ('the event "key"', 1)
    assert way(with_section(alone), "calm") is None


def test_without_the_section_nobody_hands_the_event_in():
    assert way(with_section(""), "smash") is None


def test_the_sections_way_ends_where_its_run_ends():
    assert way(with_section(SECTION.replace("[smash, calm]", "[calm, smash]")), "smash") is None


def test_a_way_by_actions_alone_is_preferred():
    assert way(with_section(SECTION.replace("[smash, calm]", "[pass]")), "pass") == WAYS["pass"]
