"""A finding inside a condition stands exactly where it is written, however YAML quotes and folds it."""

from __future__ import annotations

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import LAMP, findings, mended, only, quoted

STYLES = {
    "plain": "ready() && state == 'brihgt'",
    "plain over lines": "ready()\n        && state ==\n        'brihgt'",
    "single": "'ready() && state == ''brihgt'''",
    "single over lines": "'ready() &&\n        state == ''brihgt'''",
    "single with a blank line": "'ready() &&\n\n        state == ''brihgt'''",
    "double": "\"ready() && state == 'brihgt'\"",
    "double with escapes": '"ready() \\x26& state == \\"brihgt\\""',
    "double with letters of many bytes": "\"name() == 'Überführung 🙂' && state == 'brihgt'\"",
    "double over lines": "\"ready() &&\n        state == 'brihgt'\"",
    "double with a joined line": "\"ready() && sta\\\n        te == 'brihgt'\"",
    "double with escaped breaks": "\"ready() &&\\n\\tstate == 'brihgt'\"",
    "folded": ">\n        ready() &&\n        state == 'brihgt'",
    "folded and stripped": ">-\n        ready() &&\n        state == 'brihgt'",
    "folded with a blank line": ">\n        ready() &&\n\n        state == 'brihgt'",
    "folded with deeper lines": ">\n        ready() &&\n          (name() == 'x' ||\n          state == 'brihgt')",
    "literal": "|\n        ready() &&\n        state == 'brihgt'",
    "literal with an indent": "|2-\n        ready() &&\n        state == 'brihgt'",
    "literal with a comment": "|  # why\n        ready() &&\n        state == 'brihgt'",
}
every_style = pytest.mark.parametrize("written", STYLES.values(), ids=STYLES)


def guarded(written: str) -> str:
    return LAMP.replace(
        "- {id: switch_on, from: dark, to: bright, event: pressed}",
        f"- id: switch_on\n      from: dark\n      to: bright\n      event: pressed\n      guard: {written}",
    )


@every_style
def test_a_part_is_marked_exactly(written):
    text = guarded(written)
    finding = only(text, "PB508")
    assert quoted(text, finding).strip("'\"\\") == "brihgt"
    assert finding.span.start == text.index("brihgt") - len(quoted(text, finding).partition("brihgt")[0])


@every_style
def test_its_fix_leaves_the_rest_as_it_is(written):
    text = guarded(written)
    after = mended(text, only(text, "PB508").fixes[0])
    assert findings(after, "PB508") == []
    assert [d.id for d in findings(after) if d.severity is Severity.ERROR] == []


@every_style
@pytest.mark.parametrize("newline", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_other_line_ends_move_nothing(written, newline):
    text = guarded(written).replace("\n", newline)
    assert "brihgt" in quoted(text, only(text, "PB508"))


@every_style
def test_a_problem_of_the_grammar_is_marked_exactly(written):
    call = "ready()" if "ready()" in written else "name()"
    text = guarded(written.replace(call, f"{call}§"))
    assert quoted(text, only(text, "PB501")) == "§"


def test_in_flow_style_too():
    text = LAMP.replace("event: pressed}", "event: pressed, guard: \"x() && state == 'brihgt'\"}")
    finding = only(text, "PB508")
    assert quoted(text, finding) == "'brihgt'"
    assert findings(mended(text, finding.fixes[0]), "PB508") == []


def test_a_fix_of_a_plain_text_in_flow_style_does_not_break_the_map():
    text = LAMP.replace("event: pressed}", "event: pressed, guard: a() == 'x' || 'y'}")
    after = mended(text, only(text, "PB504").fixes[0])
    assert "guard: \"a() in ['x', 'y']\"}" in after
    assert findings(after, "PB504") == findings(after, "PB001") == []


def test_a_related_place_is_as_exact():
    text = guarded("'load() == ''high'' && f() > 1'").replace("warmth() > 0", "load() > 0")
    finding = only(text, "PB504")
    related = finding.related[0].span
    assert (quoted(text, finding), text[related.start : related.end]) == ("load()", "load()")
