"""The whole way from a text to its findings: the case study's fragments and real playbooks."""

from pathlib import Path

import pytest

from playbook.analysis import analyse
from playbook.diagnostics import Severity
from tests.playbook.texts import LAMP, findings, lamp, quoted

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
FRAGMENTS = SHARED / "spec" / "federation-gateway.fragments.yaml"
CORPUS = sorted((SHARED / "corpus").glob("*.yaml"))
DEMOS = sorted((ROOT / "playbooks").glob("*.yaml"))
shared = pytest.mark.skipif(
    not FRAGMENTS.exists(), reason="the shared specification is not beside this clone"
)


@shared
def test_the_fragments_errors_are_the_undeclared_states_at_their_places():
    errors = [d for d in analyse(FRAGMENTS.read_bytes()).diagnostics if d.severity is Severity.ERROR]
    assert [(d.id, d.span.line, d.span.column) for d in errors] == [
        ("PB201", 85, 11),
        ("PB201", 95, 11),
        ("PB201", 99, 13),
        ("PB202", 131, 13),
        ("PB702", 188, 27),
        ("PB702", 202, 27),
    ]


@shared
def test_the_fragments_findings_point_at_the_names():
    text = FRAGMENTS.read_text()
    named = [quoted(text, d).strip("\"'") for d in findings(text) if d.severity is Severity.ERROR]
    assert named == ["failed", "completed", "completed", "failed", "completed", "completed"]


@shared
def test_the_fragments_draw_this_warning_and_no_other():
    """A true defect of the case study's machine: a circuit may open before there is a model."""
    found = [d for d in analyse(FRAGMENTS.read_bytes()).diagnostics if d.severity is Severity.WARNING]
    assert [(d.id, d.span.line) for d in found] == [("PB308", 103)]


# `compute_result` has no guard and comes first: a division by zero is never told.
DEFENDED = {"calculator": [("PB321", 85)], "realtime-transcription": []}


@shared
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_real_playbooks_draw_no_error_and_only_warnings_that_a_careful_reader_defends(path):
    analysis = analyse(path.read_bytes())
    found = [(d.id, d.span.line) for d in analysis.diagnostics if d.severity is not Severity.INFO]
    assert (analysis.ok, found) == (True, DEFENDED[path.stem])


@pytest.mark.parametrize("path", DEMOS, ids=lambda path: path.stem)
def test_the_demo_playbooks_draw_hints_only(path):
    assert {d.severity for d in analyse(path.read_bytes()).diagnostics} <= {Severity.INFO}


def test_bytes_and_text_are_read_alike():
    assert analyse(LAMP.encode()).diagnostics == analyse(LAMP).diagnostics
    assert analyse(LAMP.encode()).playbook == analyse(LAMP).playbook


def test_a_valid_text_is_ok_with_everything_known_of_it():
    analysis = analyse(LAMP)
    assert (analysis.ok, analysis.text, analysis.playbook.name) == (True, LAMP, "Lamp")
    assert set(analysis.index.states) == {"dark", "bright"}


def test_warnings_alone_leave_a_text_ok():
    analysis = analyse(lamp("    bright:", "    lost: {}\n    bright:"))
    assert {"PB301", "PB303"} <= {d.id for d in analysis.diagnostics if d.severity is Severity.WARNING}
    assert analysis.ok


def test_a_text_with_errors_still_has_a_playbook_to_draw():
    analysis = analyse(lamp("to: bright", "to: gone"))
    assert (analysis.ok, len(analysis.playbook.machine.transitions)) == (False, 2)


def test_a_text_of_which_nothing_can_be_read_has_none():
    analysis = analyse("[" * 100)
    assert (analysis.playbook, analysis.index, analysis.root, analysis.ok) == (None, None, None, False)


def test_all_findings_come_in_one_pass_in_the_texts_order():
    text = lamp('"1.0"', "1.0").replace("to: bright", "to: gone").replace("warmth() >", "warmth( >")
    found = findings(text + "tui: {keybindings: {x: jump}}\n")
    assert [d.id for d in found if d.severity is not Severity.INFO] == [
        "PB102",
        "PB301",
        "PB501",
        "PB201",
        "PB805",
    ]
    assert [d.span.start for d in found] == sorted(d.span.start for d in found)


def test_the_same_text_is_found_the_same():
    text = lamp("to: bright", "to: gone") + "audio: 1\nname: x\n"
    first, again = analyse(text), analyse(text)
    assert (first.root, first.playbook, first.diagnostics) == (again.root, again.playbook, again.diagnostics)


def test_an_aliased_part_is_reported_for_each_use_in_a_fixed_order():
    text = lamp(more="scenarios:\n  - {name: a, steps: &s [{assert: x(}]}\n  - {name: b, steps: *s}\n")
    assert [d.path[1] for d in findings(text, "PB501")] == [0, 1]


def test_a_yes_that_is_an_error_is_no_matter_of_quotes():
    text = lamp("    bright:\n", "    bright:\n      final_state: yes\n")
    assert [d.id for d in findings(text) if d.id in ("PB004", "PB104")] == ["PB104"]
