"""Runs for other programs, read back."""

from __future__ import annotations

import json

from playbook.machine.events import to_json
from playbook.reports.run_json import JsonLines, JsonReport
from playbook.run.fold import fold_all
from tests.playbook.reports.runs import (
    DERIVED,
    TARGET,
    done,
    failed,
    ran,
    settled,
    started,
    step,
    taken,
    tally,
    verdict,
)

OLD_KEYS = ["scenario", "verdict", "state", "steps", "error"]


def as_list(*runs, refused=()) -> str:
    lines: list[str] = []
    report = JsonReport(lines.append)
    for run in runs:
        report.tested(run)
    for file in refused:
        report.refused(file, ["a.yaml:3:1: error PB201: no", "second"])
    report.finished(tally())
    return "\n".join(lines)


def as_lines(*runs, events=()) -> list[dict]:
    lines: list[str] = []
    report = JsonLines(lines.append)
    report.began("order.yaml", "abc", 1)
    for seq, event in enumerate(events, 1):
        report.event(TARGET, 7, seq, event)
    for run in runs:
        report.tested(run)
    report.finished(tally(*(settled(run) for run in runs)))
    return [json.loads(line) for line in lines]


def test_no_run_is_an_empty_list():
    assert json.loads(as_list()) == []


def test_the_keys_that_there_always_were_come_first():
    assert [list(run)[:5] for run in json.loads(as_list(ran(), failed()))] == [OLD_KEYS] * 2


def test_the_list_is_laid_out_as_a_whole_one_would_be():
    written = as_list(ran(), failed())
    assert written == json.dumps(json.loads(written), indent=2)


def test_a_failure_has_its_place_its_values_and_its_replay():
    (run,) = json.loads(as_list(failed()))
    assert (run["verdict"], run["seed"], run["route"]) == ("failed", 7, ["new", "paid"])
    (fault,) = run["faults"]
    assert (fault["line"], fault["step"], fault["values"]) == (44, "step 2", {"x": "0", "y": "3"})
    assert run["replay"].endswith("--scenario to_the_door --seed 7")


def test_a_derived_test_has_an_id_and_no_scenario():
    (run,) = json.loads(as_list(ran("not exercised", target=DERIVED)))
    assert (run["id"], run["kind"], run["scenario"]) == ("transition:pay", "transition", "")
    assert run["verdict"] == "not exercised"


def test_a_playbook_that_cannot_be_run_is_in_the_list():
    (run,) = json.loads(as_list(refused=["a.yaml"]))
    assert (run["file"], run["verdict"], run["kind"]) == ("a.yaml", "error", "playbook")
    assert run["error"] == "a.yaml:3:1: error PB201: no; second" and list(run)[:5] == OLD_KEYS


def test_the_lines_of_a_run_can_be_folded():
    events = [started(), step(), taken("new", "paid"), done(), verdict()]
    lines = as_lines(events=events)
    of_the_run = [line for line in lines if (line.get("scenario"), line.get("seed")) == ("to_the_door", 7)]
    came, should = fold_all(of_the_run), json.loads(json.dumps(fold_all(map(to_json, events))))
    # The facts of a step are the lines as they came, with the four keys that say whose they are.
    assert [step.pop("facts") for step in came["steps"]] and should["steps"][0].pop("facts")
    assert came == should
    assert [line["seq"] for line in of_the_run] == [1, 2, 3, 4, 5]
    assert {line["file"] for line in of_the_run} == {"order.yaml"}


def test_the_other_lines_are_of_kinds_that_no_run_has():
    kinds = [line["kind"] for line in as_lines(failed())]
    assert kinds == ["playbook", "test", "summary"]


def test_a_refused_playbook_is_a_line_with_its_problems():
    lines: list[str] = []
    JsonLines(lines.append).refused("a.yaml", ["a.yaml:3:1: no"])
    assert json.loads(lines[0]) == {"kind": "refused", "file": "a.yaml", "problems": ["a.yaml:3:1: no"]}


def test_the_last_line_is_the_sum():
    last = as_lines(ran(), failed())[-1]
    assert last["outcomes"] == {"passed": 1, "failed": 1} and last["good"] is False


def test_no_line_has_a_line_end_in_it():
    lines: list[str] = []
    JsonLines(lines.append).tested(failed(reasons=("a\nb",)))
    assert "\n" not in lines[0]
