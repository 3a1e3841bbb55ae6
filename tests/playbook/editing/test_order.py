"""Where a key belongs."""

from __future__ import annotations

import pytest

from playbook.editing.order import place_of, shape_at


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ((), "playbook"),
        (("machine", "states", "idle"), "state"),
        (("machine", "states", "idle", "invariants", 0), "invariant"),
        (("machine", "states"), ""),
        (("scenarios", 0, "steps", 1), "step"),
        (("scenarios", 0, "steps", 1, "params"), ""),
        (("simulation", "actions", "go()", 0), "statement"),
        (("nobody", "knows"), ""),
    ],
)
def test_a_path_leads_to_a_shape(path, shape):
    assert shape_at(path) == shape


def test_a_key_goes_behind_those_before_it():
    assert place_of("machine", ["version", "name", "own", "tui"], ()) == 2


def test_the_first_key_goes_first_and_an_unknown_one_last():
    assert place_of("version", ["name", "tui"], ()) == 0
    assert place_of("own", ["name", "tui"], ()) == 2
