"""Stretches of two lists that differ, and what is out of order."""

from __future__ import annotations

import pytest

from playbook.changes import align


def test_equal_lists_have_no_stretch():
    assert list(align.stretches([1, 2], [1, 2])) == []


def test_what_is_between_two_stretches_is_equal():
    found = list(align.stretches([1, 2, 3, 4], [0, 2, 3]))
    assert found == [(range(1), range(1)), (range(3, 4), range(3, 3))]


def test_what_would_take_too_long_counts_as_replaced(monkeypatch):
    monkeypatch.setattr(align, "MAX_PAIRS", 5)
    assert list(align.stretches([0, 1, 9, 2], [0, 3, 9, 4])) == [(range(1, 4), range(1, 4))]


@pytest.mark.parametrize(
    ("places", "odd"), [([], []), ([1, 2, 3], []), ([2, 0, 1], [2]), ([0, 3, 1, 2], [3]), ([1, 0], [1])]
)
def test_the_fewest_are_out_of_order(places, odd):
    assert align.out_of_order(places) == odd
