"""What a run of the older form remembers."""

from __future__ import annotations

import pytest

from playbook.expr.values import Unknown
from playbook.run.memory import Memory
from tests.playbook.document.decoding import playbook
from tests.playbook.texts import lamp


def test_what_is_captured_goes_before_the_section_of_that_name():
    memory = Memory({"limits": 1, "other": 2})
    memory.capture("limits", "x")
    assert (memory["limits"], memory["other"]) == ("x", 2)


def test_what_nobody_has_is_not_there():
    memory = Memory({})
    assert "x" not in memory
    with pytest.raises(KeyError):
        memory["x"]


def test_an_unknown_capture_is_there_and_unknown():
    memory = Memory({})
    memory.capture("x", Unknown(frozenset({"text()"})))
    assert "x" in memory
    assert memory["x"] == Unknown(frozenset({"text()"}))


def test_every_name_is_counted_once():
    memory = Memory({"a": 1, "b": 2})
    memory.capture("a", 3)
    memory.capture("c", 4)
    assert (sorted(memory), len(memory)) == (["a", "b", "c"], 3)


def test_a_state_is_listed_where_it_was_visited_first():
    memory = Memory({})
    for state in ("b", "a", "b"):
        memory.visit(state)
    assert memory.visited == ("b", "a")


def test_the_playbook_that_a_run_reads_is_the_same_but_for_its_sections():
    original, memory = playbook(lamp()), Memory({})
    known = memory.known_to(original)
    assert (known.machine, known.sections) == (original.machine, memory)
    assert original.sections is not memory
