"""Any two edits of real playbooks: apart they merge to both, at one place they clash, and no side is lost."""

from __future__ import annotations

import copy
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playbook.changes.merge import merged
from playbook.source.nodes import Mapping, Sequence, find, plain
from playbook.source.reader import read

FOLDER = Path(__file__).resolve().parents[3] / "playbooks"
TEXTS = [file.read_text() for file in sorted(FOLDER.rglob("*.yaml"))]
# Values by which an element is recognised, or which name a state.
IDENTITY = {"id", "name", "from", "to", "except", "initial", "version"}
EDITS = ["one more", "quite another", "1 > 2"]


def values(node, path=()):
    """The paths of all values of keys, less the names of elements."""
    if isinstance(node, Mapping):
        for key, value in node.by_key.items():
            if key not in IDENTITY:
                yield from values(value, (*path, key))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from values(item, (*path, index))
    elif isinstance(path[-1], str) and node.style not in ("|", ">"):
        yield path


ROOTS = [read(text).root for text in TEXTS]
PLACES = [list(values(root)) for root in ROOTS]


def edited(text, root, *edits):
    """The text with values replaced."""
    for path, value in sorted(edits, key=lambda edit: -find(root, edit[0]).span.start):
        span = find(root, path).span
        text = f"{text[: span.start]}'{value}'{text[span.end :]}"
    return text


@st.composite
def two_edits(draw):
    number = draw(st.integers(0, len(TEXTS) - 1))
    pick = st.tuples(st.sampled_from(PLACES[number]), st.sampled_from(EDITS))
    return number, draw(pick), draw(pick)


@given(two_edits())
@settings(deadline=None, max_examples=60)
def test_edits_of_different_values_merge_to_both(drawn):
    number, mine, theirs = drawn
    assume(mine[0] != theirs[0])
    text, root = TEXTS[number], ROOTS[number]
    together = edited(text, root, mine, theirs)
    result = merged(text, edited(text, root, mine), edited(text, root, theirs))
    if result.text is None:
        # The one thing that cannot be told apart: which transition goes first, of two that both have turned.
        assert mine[0][-1] == theirs[0][-1] == "event"
    else:
        assert result.text == together


@given(two_edits())
@settings(deadline=None, max_examples=40)
def test_edits_of_one_value_merge_where_they_are_the_same(drawn):
    number, mine, other = drawn
    text, root, theirs = TEXTS[number], ROOTS[number], (mine[0], other[1])
    left, right = edited(text, root, mine), edited(text, root, theirs)
    assume(text not in (left, right))
    result = merged(text, left, right)
    if mine == theirs:
        assert result.text == left
    else:
        assert result.text is None
        [conflict] = result.conflicts
        assert mine[1] in conflict.mine.text
        assert theirs[1] in conflict.theirs.text


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_a_removed_entry_and_an_edited_value_elsewhere_merge(data):
    number = data.draw(st.integers(0, len(TEXTS) - 1))
    text, root = TEXTS[number], ROOTS[number]
    lines = text.splitlines(keepends=True)
    states = root.get("machine").get("states")
    gone = data.draw(st.sampled_from(list(states)))
    start = states.key(gone).span.line - 1
    names = list(states)
    after = names.index(gone) + 1
    assume(after < len(names))
    end = states.key(names[after]).span.line - 1
    path = data.draw(st.sampled_from(PLACES[number]))
    assume(path[:3] != ("machine", "states", gone))
    result = merged(text, "".join(lines[:start] + lines[end:]), edited(text, root, (path, "x > 1")))
    assert result.text is not None
    wanted = copy.deepcopy(plain(read(edited(text, root, (path, "x > 1"))).root))
    del wanted["machine"]["states"][gone]
    assert plain(read(result.text).root) == wanted


PIECES = [
    "a:\n",
    "  b: 1\n",
    "  b: 2\n",
    "  - c\n",
    "  - d: &x 1\n",
    "    e: *x\n",
    "# r\n",
    "\n",
    "f: {g: 1}\n",
]
PIECES += ["f: [g]\n", "h: |\n", "  text\n", "-", "\t", "'", "machine:\n", "  states: {}\n", "\r\n"]
LINES = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@given(LINES, LINES, LINES)
@settings(deadline=None, max_examples=300)
def test_no_texts_break_it_and_what_it_gives_can_be_read(base, mine, theirs):
    result = merged(base, mine, theirs)
    assert bool(result.conflicts) == (result.text is None)
    if result.text not in (None, base, mine, theirs):
        assert not read(result.text).holes
