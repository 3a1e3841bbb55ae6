"""`playbook run` as it is called: what is run, how it is told, how it ends."""

from __future__ import annotations

import io
import json
import sys
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest

from playbook.cli import main
from playbook.commands import executing
from tests.playbook.commands.runs import BAD, REFUSED, UNKNOWN, door, outcomes, results
from tests.playbook.reports.runs import done, started, step, verdict


@pytest.fixture(autouse=True)
def inside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def unlucky(monkeypatch):
    """A scenario that fails with the seed 7, and no other; what it was run with is noted."""
    seeds = []

    def run(playbook, name, *, seed, detail):
        seeds.append(seed)
        yield started(seed=seed)
        yield verdict(*(("failed", "bad luck") if seed == 7 else ("passed",)))

    monkeypatch.setattr(executing, "run_scenario", run)
    return seeds


@pytest.fixture
def interrupted(monkeypatch):
    """The keyboard interrupts the scenario "bad" in its first step."""
    real = executing.run_scenario

    def run(playbook, name, **others):
        if name != "bad":
            yield from real(playbook, name, **others)
            return
        yield started()
        yield step(repeat=10, repetition=4)
        raise KeyboardInterrupt

    monkeypatch.setattr(executing, "run_scenario", run)


@pytest.mark.parametrize(
    ("scenarios", "options", "code"),
    [
        ([], [], 0),
        ([BAD], [], 1),
        ([UNKNOWN], [], 1),
        ([BAD], ["--scenario", "good"], 0),
        ([], ["--derive", "forbidden:*"], 0),
    ],
)
def test_the_exit_code(scenarios, options, code):
    assert main(["run", door(*scenarios), *options]) == code


def test_a_failure_is_told_with_line_values_path_and_replay(capsys):
    main(["run", door(BAD)])
    out = capsys.readouterr().out
    assert "  passed         good\n  FAILED         bad\n" in out
    assert "door.yaml:25: step 3: `state == 'open'` failed because `state` was `'shut'`" in out
    assert "path: shut -> open -> shut\n" in out
    assert "replay: playbook run door.yaml --scenario bad --seed 0\n" in out
    assert "\n1 passed, 1 failed in " in out


def test_the_replay_is_a_command_that_does_it_again(capsys):
    (run,) = results(capsys, door(BAD), "--scenario", "bad")
    command = run["replay"].split()
    assert main(command[1:]) == 1 and "FAILED         bad" in capsys.readouterr().out


def test_an_unknown_is_inconclusive_and_named(capsys):
    main(["run", door(UNKNOWN)])
    out = capsys.readouterr().out
    assert "INCONCLUSIVE   unknown" in out and "nothing provides: strength()" in out


def test_folders_and_files_are_run_each_once(capsys):
    door(file="p/b.yaml"), door(file="p/q/a.yml")
    found = [run["file"] for run in results(capsys, "p", "p/b.yaml")]
    assert found == ["p/b.yaml", "p/q/a.yml"]


def test_standard_input_is_run_too(monkeypatch, capsys):
    text = Path(door(BAD)).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert main(["run", "-", "--scenario", "bad"]) == 1
    assert "playbook run - --scenario bad --seed 0 < FILE" in capsys.readouterr().out


def test_a_scenario_need_not_be_in_every_file(capsys):
    found = results(capsys, door(), door(BAD, file="other.yaml"), "--scenario", "bad")
    assert [(run["file"], run["scenario"]) for run in found] == [("other.yaml", "bad")]


def test_no_file_at_all_is_asked_for(capsys):
    assert main(["run"]) == 2
    assert "which playbook? name a file" in capsys.readouterr().err


def test_a_playbook_with_errors_is_2_and_the_others_are_run(capsys):
    code = main(["run", door(text=REFUSED, file="a.yaml"), door(file="b.yaml")])
    said = capsys.readouterr()
    assert code == 2 and "a.yaml:12:34: error PB201" in said.err
    assert "1 passed, 1 playbook could not be run in" in said.out


def test_a_file_that_is_not_there_is_2_and_the_others_are_run(capsys):
    assert main(["run", "gone.yaml", door()]) == 2
    said = capsys.readouterr()
    assert said.err == "playbook: cannot read gone.yaml: No such file or directory\n"
    assert "passed         good" in said.out


def test_a_playbook_without_scenarios_is_only_bad_if_strict(capsys):
    bare = door(text=Path(door()).read_text().partition("scenarios:")[0])
    assert main(["run", bare]) == 0 and "nothing to run: no scenarios" in capsys.readouterr().out
    assert main(["run", bare, "--strict"]) == 1


# Derived tests.


def test_all_derived_tests_are_run_after_the_scenarios(capsys):
    assert outcomes(capsys, door(), "--derive") == {
        "scenario:good": "passed",
        "transition:push": "passed",
        "transition:pull": "passed",
        "transition:blow_up": "inconclusive",
        "forbidden:shut->gone": "passed",
    }


def test_one_derived_test_is_run_by_its_id(capsys):
    assert outcomes(capsys, door(), "--derive", "transition:pull") == {"transition:pull": "passed"}


def test_a_pattern_stands_for_several(capsys):
    assert list(outcomes(capsys, door(BAD), "--derive", "scenario:*", "forbidden:*")) == [
        "scenario:good",
        "scenario:bad",
        "forbidden:shut->gone",
    ]


def test_scenarios_may_be_named_beside_ids(capsys):
    found = outcomes(capsys, door(BAD), "--scenario", "bad", "--derive", "transition:push")
    assert list(found) == ["scenario:bad", "transition:push"]


def test_a_file_after_derive_is_a_file(capsys):
    assert len(outcomes(capsys, "--derive", door())) == 5


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("transition:pul", 'there is no test "transition:pul"; did you mean "transition:pull"?'),
        ("transitoin:pull", 'there is no test "transitoin:pull"; did you mean "transition:pull"?'),
        ("x:y", 'an id begins with "scenario:", "transition:", "forbidden:" or "performance:"'),
    ],
)
def test_an_id_that_there_is_not_is_2_with_the_nearest(capsys, id, said):
    assert main(["run", door(), "--derive", id]) == 2
    assert said in capsys.readouterr().err


NEVER = "    never: {}\n  transitions:\n    - {id: end, from: never, to: gone, event: ended}\n"


def test_what_is_not_exercised_is_no_pass_and_only_bad_if_strict(capsys):
    text = Path(door()).read_text().replace("  transitions:\n", NEVER)
    file = door(text=text)
    assert outcomes(capsys, file, "--derive", "transition:end") == {"transition:end": "not exercised"}
    assert main(["run", file, "--derive", "transition:end"]) == 0
    assert "\n1 not exercised in " in capsys.readouterr().out
    assert main(["run", file, "--derive", "transition:end", "--strict"]) == 1


def test_a_derived_test_is_replayed_by_its_id(capsys):
    (run,) = results(capsys, door(), "--derive", "transition:blow_up")
    assert run["replay"] == "playbook run door.yaml --derive transition:blow_up"
    assert run["missing"] == ["strength()"] and run["line"] == 13


# Seeds, repetitions, order.


def test_the_seed_is_the_one_that_is_given_else_the_scenarios_own(capsys):
    file = door("  - {name: lucky, seed: 5, steps: [{action: push}]}\n")
    assert [run["seed"] for run in results(capsys, file)] == [0, 5]
    assert [run["seed"] for run in results(capsys, file, "--seed", "9")] == [9, 9]


def test_repeated_runs_take_one_seed_after_the_other(unlucky):
    main(["run", door(), "--repeat", "3", "--seed", "4"])
    assert unlucky == [4, 5, 6]


def test_a_flaky_test_says_with_which_seed_it_fails(unlucky, capsys):
    assert main(["run", door(), "--repeat", "10"]) == 1
    out = capsys.readouterr().out
    assert "FAILED         good (FLAKY: passed 9 of 10, failed with seed 7)" in out
    assert "--scenario good --seed 7\n" in out and "1 failed (10 runs, 1 flaky) in" in out


def test_each_repetition_is_a_result_of_its_own(unlucky, capsys):
    found = results(capsys, door(), "--repeat", "3", "--seed", "6")
    assert [(run["seed"], run["verdict"]) for run in found] == [(6, "passed"), (7, "failed"), (8, "passed")]


def test_derived_tests_are_repeated_too(capsys):
    found = results(capsys, door(), "--derive", "transition:push", "--repeat", "2")
    assert [run["seed"] for run in found] == [0, 1]


@pytest.mark.parametrize("given", ["0", "-1", "x", "2000000"])
def test_a_repetition_that_makes_no_sense_is_refused(given, capsys):
    with pytest.raises(SystemExit):
        main(["run", door(), "--repeat", given])
    assert "a number from 1 to 1,000,000 is needed" in capsys.readouterr().err


def test_fail_fast_stops_after_the_first_that_is_not_good(capsys):
    assert main(["run", door(BAD, UNKNOWN), door(file="z.yaml"), "--fail-fast"]) == 1
    out = capsys.readouterr().out
    assert "FAILED         bad" in out and "unknown" not in out and "z.yaml" not in out
    assert "1 passed, 1 failed, 2 not run of 2 playbooks in" in out


def test_fail_fast_ends_the_repetitions_too(unlucky):
    main(["run", door(), "--repeat", "10", "--fail-fast"])
    assert unlucky == [*range(8)]


def test_an_order_can_be_repeated(capsys):
    many = [f"  - {{name: s{n}, steps: [{{action: push}}]}}\n" for n in range(20)]
    main(["run", door(*many), "--shuffle", "--format", "json"])
    said = capsys.readouterr()
    first = [run["scenario"] for run in json.loads(said.out)]
    seed = said.err.rpartition("--shuffle-seed ")[2].split()[0]
    again = [run["scenario"] for run in results(capsys, "door.yaml", "--shuffle-seed", seed)]
    assert again == first and sorted(first) == sorted(["good", *(f"s{n}" for n in range(20))])


def test_another_seed_draws_another_order(capsys):
    many = [f"  - {{name: s{n}, steps: [{{action: push}}]}}\n" for n in range(20)]
    file = door(*many)
    orders = [[run["scenario"] for run in results(capsys, file, "--shuffle-seed", n)] for n in ("1", "2")]
    assert orders[0] != orders[1]


# Reports.


def test_several_reports_are_written_at_once(capsys):
    main(["run", door(BAD), "--junit", "r.xml", "--jsonl", "r.jsonl", "--json", "r.json"])
    assert "1 passed, 1 failed" in capsys.readouterr().out
    root = ElementTree.parse("r.xml").getroot()
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    assert [run["verdict"] for run in json.loads(Path("r.json").read_text())] == ["passed", "failed"]
    last = json.loads(Path("r.jsonl").read_text().splitlines()[-1])
    assert last["outcomes"] == {"passed": 1, "failed": 1}


def test_a_report_may_go_to_a_file_instead(capsys):
    main(["run", door(), "--format", "junit", "-o", "r.xml"])
    assert capsys.readouterr().out == "" and ElementTree.parse("r.xml").getroot().get("tests") == "1"


def test_the_revision_is_that_of_the_text(capsys):
    main(["run", door(), "--format", "jsonl"])
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    known = sha256(Path("door.yaml").read_bytes()).hexdigest()
    assert first["revision"] == known


def test_a_playbook_with_errors_is_a_broken_case(capsys):
    main(["run", door(text=REFUSED), "--format", "junit"])
    (error,) = ElementTree.fromstring(capsys.readouterr().out).iter("error")
    assert error.get("message").startswith("door.yaml:12:34: error PB201")


def test_a_report_that_cannot_be_written_is_said_before_anything_runs(unlucky, capsys):
    assert main(["run", door(), "--junit", "/nowhere/r.xml"]) == 2
    assert "cannot write /nowhere/r.xml: No such file or directory" in capsys.readouterr().err
    assert unlucky == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_is_said(capsys):
    assert main(["run", door(), "--jsonl", "/dev/full"]) == 2
    assert "cannot write /dev/full: No space left on device" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_disk_that_gets_full_in_the_middle_is_said(capsys):
    assert main(["run", door(), "--repeat", "50", "--jsonl", "/dev/full"]) == 2
    assert "cannot write /dev/full: No space left on device" in capsys.readouterr().err


def test_a_failure_is_an_annotation_of_its_line(capsys):
    main(["run", door(BAD), "--format", "github"])
    assert capsys.readouterr().out.startswith("::error title=bad%3A failed,file=door.yaml,line=25::")


def test_how_far_the_search_for_a_way_is_can_be_watched(monkeypatch):
    seen = []
    monkeypatch.setattr("playbook.commands.progress.Progress.at", lambda self, what: seen.append(what))
    main(["run", door(), "--derive", "transition:blow_up"])
    assert seen[0] == "transition:blow_up" and seen[1].startswith("looking for a way, ")


def test_two_reports_do_not_share_a_file(capsys):
    assert main(["run", door(), "--junit", "r", "--json", "r"]) == 2
    assert "two reports cannot go to one file: r" in capsys.readouterr().err


def test_quiet_says_nothing_of_what_is_good(capsys):
    assert main(["run", door(), "-q"]) == 0
    assert capsys.readouterr() == ("", "")


def test_brief_detail_records_less_and_judges_alike(capsys):
    counts = []
    for detail in ("full", "brief"):
        assert main(["run", door(BAD), "--detail", detail, "--jsonl", "r.jsonl"]) == 1
        counts.append(len(Path("r.jsonl").read_text().splitlines()))
    assert counts[1] < counts[0] and "door.yaml:25: step 3" in capsys.readouterr().out


# Interrupted.


def test_an_interrupted_run_ends_with_what_is_known(interrupted, capsys):
    assert main(["run", door(BAD, UNKNOWN), "--junit", "r.xml"]) == 130
    out = capsys.readouterr().out
    assert "passed         good" in out
    assert "interrupted in step 1, 4 of 10 of bad (seed 0)\n1 passed, 2 not run in" in out
    assert ElementTree.parse("r.xml").getroot().get("tests") == "1"


def test_an_interrupted_list_is_whole(interrupted, capsys):
    assert main(["run", door(BAD), "--format", "json"]) == 130
    said = capsys.readouterr()
    assert [run["scenario"] for run in json.loads(said.out)] == ["good"]
    assert said.err == "playbook: interrupted in step 1, 4 of 10 of bad (seed 0)\n"


def test_the_runs_before_an_interruption_count(monkeypatch, capsys):
    def run(playbook, name, *, seed, detail):
        if seed == 3:
            raise KeyboardInterrupt
        yield started(seed=seed)
        yield step()
        yield done()
        yield verdict()

    monkeypatch.setattr(executing, "run_scenario", run)
    assert main(["run", door(), "--repeat", "5"]) == 130
    assert "good (passed 3 of 3)" in capsys.readouterr().out


def test_an_interruption_before_anything_runs_is_130(monkeypatch, capsys):
    def interrupt(name):
        raise KeyboardInterrupt

    monkeypatch.setattr("playbook.commands.wanted.read", interrupt)
    assert main(["run", door()]) == 130
    assert capsys.readouterr().err == "playbook: interrupted\n"
