"""What is read at a glance is what the grammar reads, and there is much of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.analysis import analyse
from playbook.document.names import expressions
from playbook.expr.parser import read
from playbook.expr.shapes import plain

GATEWAY = Path(__file__).resolve().parents[3] / "playbooks" / "federation-gateway.yaml"
pieces = st.sampled_from(
    [
        "!",
        "f",
        "true",
        "in",
        "None",
        "nil",
        "()",
        "( )",
        " ",
        "==",
        ">=",
        "<",
        "!=",
        "3",
        "007",
        "9" * 15,
        "9" * 19,
        "'open'",
        '"open"',
        "'a\\'b'",
        "''",
        "-",
        "&&",
        "f()",
        "_x",
        "__x",
        "F",
        "contains",
        "é",
    ]
)


@given(st.lists(pieces, max_size=6).map("".join) | st.text("f()!= <>'1a", max_size=10))
def test_the_grammar_reads_it_alike(text):
    nodes = plain(text)
    if nodes is not None:
        parsed = read(text)
        assert (parsed.problems, parsed.nodes, parsed.tree) == ((), nodes, nodes[-1])


@pytest.mark.parametrize("text", ["f()", "!f()", "f() >= 3", "f() == 'open'", "f() != ''", "f() < 007"])
def test_a_shape_is_read(text):
    assert plain(text) == read(text).nodes


@pytest.mark.parametrize(
    "text", ["", "f", "f(1)", "!!f()", "!f() == 1", "true()", "f()  == 1", "f() == 1.5", "f() == 'a\\'b'"]
)
def test_others_are_left_to_the_grammar(text):
    assert plain(text) is None


def test_most_conditions_of_the_gateways_machine_are_plain():
    playbook = analyse(GATEWAY.read_text()).playbook
    texts = [e.text for where, _, e in expressions(playbook) if where in ("invariant", "guard")]
    assert sum(plain(text) is not None for text in texts) > len(texts) / 2
