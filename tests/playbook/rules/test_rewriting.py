"""A fix of a condition, whatever is written and however YAML quotes it, leaves a text that says just that."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from playbook.document.decode import decode
from playbook.document.index import Index
from playbook.document.model import Expression
from playbook.expr.problems import Rewrite
from playbook.rules.registry import Subject
from playbook.rules.rewriting import fixes
from playbook.signatures import Signatures
from playbook.source.positions import Lines
from playbook.source.reader import read
from tests.playbook.texts import LAMP, mended

WORDS = [
    "a()",
    "b",
    "'x'",
    '"y"',
    "==",
    "&&",
    "(",
    ")",
    "[",
    "]",
    ",",
    "!",
    ":",
    "#",
    "\\",
    "é",
    "-",
    "1",
    "{",
    "\t",
]
NEW = ["", *(word for word in WORDS if word != "\t"), "a 'b' && [c]"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)


def single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def literal(text: str) -> str:
    return "|-\n        " + text.strip()


def folded(text: str) -> str:
    return ">-\n        " + text.strip().replace(" && ", "\n        && ")


def double(text: str) -> str:
    return json.dumps(text)


STYLES = st.sampled_from([single, double, literal, folded, str])


def guarded(written: str) -> str:
    return LAMP.replace(
        "- {id: switch_on, from: dark, to: bright, event: pressed}",
        f"- id: switch_on\n      from: dark\n      to: bright\n      event: pressed\n      guard: {written}",
    )


def in_flow(written: str) -> str:
    return LAMP.replace("event: pressed}", f"event: pressed, guard: {written}}}")


def standing(text: str) -> tuple[Subject, Expression] | None:
    """The text as rules see it, with its guard; None where YAML reads something else."""
    reading = read(text)
    decoded = decode(reading.root, reading.text)
    playbook = decoded.playbook
    if reading.diagnostics or playbook is None or reading.root is None:
        return None
    guards = [t.guard for t in playbook.machine.transitions if t.guard is not None]
    subject = Subject(text, reading.root, Lines(text), playbook, Index(playbook), Signatures())
    return (subject, guards[0]) if guards else None


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(
    st.sampled_from([guarded, in_flow]),
    texts,
    STYLES,
    st.integers(0, 30),
    st.integers(0, 6),
    st.sampled_from(NEW),
)
def test_the_text_says_what_was_proposed(place, text, style, start, length, new):
    before = standing(place(style(text)))
    assume(before is not None)
    subject, expression = before
    assume(subject.text[expression.span.start] != "!")
    start = min(start, len(expression.text))
    rewrite = Rewrite("", ((start, min(start + length, len(expression.text)), new),))
    wanted = rewrite.applied(expression.text)
    assume(wanted.strip())
    (fix,) = fixes(subject, expression, (rewrite,))
    after = standing(mended(subject.text, fix))
    assert after is not None
    assert after[1].text.strip() == wanted.strip()
