from __future__ import annotations

import doctest

import pytest

import playbook
from playbook import facade
from playbook.api import Document, Invalid, PlaybookError, PlaybookRunner, Unreadable
from playbook.facade import Playbook
from tests.playbook.run.turnstile import TURNSTILE, Turnstile


@pytest.fixture(scope="module")
def turnstile() -> Playbook:
    return Playbook.from_text(TURNSTILE, system=Turnstile)


def test_the_two_names_of_the_case_study_are_at_hand():
    assert playbook.Playbook is Playbook
    assert playbook.PlaybookRunner.__name__ == "PlaybookRunner"


def test_its_parts_are_in_the_texts_order(turnstile):
    assert [state.id for state in turnstile.states()] == ["locked", "open", "alarm"]
    assert [transition.id for transition in turnstile.transitions()] == ["pay", "pass", "ring", "calm"]
    assert [scenario.name for scenario in turnstile.scenarios()] == ["walk", "vandal"]


def test_a_transition_is_seen_as_the_text_says_it(turnstile):
    ring = turnstile.transitions()[2]
    assert (ring.from_, ring.to, ring.event, ring.guard) == (("locked",), "alarm", "kicked", "kicks() >= 3")
    assert (ring.line, ring.description) == (13, "")
    assert turnstile.transitions()[0].guard == ""


def test_a_forbidden_pair_is_seen_as_the_text_says_it(turnstile):
    (pair,) = turnstile.forbidden()
    assert (pair.from_, pair.to, pair.reason, pair.line) == (
        "alarm",
        "open",
        "The police must come first",
        16,
    )


def test_a_state_is_seen_as_the_text_says_it(turnstile):
    state = turnstile.states()[2]
    assert (state.description, state.final, state.line, state.invariants()) == ("", False, 9, ())


def test_the_older_section_is_a_scenario_too():
    text = TURNSTILE + "playbook:\n  steps: [{name: in, transitions: [pay]}]\n"
    assert [s.name for s in Playbook.from_text(text, system=Turnstile).scenarios()] == [
        "walk",
        "vandal",
        "playbook section",
    ]


def test_the_whole_document_is_there(turnstile):
    assert isinstance(turnstile.document, Document)
    assert (turnstile.name, turnstile.description) == ("Turnstile", "")


def test_its_tests_can_be_derived(turnstile):
    results = {test.id: test.run().outcome for test in turnstile.derive()}
    assert (results["scenario:walk"], results["transition:calm"]) == ("passed", "not exercised")


def test_a_file_is_read(tmp_path):
    path = tmp_path / "turnstile.yaml"
    path.write_text(TURNSTILE)
    assert repr(Playbook.from_file(path, system=Turnstile)) == f"<Playbook 'Turnstile' of {path}>"


def test_a_file_that_is_not_there_is_told_so(tmp_path):
    with pytest.raises(Unreadable, match=r"cannot read .*none\.yaml: No such file or directory"):
        Playbook.from_file(tmp_path / "none.yaml")


def test_errors_are_listed_with_their_lines():
    text = TURNSTILE.replace("to: alarm", "to: alarn").replace('"kicks() >= 3"', '"kicks( >= 3"')
    with pytest.raises(Invalid) as problem:
        Playbook.from_text(text, system=Turnstile, name="turnstile.yaml")
    lines = str(problem.value).splitlines()
    assert lines[0] == f"turnstile.yaml has {len(lines) - 1} errors and cannot be run:"
    assert all(line.startswith("  line 13: ") for line in lines[1:])
    assert any('did you mean "alarm"? [PB201]' in line for line in lines)


def test_many_errors_are_cut_short():
    text = TURNSTILE.replace("to: alarm", "to: a1").replace(
        "  forbidden:\n", "  forbidden:\n" + "".join(f"    - {{from: x{n}, to: y{n}}}\n" for n in range(9))
    )
    with pytest.raises(Invalid) as problem:
        Playbook.from_text(text)
    more = len(problem.value.findings) - 10
    assert str(problem.value).endswith(f"  and {more} more; `playbook validate` lists them all")
    assert more > 0


def test_what_is_no_map_is_told_so():
    with pytest.raises(PlaybookError, match="the text has 1 error and cannot be run:\n  line 1: "):
        Playbook.from_text("- nothing")


def test_warnings_do_not_keep_it_from_running():
    text = TURNSTILE.replace("name: Turnstile", "nam: Turnstile")
    assert Playbook.from_text(text, system=Turnstile).name == ""


def test_the_text_is_checked_against_the_system_that_it_is_for():
    text = TURNSTILE.replace("{action: push}", "{action: pusch}")
    with pytest.raises(Invalid, match=r'has no action "pusch"; did you mean "push"\? \[PB703\]'):
        Playbook.from_text(text, system=Turnstile)


def test_a_runner_takes_the_system_that_it_was_read_for(turnstile):
    assert PlaybookRunner(turnstile).run_scenario("vandal").passed


def test_a_playbook_can_be_read_before_its_system_is_known(tmp_path):
    path = tmp_path / "turnstile.yaml"
    path.write_text(TURNSTILE)
    assert Playbook.unbound(path).system is None
    with pytest.raises(Invalid):
        Playbook.from_file(path)


def test_what_no_system_could_mend_is_told_all_the_same(tmp_path):
    path = tmp_path / "turnstile.yaml"
    path.write_text(TURNSTILE.replace("to: alarm", "to: alarn"))
    with pytest.raises(Invalid, match=r"has 1 error .*\n  line 13: "):
        Playbook.unbound(path)


def test_the_examples_in_its_documentation_are_true():
    tried = doctest.testmod(facade)
    assert (tried.failed, tried.attempted) == (0, 3)
