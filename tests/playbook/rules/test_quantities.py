"""Names that speak of the same quantity."""

import pytest

from playbook.rules.quantities import Spoken, quantity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("max_routing_ms", "routing_latency_ms"),
        ("target_success_rate", "success_rate"),
        ("first_transcript_latency_critical_ms", "first_transcript_latency_ms"),
        ("rtf_target", "rtf"),
        ("max_latency_ms", "latency_ms"),
    ],
)
def test_the_same_words_are_left(one, other):
    assert quantity(one).words == quantity(other).words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("max_latency_ms", "routing_latency_ms"),
        ("max_total_latency_ms", "max_routing_ms"),
        ("p50_ms", "p99_ms"),
    ],
)
def test_other_words_are_left(one, other):
    assert quantity(one).words != quantity(other).words


def test_what_a_name_says_of_its_limit():
    said = quantity("max_chunk_critical_secs")
    assert (said.unit, said.upper, said.lower, said.critical) == ("s", True, False, True)
    assert quantity("min_size_mb").lower


def test_a_unit_alone_is_a_word_in_the_first_place():
    assert quantity("ms").unit == ""


def test_one_name_may_be_part_of_another():
    spoken = Spoken([frozenset({"routing", "mean"})])
    assert spoken.any_like(frozenset({"routing"}))
    assert spoken.any_like(frozenset({"routing", "mean", "node"}))
    assert not spoken.any_like(frozenset({"routing", "node"}))
    assert not spoken.any_like(frozenset())
