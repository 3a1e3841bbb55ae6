"""Runs as people read them."""

from __future__ import annotations

from playbook.reports.colour import Paint
from playbook.reports.run_text import TextReport
from playbook.reports.tested import Fault, StepTold, Tally
from tests.playbook.reports.runs import DERIVED, failed, ran, settled, tally


def told(*tests, brief=False, strict=False, paint=None, end=None, **others) -> str:
    lines: list[str] = []
    report = TextReport(lines.append, paint or Paint(), brief=brief, strict=strict)
    report.began("order.yaml", "abc", len(tests))
    for test in tests:
        report.tested(test.worst)
        report.settled(test)
    report.finished(end or tally(*tests, strict=strict, **others))
    return "\n".join(lines)


def test_a_passed_test_is_a_line_under_its_file():
    assert told(settled(ran())).splitlines() == [
        "order.yaml",
        "  passed         to_the_door",
        "",
        "1 passed in 0.00 s",
    ]


def test_a_failed_one_says_where_why_which_way_and_how_to_see_it_again():
    assert told(settled(failed())).splitlines()[1:-2] == [
        "  FAILED         to_the_door",
        "      order.yaml:44: step 2: `x == 1` failed because `x` was `0`",
        "          x was 0",
        "          y was 3",
        "      path: new -> paid",
        "      replay: playbook run order.yaml --scenario to_the_door --seed 7",
    ]


def test_what_is_not_exercised_is_seen_and_is_no_pass():
    out = told(settled(ran("not exercised", target=DERIVED)))
    assert "  not exercised  transition:pay" in out and out.endswith("\n1 not exercised in 0.00 s")


def test_an_inconclusive_one_names_what_is_missing():
    out = told(settled(ran("inconclusive", missing=("f()", "g()"))))
    assert "  INCONCLUSIVE   to_the_door" in out and "nothing provides: f(), g()" in out


def test_a_derived_test_says_by_which_steps_it_was_reached():
    out = told(settled(ran("failed", target=DERIVED)))
    assert "      steps: pay()\n      path: new -> paid\n" in out and "steps:" not in told(settled(failed()))


def test_of_many_steps_some_are_told():
    steps = tuple(StepTold(f"step {n}", n, "", f"do{n}()") for n in range(20))
    assert "do11(); 8 more\n" in told(settled(ran("failed", target=DERIVED, steps=steps)))


def test_of_many_faults_some_are_told():
    faults = tuple(Fault(f"wrong {n}", n + 1) for n in range(20))
    out = told(settled(failed(faults=faults)))
    assert "order.yaml:8: wrong 7\n      and 12 more\n" in out


def test_what_is_unknown_is_not_said_twice():
    fault = Fault("x", 1, "", (("f()", "unknown"), ("g()", "1"), ("h()", "2")))
    out = told(settled(failed(faults=(fault,))))
    assert "g() was 1" in out and "f() was" not in out


def test_a_flaky_one_is_called_that():
    out = told(settled(ran(), failed(), wanted=2))
    assert "FAILED         to_the_door (FLAKY: passed 1 of 2, failed with seed 7)" in out
    assert out.endswith("1 failed (2 runs, 1 flaky) in 0.00 s")


def test_a_slow_one_tells_its_time_and_is_named_again_at_the_end():
    out = told(settled(ran(seconds=2.5)))
    assert "to_the_door (2.50 s)" in out and out.endswith("slowest: to_the_door 2.50 s")


def test_notes_of_a_passed_one_are_told():
    assert "      note: a warning" in told(settled(ran(notes=("a warning",))))


def test_of_many_notes_some_are_told():
    out = told(settled(ran(notes=("a", "b", "c", "d", "e"))))
    assert "note: c\n      and 2 more notes" in out and "note: d" not in out


def test_quiet_says_nothing_of_what_is_good():
    assert told(settled(ran()), settled(ran("not exercised")), brief=True) == ""


def test_quiet_tells_what_is_not_with_its_file():
    out = told(settled(ran()), settled(failed()), brief=True)
    assert out.startswith("order.yaml\n  FAILED") and "passed" not in out


def test_strict_and_quiet_tells_what_is_not_exercised():
    assert "not exercised" in told(settled(ran("not exercised")), brief=True, strict=True)


def test_a_file_without_a_scenario_says_so():
    assert told() == "order.yaml\n  nothing to run: no scenarios\n\nnothing to run in 0.00 s"


def test_the_end_counts_files_refused_and_not_run():
    end = Tally(total=3, files=2, refused=1)
    end.add(settled(failed()))
    assert told(settled(failed()), end=end).endswith(
        "1 failed, 1 playbook could not be run, 2 not run of 2 playbooks in 0.00 s"
    )


def test_an_interruption_says_where():
    end = tally(settled(ran()), interrupted="in step 3 of to_the_door")
    assert "\ninterrupted in step 3 of to_the_door\n1 passed" in told(settled(ran()), end=end)


def test_a_drawn_order_can_be_repeated():
    assert told(settled(ran()), shuffle=42).endswith(
        "the order was drawn with 42: --shuffle-seed 42 repeats it"
    )


def test_no_text_commands_the_terminal():
    out = told(settled(failed(route=("\x1b[31m",), notes=("\x1b",), missing=("\x1b",))))
    assert "\x1b" not in out


def test_colours_are_by_outcome():
    assert "\x1b[31mFAILED" in told(settled(failed()), paint=Paint(True))
