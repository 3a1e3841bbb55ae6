"""The pytest plugin, as a project has it: a folder with playbooks, perhaps a conftest.py, and `pytest`."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from playbook.api import Playbook
from playbook.pytest_plugin import looks_like_a_playbook
from tests.playbook.run.turnstile import TURNSTILE

ROOT = Path(__file__).resolve().parents[3]
LAMP = """\
version: "1.0"
name: Lamp
machine:
  id: lamp
  initial: dark
  states: {dark: {}, bright: {}, broken: {}}
  transitions:
    - {id: on, from: dark, to: bright, event: pressed}
    - {id: off, from: bright, to: dark, event: released}
  forbidden:
    - {from: broken, to: bright}
scenarios:
  - {name: light, steps: [{action: pressed}, {assert: "state == 'bright'"}]}
"""
REPAIR = LAMP.replace(
    "  forbidden:\n", "    - {id: mend, from: broken, to: dark, event: mended}\n  forbidden:\n"
)
BIND = """
import sys
sys.path.insert(0, {root!r})
import pytest
from tests.playbook.run.turnstile import Turnstile

@pytest.fixture(scope="module")
def playbook_system({needs}):
    return {given}
"""


@pytest.fixture
def project(pytester, monkeypatch):
    """A folder to put files in; `run` is pytest there, without the plugins of this project."""
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)

    class Project:
        path = pytester.path

        def file(self, name: str, text: str) -> Path:
            path = Path(pytester.path / name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            return path

        def bind(self, given: str = "Turnstile", needs: str = "") -> None:
            self.file("conftest.py", BIND.format(root=str(ROOT), given=given, needs=needs))

        def run(self, *arguments: str):
            return pytester.runpytest_inprocess("-p", "no:django", "-p", "no:asyncio", *arguments)

        def shown(self, *arguments: str) -> str:
            return self.run(*arguments).stdout.str()

    return Project()


def counts(result) -> dict[str, int]:
    """What the last line says: how many of each outcome."""
    found = re.findall(r"(\d+) ([a-z][a-z ]*?)(?:,| in )", result.stdout.lines[-1])
    return {name: int(count) for count, name in found}


# What is collected.


def test_one_test_for_each_derived_test(project):
    project.file("specs/lamp.yaml", LAMP)
    shown = project.shown("--collect-only", "-q")
    assert [line for line in shown.splitlines() if "::" in line] == [
        "specs/lamp.yaml::scenario:light",
        "specs/lamp.yaml::transition:on",
        "specs/lamp.yaml::transition:off",
        "specs/lamp.yaml::forbidden:broken->bright",
    ]


def test_a_good_playbook_passes(project):
    project.file("lamp.yaml", LAMP)
    result = project.run("-v")
    assert (result.ret, counts(result)) == (0, {"passed": 4})
    result.stdout.fnmatch_lines(
        ["lamp.yaml::scenario:light PASSED*", "lamp.yaml::forbidden:broken->bright PASSED*"]
    )


def test_a_single_file_can_be_named(project):
    project.file("lamp.yaml", LAMP)
    project.file("other.yaml", LAMP)
    assert counts(project.run("lamp.yaml")) == {"passed": 4}


def test_a_single_test_can_be_named(project):
    project.file("lamp.yaml", LAMP)
    assert counts(project.run("lamp.yaml::forbidden:broken->bright")) == {"passed": 1}


def test_tests_can_be_chosen_by_words(project):
    project.file("lamp.yaml", LAMP)
    assert counts(project.run("-k", "transition and not off")) == {"passed": 1, "deselected": 3}


def test_names_with_the_marks_of_node_ids_are_harmless(project):
    project.file("lamp.yaml", LAMP.replace("name: light", 'name: "a::b[c]"'))
    assert counts(project.run("lamp.yaml::scenario:a:b(c)")) == {"passed": 1}


OTHERS = {
    "a workflow": "on: push\njobs: {build: {steps: []}}\n",
    "a machine of another tool": "machine:\n  python: {version: 3.11}\n",
    "a machine further down": "services:\n  machine:\n    states: {}\n",
    "a comment": "# machine:\n# states:\nname: x\n",
    "no yaml": "machine: [states:\n",
}


@pytest.mark.parametrize("name", list(OTHERS)[:-1])
def test_other_yaml_files_are_left_alone(tmp_path, name):
    path = tmp_path / "other.yaml"
    path.write_text(OTHERS[name])
    assert not looks_like_a_playbook(path)


@pytest.mark.parametrize(
    "text", [LAMP, TURNSTILE, "machine: {id: a, states: {}}\n", '"machine":\n  "transitions": []\n']
)
def test_playbooks_are_known_by_their_machine(tmp_path, text):
    path = tmp_path / "lamp.yaml"
    path.write_text(text)
    assert looks_like_a_playbook(path)


def test_what_cannot_be_read_is_no_playbook(tmp_path):
    assert not looks_like_a_playbook(tmp_path / "none.yaml")


def test_nothing_of_the_library_is_imported_where_no_playbook_is(project, monkeypatch):
    project.file("other.yaml", OTHERS["a workflow"])
    project.file("test_it.py", "def test_it(): pass\n")

    def refuse(name: str) -> None:
        raise AssertionError(name)

    monkeypatch.setattr("playbook.pytest_plugin.import_module", refuse)
    assert counts(project.run()) == {"passed": 1}


@pytest.mark.parametrize("how", ["option", "settings"])
def test_which_files_may_be_playbooks_can_be_said(project, how):
    project.file("lamp.yaml", LAMP)
    project.file("lamp.playbook", LAMP)
    if how == "settings":
        project.file("pytest.ini", "[pytest]\nplaybook_files = *.playbook\n")
    assert counts(project.run(*(["--playbook-files", "*.playbook"] if how == "option" else []))) == {
        "passed": 4
    }


# What fails, and how it is told.

FAILURE = """\
lamp.yaml:13: the scenario "light" passes: failed
  `state == 'dark'` failed because `state` was `'bright'`

values:
  state = 'bright'

steps:
  step 1  passed       pressed()
  step 2  failed       assert state == 'dark'   lamp.yaml:13

path taken:
  dark -> bright (on)

system: bare machine
replay: playbook run lamp.yaml --scenario light
"""


def test_a_failure_says_step_values_path_and_replay(project):
    project.file("lamp.yaml", LAMP.replace("state == 'bright'", "state == 'dark'"))
    result = project.run()
    assert (result.ret, counts(result)) == (1, {"failed": 1, "passed": 3})
    assert FAILURE in result.stdout.str()


def test_a_failure_shows_nothing_of_our_own_code(project):
    project.file("lamp.yaml", LAMP.replace("state == 'bright'", "state == 'dark'"))
    shown = project.shown()
    assert "Traceback" not in shown
    assert "collecting.py" not in shown


def test_the_summary_says_why_it_failed(project, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    project.file("lamp.yaml", LAMP.replace("state == 'bright'", "state == 'dark'"))
    assert (
        "FAILED lamp.yaml::scenario:light - `state == 'dark'` failed because `state` was `'bright'`"
        in project.shown()
    )


def test_what_is_inconclusive_fails_and_names_what_is_missing(project):
    project.file(
        "lamp.yaml", LAMP.replace("bright: {}", 'bright: {invariants: [{condition: "watts() > 0"}]}')
    )
    result = project.run("-k", "transition:on")
    assert counts(result) == {"failed": 1, "deselected": 3}
    result.stdout.fnmatch_lines(
        ["nothing provides:", "  watts()", "FAILED *inconclusive, nothing provides watts()*"]
    )


def test_a_playbook_with_errors_is_one_failing_test_that_lists_them(project):
    project.file("lamp.yaml", LAMP.replace("to: dark", "to: drak"))
    result = project.run()
    assert counts(result) == {"failed": 1}
    result.stdout.fnmatch_lines(
        [
            "lamp.yaml has 1 error and cannot be run:",
            'lamp.yaml:9:*"drak"*PB201*',
            "explain: playbook explain PB201",
        ]
    )


def test_a_transition_that_is_forbidden_too_is_caught(project):
    old = "    - {id: off"
    project.file("lamp.yaml", LAMP.replace(old, '    - {id: any, from: "*", to: bright, event: hit}\n' + old))
    assert counts(project.run())["failed"] >= 1


IN_A_WORKER = """
import json, pytest

@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    hook = item.config.hook
    sent = json.dumps(hook.pytest_report_to_serializable(config=item.config, report=report))
    return hook.pytest_report_from_serializable(config=item.config, data=json.loads(sent))
"""


def test_a_report_that_comes_from_another_process_says_the_same(project, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    project.file("lamp.yaml", REPAIR.replace("state == 'bright'", "state == 'dark'"))
    here = project.shown("-ra").splitlines()
    project.file("conftest.py", IN_A_WORKER)
    assert project.shown("-ra").splitlines()[3:-1] == here[3:-1]
    assert any("failed because `state` was" in line for line in here if line.startswith("FAILED"))


def test_steps_are_counted_as_on_the_command_line(project):
    setup = "{name: light, setup: [{action: pressed}, {action: released}],"
    broken = LAMP.replace("state == 'bright'", "state == 'dark'").replace("{name: light,", setup)
    project.file("lamp.yaml", broken)
    project.run("-k", "scenario").stdout.fnmatch_lines(
        ["  setup step 1  passed *", "  setup step 2  passed *", "  step 1 *", "  step 2        failed *"]
    )


def test_a_note_is_told_once(project):
    project.file("turnstile.yaml", TURNSTILE.replace("state == 'alarm'", "state == 'open'"))
    project.bind()
    shown = project.shown("-k", "scenario:vandal", "-rA")
    assert shown.count('performance assertion "few_kicks" degraded') == 1


NO_PLAYBOOKS = {
    "nothing": ("", "other.yaml has 1 error and cannot be run:"),
    "a workflow": ("on: push\njobs: {build: {steps: []}}\n", "*machine*"),
    "no yaml": ("machine: [\n", "other.yaml:*PB0*"),
}


@pytest.mark.parametrize("name", NO_PLAYBOOKS)
def test_a_file_that_is_named_and_no_playbook_fails_and_says_why(project, name):
    text, said = NO_PLAYBOOKS[name]
    project.file("other.yaml", text)
    result = project.run("other.yaml", "-v")
    assert (result.ret, counts(result)) == (1, {"failed": 1})
    result.stdout.fnmatch_lines(["other.yaml::validate FAILED*", said])


@pytest.mark.parametrize("name", NO_PLAYBOOKS)
def test_in_a_folder_it_is_left_alone(project, name):
    project.file("specs/other.yaml", NO_PLAYBOOKS[name][0])
    assert project.run("specs").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_named_file_of_another_kind_is_left_alone(project):
    project.file("notes.txt", "")
    assert "validate" not in project.shown("notes.txt", "-v")


# Not exercised.


def test_what_is_not_exercised_is_an_outcome_of_its_own(project):
    project.file("lamp.yaml", REPAIR)
    result = project.run("-v")
    assert (result.ret, counts(result)) == (0, {"passed": 4, "not exercised": 1})
    result.stdout.fnmatch_lines(
        ["lamp.yaml::transition:mend NOT EXERCISED*", "*4 passed, 1 not exercised in*"]
    )


def test_it_has_its_own_letter(project):
    project.file("lamp.yaml", REPAIR)
    project.run().stdout.fnmatch_lines(["lamp.yaml ...n.*"])


def test_its_reason_is_told_when_asked_for(project):
    project.file("lamp.yaml", REPAIR)
    reason = 'NOT EXERCISED lamp.yaml::transition:mend: no action reached "broken", which it leaves*'
    project.run("-rs").stdout.fnmatch_lines([reason])
    assert "no action reached" not in project.shown()


@pytest.mark.parametrize("how", ["option", "settings"])
def test_strictness_makes_it_a_failure(project, how):
    project.file("lamp.yaml", REPAIR)
    if how == "settings":
        project.file("pytest.ini", "[pytest]\nplaybook_strict = true\n")
    result = project.run(*(["--playbook-strict"] if how == "option" else []))
    assert (result.ret, counts(result)) == (1, {"passed": 4, "failed": 1})


def test_junit_xml_knows_all_of_it(project):
    broken = REPAIR.replace("state == 'bright'", "state == 'dark'")
    project.file("lamp.yaml", broken)
    project.run("--junit-xml", "report.xml")
    suite = ElementTree.parse(project.path / "report.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("5", "1", "1")
    told = {case.get("name"): [(child.tag, child.get("message")) for child in case] for case in suite}
    assert told["scenario:light"] == [("failure", "`state == 'dark'` failed because `state` was `'bright'`")]
    assert told["transition:mend"][0][0] == "skipped"
    assert told["transition:mend"][0][1].startswith('no action reached "broken"')
    assert told["transition:on"] == []


# A project's own system.


def test_a_projects_own_system_is_bound_by_a_fixture(project):
    project.bind()
    project.file("turnstile.yaml", TURNSTILE)
    result = project.run("-v")
    assert counts(result) == {"passed": 8, "not exercised": 1}
    result.stdout.fnmatch_lines(
        ["*::validate PASSED*", "*::transition:ring PASSED*", "*::transition:calm NOT EX*"]
    )


BROKEN = TURNSTILE.replace("state == 'open'", "state == 'locked'")


def replayed(result) -> list[str]:
    """The words of the one command that is told, as a shell hands them on."""
    (line,) = [line for line in result.stdout.lines if line.startswith("replay: ")]
    printed = ["sh", "-c", f"printf '%s\\n' {line.removeprefix('replay: ')}"]
    return subprocess.run(printed, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.parametrize("given", ["Turnstile", "Turnstile()", "lambda playbook, seed: Turnstile()"])
def test_a_failure_names_the_bound_system_and_how_to_drive_it_again(project, given):
    project.bind(given)
    project.file("specs/turnstile.yaml", BROKEN)
    project.run("-k", "scenario:walk").stdout.fnmatch_lines(
        ["system: Turnstile", 'replay: pytest "specs/turnstile.yaml::scenario:walk"']
    )


def test_what_replays_it_does(project):
    name = """'a "dear" $HOME'"""
    project.bind()
    project.file("turnstile.yaml", BROKEN.replace("name: walk", f"name: {name}"))
    words = replayed(project.run("-k", "scenario and not vandal", "--playbook-seed", "7"))
    assert words == ["pytest", 'turnstile.yaml::scenario:a "dear" $HOME', "--playbook-seed", "7"]
    assert counts(project.run(*words[1:])) == {"failed": 1}


def test_what_fails_by_strictness_is_replayed_strictly(project):
    project.bind()
    project.file("turnstile.yaml", TURNSTILE)
    words = replayed(project.run("--playbook-strict", "--playbook-files", "*.yaml"))
    options = ["--playbook-strict", "--playbook-files", "*.yaml"]
    assert words == ["pytest", "turnstile.yaml::transition:calm", *options]


def test_without_it_the_playbook_is_not_valid(project):
    project.file("turnstile.yaml", TURNSTILE)
    project.run("-k", "validate").stdout.fnmatch_lines(['turnstile.yaml:21:*no action "insert"*PB703*'])


def test_the_text_is_checked_against_the_bound_system(project):
    project.bind()
    project.file("turnstile.yaml", TURNSTILE.replace("{action: push}", "{action: pusch}"))
    project.run("-k", "validate").stdout.fnmatch_lines(['turnstile.yaml:21:*did you mean "push"? ?PB703?'])


def test_a_system_that_is_ready_made_can_be_bound(project):
    project.bind("Turnstile()")
    project.file("turnstile.yaml", TURNSTILE)
    assert counts(project.run()) == {"passed": 8, "not exercised": 1}


def test_the_fixture_may_look_at_the_playbook(project):
    given = 'Turnstile if playbook_under_test.document.machine.id == "turnstile" else None'
    project.bind(given, "playbook_under_test")
    project.file("turnstile.yaml", TURNSTILE)
    project.file("lamp.yaml", LAMP)
    assert counts(project.run()) == {"passed": 12, "not exercised": 1}


def test_a_fixture_that_breaks_is_an_error(project):
    project.bind("1 / 0")
    project.file("lamp.yaml", LAMP)
    assert counts(project.run("-k", "scenario")) == {"error": 1, "deselected": 3}


def test_a_system_that_breaks_fails_the_test(project):
    project.bind("lambda playbook, seed: 3")
    project.file("lamp.yaml", LAMP)
    project.run("-k", "transition:on").stdout.fnmatch_lines(
        ["*lambda* gave int, which is no system under test*"]
    )


def test_the_playbook_is_for_playbooks_only(project):
    project.file("test_it.py", "def test_it(playbook_under_test): pass\n")
    project.run().stdout.fnmatch_lines(
        ["*playbook_under_test is for the tests that derive from a playbook file*"]
    )


SEEDED = "lambda playbook, seed: print('seed', seed) or Turnstile(playbook, seed)"


@pytest.mark.parametrize("how", ["option", "settings"])
def test_the_seed_can_be_said(project, how):
    project.bind(SEEDED)
    project.file("turnstile.yaml", TURNSTILE)
    if how == "settings":
        project.file("pytest.ini", "[pytest]\nplaybook_seed = 41\n")
    options = ["--playbook-seed", "41"] if how == "option" else []
    assert "seed 41" in project.shown("-s", "-k", "scenario:walk", *options)


def test_a_seed_that_is_no_number_is_told_so(project):
    project.file("lamp.yaml", LAMP)
    project.file("pytest.ini", "[pytest]\nplaybook_seed = lucky\n")
    result = project.run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "playbook_seed must be a whole number, not 'lucky'" in result.stderr.str() + result.stdout.str()


# Our own playbooks.


@pytest.mark.parametrize("path", sorted((ROOT / "playbooks").glob("*.yaml")), ids=lambda path: path.stem)
def test_all_that_derives_from_our_own_playbooks_passes(path):
    results = [test.run() for test in Playbook.from_file(path).derive()]
    assert [(r.id, r.message) for r in results if not r.passed] == []


def test_our_own_playbooks_pass_under_pytest(project):
    for path in (ROOT / "playbooks").glob("*.yaml"):
        project.file(path.name, path.read_text())
    result = project.run()
    assert result.ret == 0
    assert set(counts(result)) == {"passed"}
