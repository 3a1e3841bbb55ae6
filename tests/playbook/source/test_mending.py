"""Where the text itself says what was meant: lines out of line, and pieces that are missing."""

import pytest

from playbook.source.nodes import plain
from playbook.source.reader import read
from tests.playbook.texts import mended

WHOLE = """\
a:
  b:
    - c: 1
      d: 2
      e:
        f: 3
    - c: 4
  g:
    h: 5
    i:
      j: 6
    k: 7
l: 8
"""


def changed(*lines):
    """The text with lines replaced, each given by its number and what it says instead."""
    text = WHOLE.splitlines()
    for number, new in lines:
        text[number - 1] = new
    return "\n".join(text) + "\n"


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ([(4, "        d: 2")], (4, 9)),
        ([(4, "     d: 2")], (4, 6)),
        ([(4, " d: 2")], (4, 2)),
        ([(5, "    e:")], (5, 5)),
        ([(5, "     e:")], (5, 6)),
        ([(3, "   - c: 1")], (3, 4)),
        ([(7, "     - c: 4")], (7, 6)),
        ([(7, "  - c: 4")], (7, 3)),
        ([(8, "   g:")], (8, 4)),
        ([(8, " g:")], (8, 2)),
        ([(9, "     h: 5")], (10, 5)),
        ([(10, "  i:")], (10, 3)),
        ([(12, "      k: 7"), (11, "      j: 6 # six")], None),
        ([(12, "   k: 7")], (12, 4)),
        ([(13, " l: 8")], (13, 2)),
    ],
)
def test_a_line_out_of_line_is_moved_to_its_neighbours(lines, place):
    text = changed(*lines)
    reading = read(text)
    if place is None:
        assert reading.diagnostics == ()
        return
    (finding,) = reading.diagnostics
    assert "neighbours" in finding.message
    assert (finding.span.line, finding.span.column) == place
    assert read(mended(text, finding.fixes[0])).diagnostics == ()


@pytest.mark.parametrize(
    "lines",
    [
        [(4, "        d: 2")],
        [(4, "     d: 2")],
        [(4, " d: 2")],
        [(3, "   - c: 1")],
        [(7, "     - c: 4")],
        [(10, "  i:")],
        [(12, "   k: 7")],
        [(5, "    e:")],
        [(8, "   g:")],
        [(8, " g:")],
    ],
)
def test_the_structure_is_what_it_was(lines):
    assert plain(read(changed(*lines)).root) == plain(read(WHOLE).root)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([(2, "  b")], '":" is missing after "b"'),
        ([(5, "      e")], '":" is missing after "e"'),
        ([(9, "    h:5")], 'a space is missing after the ":"'),
        ([(12, "    k:7")], 'a space is missing after the ":"'),
        ([(7, "    c: 4")], 'a "-" is missing'),
        ([(4, '      d: "2"   x: 3')], "a new line must begin here"),
        ([(9, "    h: {x: 1 y: 2}")], 'a "," is missing'),
        ([(9, "    h: [x, y")], 'a "]" is missing'),
        ([(9, "    h: {x: [y")], 'a "]" is missing'),
        ([(9, "    h: [\n      x: 1\n      y: 2\n    ]")], 'a "," is missing'),
        ([(9, '    h: "5')], "was it meant to"),
        ([(9, "    h: '5")], "never closed"),
        ([(9, "    h: it: is")], 'a ":" cannot stand here'),
        ([(9, '    h: "\\d"')], "escape does not exist"),
    ],
)
def test_a_piece_that_is_missing_is_put_in(lines, said):
    text = changed(*lines).replace("l: 8", 'l: "8"')
    finding = read(text).diagnostics[0]
    assert said in finding.message
    for _ in range(2):
        found = read(text).diagnostics
        text = mended(text, found[0].fixes[0]) if found else text
    assert read(text).diagnostics == ()


@pytest.mark.parametrize(
    "text",
    [
        "a: {b: c: d}\n",
        "a: [b c]: d\n",
        "a: b\n c\nd: [e\n",
        "a:\n  - b\n c\n",
        "a: 'b' c, d: {e\n",
        "- a\n- b: c\n d\n",
        "a: x\nwords\nb: 1\n",
        "- [a\n- b\n",
        "a: {\n",
        'a: "b\\\n',
    ],
)
def test_where_nothing_is_clear_the_rest_is_read_without_a_remedy(text):
    reading = read(text)
    assert reading.diagnostics[0].id == "PB001"
    assert reading.root is not None


def test_a_remedy_that_does_not_help_is_followed_by_leaving_the_value_out():
    reading = read("a: x\nb: {c: 'd' e' }\nf: 1\n")
    assert plain(reading.root)["a"] == "x" and plain(reading.root)["f"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "a: [x\ny]: z\n",
        "a:\n  - b: 1\n    c: 2\n  b:\n  d: 3\n",
        "? [a\n? b\n",
        "a: 'b\nc: |\n   d\n",
        "x:\n  - {a: b:}\n",
    ],
)
def test_what_only_looks_like_it_is_not_mended(text):
    assert read(text).diagnostics[0].id == "PB001"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('a:\n  id "x"\n  b: 1\n', 'a:\n  id: "x"\n  b: 1\n'),
        ('a:\n  - id "x"\n    b: 1\n', 'a:\n  - id: "x"\n    b: 1\n'),
        ("a:\n  id x\n  b: 1\n", "a:\n  id: x\n  b: 1\n"),
    ],
)
def test_a_key_without_its_colon_before_its_value(before, after):
    found = read(before)
    (problem,) = [d for d in found.diagnostics if d.id == "PB001"]
    assert problem.message.endswith('a ":" is missing after "id"')
    assert mended(before, problem.fixes[0]) == after
    assert plain(found.root) == plain(read(after).root)
