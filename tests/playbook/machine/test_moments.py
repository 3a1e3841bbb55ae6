"""Moments, watching, recording: what an explorer of a machine asks of the engine."""

from __future__ import annotations

import pytest

from playbook.machine.engine import Halted, Reentered, Stopped
from tests.playbook.machine.driving import Remembering, engine, told
from tests.playbook.machine.scripted import Scripted, emitting

RING = """\
  states: {a: {}, b: {invariants: [{description: Low, condition: "load() < 5"}]}, c: {}}
  transitions:
    - {id: ab, from: a, to: b, event: go}
    - {id: bc, from: b, to: c, event: go}
    - {id: ca, from: c, to: a, event: go, guard: "ready()"}
  forbidden: [{from: a, to: c}]
"""


def test_a_moment_brings_state_time_and_system_back():
    system = Remembering()
    run = engine(RING, system)
    moment = run.moment()
    run.step("go")
    run.advance(30)
    system.memory["x"] = 1
    run.return_to(moment)
    assert (run.state, run.now(), system.memory) == ("a", 0, {})


def test_a_moment_can_be_returned_to_more_than_once():
    run = engine(RING, Remembering(load=1))
    run.step("go")
    moment = run.moment()
    for _ in range(2):
        run.return_to(moment)
        run.step("go")
        assert run.state == "c"


def test_timers_of_a_moment_fire_after_the_return():
    run = engine(RING, Remembering())
    run.after(10, lambda: run.emit("go"))
    moment = run.moment()
    run.advance(10)
    assert run.state == "b"
    run.return_to(moment)
    run.advance(9)
    assert run.state == "a"
    run.advance(1)
    assert run.state == "b"


def test_a_timer_that_was_set_later_is_gone_after_the_return():
    run = engine(RING, Remembering())
    moment = run.moment()
    run.after(10, lambda: run.emit("go"))
    run.return_to(moment)
    run.advance(20)
    assert run.state == "a"


def test_what_counts_against_the_run_goes_back_too():
    run = engine(RING, Remembering(load=9))
    moment = run.moment()
    run.step("go")
    later = run.moment()
    assert len(run.violations) == 1
    run.return_to(moment)
    assert (run.violations, run.unknown, run.drain()) == ([], {}, [])
    run.return_to(later)
    assert len(run.violations) == 1


def test_the_unknown_and_the_refused_go_back_too():
    text = RING.replace("to: b, event: go", 'to: c, event: go, guard: "true || nobody()"')
    run = engine(text.replace('"ready()"', '"nobody()"'), Remembering())
    moment = run.moment()
    run.step("go")
    assert len(run.refusals) == 1
    run.state = "c"
    run.step("go")
    assert list(run.unknown) == ["/machine/transitions/2/guard"]
    run.return_to(moment)
    assert (run.refusals, run.unknown) == ([], {})


def test_events_that_wait_belong_to_a_moment():
    run = engine(RING, Remembering(load=1))
    run.emit("go")
    moment = run.moment()
    run.settle()
    run.return_to(moment)
    run.settle()
    assert run.state == "b"


def test_an_invariant_is_told_again_only_where_the_moment_did_not_know_it():
    run = engine(RING, Remembering(load=1))
    before = run.moment()
    run.step("go")
    after = run.moment()
    run.return_to(after)
    run.end_step()
    assert told(run, "invariant") == []
    run.return_to(before)
    run.step("go")
    assert len(told(run, "invariant")) == 1


def test_a_violation_that_the_moment_knew_is_not_told_again():
    run = engine(RING, Remembering(load=9))
    run.step("go")
    moment = run.moment()
    run.return_to(moment)
    run.end_step()
    assert (told(run, "invariant"), len(run.violations)) == ([], 1)


def test_the_watcher_sees_every_transition_once_it_was_taken_and_checked():
    seen = []
    run = engine(RING, Scripted({}, load=9, ready=True))
    run.watch = lambda transition: seen.append((transition.id, run.state, len(run.violations)))
    for _ in range(3):
        run.step("go")
    assert seen == [("ab", "b", 1), ("bc", "c", 1), ("ca", "a", 1)]


def test_the_watcher_sees_nothing_of_what_is_refused_or_ignored():
    seen = []
    run = engine(RING.replace("to: b, event: go", "to: c, event: go"))
    run.watch = seen.append
    run.step("go")
    run.step("other")
    assert seen == []


def test_a_watcher_may_halt_in_the_middle_of_an_action():
    after = []
    system = Scripted({}, load=1)
    run = engine(RING, system)

    def halt(transition):
        raise Halted

    run.watch = halt
    run.begin_step()
    with pytest.raises(Halted):
        emitting("go", "go")(run)
        run.settle()
        after.append("the action went on")
    assert (run.state, after) == ("b", [])
    run.watch = None
    run.end_step()
    assert run.state == "b", "the second event belonged to what was left"


def test_without_recording_only_what_counts_is_kept():
    run = engine(RING, Scripted({}, load=9))
    run.recording = False
    run.step("go")
    run.step("nobody")
    assert [(event.kind, event.holds) for event in run.drain()] == [("invariant", False)]
    assert not run.recording


def test_without_recording_nothing_good_is_kept():
    run = engine(RING, Scripted({}, load=1, ready=True))
    run.recording = False
    for _ in range(200):
        run.step("go")
    assert (run.drain(), run.state) == ([], "c")


def test_recording_can_be_taken_up_again():
    run = engine(RING, Scripted({}, load=1))
    run.recording = False
    run.recording = True
    run.step("go")
    assert [event.kind for event in run.drain()] == ["emitted", "taken", "invariant"]


def test_without_recording_the_unknown_is_kept():
    run = engine(RING, Scripted({}))
    run.recording = False
    run.step("go")
    assert [(event.kind, event.holds) for event in run.drain()] == [("invariant", None)]
    assert run.unknown["/machine/states/b/invariants/0"][1] == frozenset({"load()"})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("begin_step", "begin a step"),
        ("end_step", "end a step"),
        ("enter_initial", "enter the initial state"),
        ("return_to", "return to a moment"),
        ("step", "begin a step"),
    ],
)
def test_only_between_events_may_the_driver_ask(name, said):
    run = engine(RING, Remembering(load=1))
    moment = run.moment()
    arguments = {"return_to": (moment,), "step": ("go",)}.get(name, ())
    run.watch = lambda transition: getattr(run, name)(*arguments)
    with pytest.raises(Reentered, match=f'^cannot {said} while the machine handles an event in "b"'):
        run.step("go")
    run.watch = None
    getattr(run, name)(*arguments)


def test_a_moment_may_be_taken_in_the_middle_of_an_action():
    kept = []
    run = engine(RING, Remembering(load=1))
    run.watch = lambda transition: kept.append(run.moment())
    run.step("go")
    run.watch = None
    run.step("go")
    run.return_to(kept[0])
    assert run.state == "b"


def test_to_stand_in_a_state_by_force_checks_nothing():
    system = Scripted({}, load=9)
    run = engine(RING, system)
    run.state = "b"
    assert (run.state, system.entries, run.drain(), run.violations) == ("b", [], [], [])


def test_a_critical_invariant_leaves_no_event_waiting():
    run = engine(RING.replace("load() < 5", 'load() < 5", severity: critical, x: "'), Scripted({}, load=9))
    run.emit("go")
    run.emit("go")
    with pytest.raises(Stopped, match="was `9`"):
        run.settle()
    run.settle()
    assert run.state == "b"


def test_what_breaks_while_an_event_is_handled_leaves_no_event_waiting():
    system = Scripted({})
    run = engine(RING, system)
    system.entries = None  # type: ignore[assignment]
    run = engine(RING, system)
    run.emit("go")
    run.emit("go")
    with pytest.raises(AttributeError):
        run.settle()
    assert run.moment().queue == ()


def test_what_an_action_left_behind_is_dropped_by_the_next_step():
    run = engine(RING, Scripted({}, load=1))
    run.emit("go")
    run.begin_step()
    run.end_step()
    assert run.state == "a"
    run.emit("go")
    run.step("nothing")
    assert run.state == "a"


def test_a_critical_invariant_that_breaks_while_the_step_settles_leaves_no_event_waiting():
    load = [1]

    def rising():
        if load[0] == 9:
            run.emit("go")
        return load[0]

    text = RING.replace("load() < 5", 'load() < 5", severity: critical, x: "')
    run = engine(text, Scripted({}, load=rising))
    run.step("go")
    load[0] = 9
    with pytest.raises(Stopped):
        run.end_step()
    assert run.moment().queue == ()
    assert run.violations[0].severity == "critical"


def test_a_warning_is_told_and_does_not_count():
    run = engine(RING.replace("load() < 5", 'load() < 5", severity: warning, x: "'), Scripted({}, load=9))
    run.step("go")
    (event,) = told(run, "invariant")
    assert (event.severity, event.holds, run.violations) == ("warning", False, [])


def test_each_of_several_invariants_is_told_for_itself():
    text = RING.replace(
        'condition: "load() < 5"}', 'condition: "load() < 5"}, {description: Odd, condition: "odd()"}'
    )
    run = engine(text, Scripted({}, load=9, odd=True))
    run.step("go")
    assert [(event.description, event.holds) for event in told(run, "invariant")] == [
        ("Low", False),
        ("Odd", True),
    ]


def test_an_unknown_invariant_is_told_once():
    run = engine(RING, Scripted({}))
    run.step("go")
    run.end_step()
    run.end_step()
    assert [event.holds for event in told(run, "invariant")] == [None]


def test_an_invariant_that_turns_from_unknown_to_violated_is_told_again():
    functions = {}
    run = engine(RING, Scripted({}))
    run.system.functions = functions  # type: ignore[misc]
    run.step("go")
    run.scope._functions = {"load": Scripted({}, load=9).functions["load"]}
    run.end_step()
    assert [event.holds for event in told(run, "invariant")] == [None, False]


def test_a_state_by_force_is_checked_when_the_next_step_settles():
    run = engine(RING, Scripted({}, load=9, ready=True))
    run.end_step()
    run.state = "b"
    run.end_step()
    assert [event.holds for event in told(run, "invariant")] == [False]
    run.state = "b"
    run.end_step()
    assert [event.holds for event in told(run, "invariant")] == [False], "it was entered anew"


def test_a_critical_violation_that_ended_a_step_is_not_told_again():
    load = [1]
    run = engine(
        RING.replace('"load() < 5"', '"load() < 5", severity: critical'), Scripted({}, load=lambda: load[0])
    )
    run.step("go")
    load[0] = 9
    with pytest.raises(Stopped):
        run.end_step()
    run.end_step()
    assert len(run.violations) == 1
