"""Virtual time."""

from __future__ import annotations

import pytest

from playbook.limits import MAX_EVENTS_PER_STEP, MAX_TIMERS_PER_STEP
from playbook.machine.clock import Clock
from playbook.machine.engine import LimitReached
from tests.playbook.machine.driving import engine, told
from tests.playbook.machine.scripted import Scripted

MACHINE = "  states: {a: {}, b: {}}\n  transitions: [{id: ab, from: '*', to: b, event: go}]\n"


def fired(clock, until):
    while (callback := clock.next_due(until)) is not None:
        callback()


def test_timers_fire_by_time_and_ties_in_the_order_in_which_they_were_set():
    clock, order = Clock(), []
    for name, delay in (("c", 20), ("a", 10), ("b", 10), ("d", 30)):
        clock.after(delay, lambda name=name: order.append((name, clock.now)))
    fired(clock, 20)
    assert order == [("a", 10), ("b", 10), ("c", 20)]
    assert clock.next_due(29) is None
    assert clock.now == 20


def test_a_negative_delay_is_none():
    clock, order = Clock(), []
    clock.now = 5
    clock.after(-3, lambda: order.append(clock.now))
    fired(clock, 5)
    assert order == [5]


def test_time_never_goes_back_for_a_late_timer():
    clock = Clock()
    clock.after(1, lambda: None)
    clock.now = 9
    fired(clock, 9)
    assert clock.now == 9


def test_what_stood_can_be_restored_ties_included():
    clock, order = Clock(), []
    clock.after(10, lambda: order.append("first"))
    standing = clock.standing()
    clock.after(10, lambda: order.append("later"))
    fired(clock, 10)
    clock.restore(standing)
    clock.after(10, lambda: order.append("second"))
    fired(clock, 20)
    assert order == ["first", "later", "first", "second"]
    assert clock.standing() == standing.__class__(10, (), 2)


def test_moves_of_the_clock_are_told_with_their_reason():
    made = engine(MACHINE)
    made.after(10, lambda: made.emit("go"))
    made.advance(25)
    moves = [(e.from_ms, e.at_ms, e.reason) for e in told(made, "clock")]
    assert moves == [(0, 10, "timer"), (10, 25, "")]
    assert made.now() == 25


def test_no_time_is_not_a_move():
    made = engine(MACHINE)
    made.advance(0)
    made.advance(-5)
    assert (made.drain(), made.now()) == ([], 0)


def test_whoever_follows_time_is_called_at_each_move():
    made, seen = engine(MACHINE), []
    made.passed = lambda: seen.append(made.now())
    made.after(10, lambda: None)
    made.advance(25)
    assert seen == [10, 25]


def test_events_that_wait_are_handled_before_time_passes():
    made = engine(MACHINE)
    made.emit("go")
    made.advance(5)
    assert [(e.kind, e.at_ms) for e in told(made, "taken", "clock")] == [("taken", 0), ("clock", 5)]


def test_a_timer_may_set_another_one_that_is_still_due():
    made, seen = engine(MACHINE), []
    made.after(10, lambda: made.after(5, lambda: seen.append(made.now())))
    made.advance(15)
    assert seen == [15]


def test_a_timer_may_let_time_pass_itself():
    made, seen = engine(MACHINE), []
    made.after(10, lambda: (made.advance(50), seen.append(made.now())))
    made.advance(20)
    assert (seen, made.now()) == ([60], 60)


def test_time_may_pass_on_entry_and_events_wait_for_its_end():
    text = MACHINE.replace("b: {}", "b: {on_entry: [rest]}").replace(
        "transitions: [", "transitions: [{id: ba, from: b, to: a, event: back}, "
    )
    system = Scripted({"rest": lambda host: (host.after(5, lambda: host.emit("back")), host.advance(10))})
    made = engine(text, system)
    made.step("go")
    assert (system.entries, made.now(), made.state) == (["b", "a"], 10, "a")


def test_a_timer_that_breaks_leaves_no_event_waiting():
    made = engine(MACHINE)

    def crash():
        made.emit("go")
        raise ValueError("broken")

    made.after(1, crash)
    with pytest.raises(ValueError, match="broken"):
        made.advance(2)
    made.settle()
    assert made.state == "a"


def due(made, count):
    for _ in range(count):
        made.after(0, lambda: None)
    made.advance(0)


def test_the_timers_of_one_step_are_limited():
    made = engine(MACHINE)
    due(made, MAX_TIMERS_PER_STEP)
    with pytest.raises(LimitReached, match=f"more than {MAX_TIMERS_PER_STEP:,} timers fire"):
        due(made, 1)


@pytest.mark.parametrize("begin", [lambda made: made.begin_step(), lambda made: made.step("other")])
def test_every_step_may_let_as_many_timers_fire_anew(begin):
    made = engine(MACHINE)
    due(made, MAX_TIMERS_PER_STEP)
    begin(made)
    due(made, MAX_TIMERS_PER_STEP)
    with pytest.raises(LimitReached):
        due(made, 1)


def test_exactly_as_many_events_as_the_limit_allows():
    made = engine(MACHINE)
    for _ in range(MAX_EVENTS_PER_STEP):
        made.emit("go")
    made.settle()
    made.emit("go")
    with pytest.raises(LimitReached, match='more than 1000 events; the last one was "go" in state "b"'):
        made.settle()


def test_every_step_may_use_the_limits_anew():
    made = engine(MACHINE)
    made.recording = False
    for _ in range(3):
        made.begin_step()
        for _ in range(MAX_EVENTS_PER_STEP - 1):
            made.emit("go")
        made.end_step()
    for _ in range(MAX_EVENTS_PER_STEP + 5):
        made.step("go")
    assert made.state == "b"


def test_delays_and_durations_are_whole_milliseconds():
    made, seen = engine(MACHINE), []
    made.after(10.9, lambda: seen.append(made.now()))  # type: ignore[arg-type]
    made.advance(10.5)  # type: ignore[arg-type]
    assert (seen, made.now()) == ([10], 10)
