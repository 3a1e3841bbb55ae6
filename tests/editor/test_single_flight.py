from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from editor.analysis import SIMPLIFIED_S, SingleFlight, digest, examine, examine_and_draw
from tests import factories


@pytest.fixture
def cache():
    return SingleFlight(max_entries=2, max_weight=100)


def test_a_result_is_made_once(cache):
    made = []
    for _ in range(2):
        assert cache.get("a", 1, lambda: made.append(1) or "result") == "result"
    assert made == [1]


def test_of_several_at_once_one_works_and_the_others_wait(cache):
    made, all_asked, may_end = [], Barrier(3), Event()

    def make():
        made.append(1)
        may_end.wait(10)
        return "result"

    def ask():
        all_asked.wait(10)
        return cache.get("a", 1, make)

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(ask) for _ in range(2)]
        all_asked.wait(10)
        may_end.set()
        assert [future.result(10) for future in asked] == ["result"] * 2
    assert made == [1]


def test_a_failure_reaches_the_caller_and_is_not_kept(cache):
    with pytest.raises(ZeroDivisionError):
        cache.get("a", 1, lambda: 1 // 0)
    assert cache.get("a", 1, lambda: "second") == "second"


def test_the_one_used_longest_ago_goes_first(cache):
    for key in ("a", "b", "a", "c"):
        cache.get(key, 1, lambda: "old")
    assert cache.get("a", 1, lambda: "new") == "old"
    assert cache.get("b", 1, lambda: "new") == "new"


def test_heavy_texts_make_room_for_themselves(cache):
    cache.get("a", 60, lambda: "old")
    cache.get("b", 60, lambda: "old")
    assert cache.get("a", 60, lambda: "new") == "new"


def test_a_passing_result_is_made_again_after_a_while():
    now = [0.0]
    cache = SingleFlight(2, 100, passing=lambda made: made == "poor", clock=lambda: now[0])
    assert cache.get("a", 1, lambda: "poor") == "poor"
    now[0] = SIMPLIFIED_S
    assert cache.get("a", 1, lambda: "good") == "poor"
    now[0] = SIMPLIFIED_S + 1
    assert cache.get("a", 1, lambda: "good") == "good"
    now[0] = SIMPLIFIED_S * 9
    assert cache.get("a", 1, lambda: "new") == "good"


def test_a_change_that_is_not_drawn_keeps_the_drawing():
    drawn = examine_and_draw(factories.DOOR).drawing
    other = factories.DOOR.replace("through", "inside out")
    assert examine_and_draw(other).drawing is drawn


def test_bytes_and_text_have_one_digest():
    assert digest("ä") == digest("ä".encode())
    assert digest("\ud800")


def test_a_text_without_a_machine_has_no_drawing():
    assert examine_and_draw("name: nothing\n").drawing is None
    assert examine_and_draw("[").drawing is None


def test_a_broken_text_is_still_drawn():
    examined = examine_and_draw(factories.BROKEN)
    assert not examined.analysis.ok
    assert 'data-path="/machine/states/open"' in examined.drawing.svg


def test_bytes_that_are_not_utf_8_are_a_finding():
    found = examine(b"name: \xff").diagnostics
    assert [d.span.column for d in found if d.id == "PB001"] == [7]
