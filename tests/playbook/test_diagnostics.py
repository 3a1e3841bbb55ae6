"""A finding's message and order, whatever the text that it quotes."""

from playbook.diagnostics import Diagnostic, Severity, has_errors, in_order
from playbook.limits import MAX_DIAGNOSTICS, MAX_MESSAGE_CHARS
from playbook.spans import Span


def finding(message="m", *, severity=Severity.ERROR, start=0, path=()):
    return Diagnostic("PB999", severity, message, Span(1, start + 1, 1, start + 1, start, start), path)


def test_a_message_is_one_line_that_commands_no_terminal():
    shown = finding("a\nb\x1b[2J\u202ec\x00").message
    assert shown == "a\\u000ab\\u001b[2J\\u202ec\\u0000"


def test_a_message_is_cut():
    assert len(finding("x" * 10_000).message) == MAX_MESSAGE_CHARS


def test_the_order_is_that_of_the_text_and_each_finding_stands_once():
    later, first = finding(start=5), finding(start=1)
    assert in_order([later, first, later]) == [first, later]


def test_findings_alike_but_for_their_path_keep_their_order():
    pair = [finding(path=("b",)), finding(path=("a",))]
    assert in_order(pair) == pair


def test_errors_are_kept_when_there_are_too_many():
    many = [finding(severity=Severity.INFO, start=i) for i in range(MAX_DIAGNOSTICS + 5)]
    kept = in_order([*many, finding(start=10_000)])
    assert (len(kept), kept[-1].severity) == (MAX_DIAGNOSTICS, Severity.ERROR)


def test_only_errors_count_as_errors():
    assert has_errors([finding()])
    assert not has_errors([finding(severity=Severity.WARNING), finding(severity=Severity.INFO)])


def test_the_json_has_lines_columns_and_a_pointer():
    assert finding("x", start=2, path=("a/b", 0)).as_json("f.yaml") == {
        "file": "f.yaml",
        "id": "PB999",
        "severity": "error",
        "message": "x",
        "line": 1,
        "column": 3,
        "end_line": 1,
        "end_column": 3,
        "path": "/a~1b/0",
        "related": [],
        "fixes": [],
        "docs": "docs/rules/PB999.md",
    }
