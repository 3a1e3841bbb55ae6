"""What the run pages are given: notes, facts and times as people read them."""

from __future__ import annotations

import pytest

from playbook.api import blank
from runner import contexts
from runner.models import Run


def noted(*whats: str, verdict: str = "") -> list[str]:
    notes = [{"what": what, "message": what} for what in whats]
    return [note["what"] for note in contexts._notable({**blank(), "notes": notes, "verdict": verdict})]


@pytest.mark.parametrize(
    ("notes", "shown"),
    [
        (["lost", "resumed"], ["lost", "resumed"]),
        (["paused"], ["paused"]),
        (["paused", "continued"], []),
        (["paused", "paused", "paused"], ["paused"]),
        (["paused", "continued", "lost"], ["lost"]),
        ([], []),
    ],
)
def test_a_pause_is_worth_a_note_only_while_it_lasts(notes, shown):
    assert noted(*notes) == shown


def test_a_finished_run_is_not_paused():
    assert noted("paused", verdict="cancelled") == []


def test_of_many_facts_the_newest_are_shown_and_the_others_counted():
    facts = [{"kind": "action", "name": str(number)} for number in range(contexts.FACTS_SHOWN + 7)]
    step = contexts._newest_facts({"label": "a", "facts": facts})
    assert (len(step["facts"]), step["earlier"]) == (contexts.FACTS_SHOWN, 7)
    assert step["facts"][-1] == facts[-1]


def test_a_few_facts_are_all_shown():
    assert contexts._newest_facts({"facts": [{}]}) == {"facts": [{}], "earlier": 0}


@pytest.mark.parametrize(
    ("status", "wanted", "words"),
    [
        ("queued", "run", "queued: no worker has taken it yet"),
        ("queued", "pause", "paused"),
        ("running", "pause", "paused"),
        ("running", "run", "running"),
        ("finished", "pause", "finished"),
    ],
)
def test_how_a_run_stands_in_words(status, wanted, words):
    assert contexts._standing_words(Run(status=status, wanted=wanted)) == words


def test_long_times_are_readable():
    assert contexts._clock(604_800_000) == "604,800,000 ms"


def travelled(count: int) -> list[str]:
    taken = [{"source": f"s{number}", "target": f"s{number + 1}"} for number in range(count)]
    return contexts._path({**blank(), "state": f"s{count}", "taken": taken})


def test_the_path_begins_where_the_run_began():
    assert travelled(0) == ["s0"]
    assert travelled(2) == ["s0 → s1", "→ s2"]


def test_of_a_long_path_the_newest_stops_are_shown():
    path = travelled(201)
    assert (len(path), path[0], path[-1]) == (200, "… → s2", "→ s201")
