"""Behind an error the reader goes on: every error is told once, and the rest is read as it stands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.limits import MAX_REREAD_CHARS, MAX_SYNTAX_ERRORS, MAX_TEXT_BYTES
from playbook.source.nodes import Mapping, Sequence, find, plain
from playbook.source.positions import Lines
from playbook.source.reader import read
from tests.playbook.texts import mended

BASE = """\
a:
  b: 1
  c:
    - {d: 2, e: 3}
    - d: 4
      e: "five"
f: six
"""


def value(text):
    return plain(read(text).root)


def base(old, new):
    assert old in BASE
    return BASE.replace(old, new, 1)


# What is wrong, and what makes it read as if nothing were.
MENDED = {
    "a quote that is not closed": ('"five"', '"five'),
    "a quote too many inside": ('e: "five"', "e: 'it's five'"),
    "a comma that is missing": ("2, e", "2 e"),
    "a comma after a quote": ("{d: 2, e: 3}", '{d: "2" e: 3}'),
    "a bracket that is missing": ("e: 3}", "e: 3"),
    "a colon that is missing": ("  c:\n", "  c\n"),
    "a space that is missing": ("  b: 1", "  b:1"),
    "a dash that is missing": ("    - d: 4", "    d: 4"),
    "a line too far to the right": ('      e: "five"', '        e: "five"'),
    "a line too far to the left": ('      e: "five"', '     e: "five"'),
    "an item too far to the left": ("    - d: 4", "   - d: 4"),
    "a tab": ("  c:\n", "\tc:\n"),
    "a tab behind a dash": ("- d: 4", "-\td: 4"),
    "a sign that must be quoted": ("six", "!six() || x"),
    "a value with a colon": ("six", "six: seven"),
    "an escape that does not exist": ('"five"', '"\\d"'),
    "two entries on one line": ('      e: "five"', '      e: "five"     x: 1'),
    "a tag": ("six", "!!binary six"),
    "a tag without a handle": ("six", "!a!b six"),
    "a placeholder": ("f: six", "...\nf: six"),
}


@pytest.mark.parametrize(("old", "new"), MENDED.values(), ids=MENDED)
def test_what_was_meant_is_read(old, new):
    reading = read(base(old, new))
    assert len(reading.diagnostics) == 1, [d.message for d in reading.diagnostics]
    root = plain(reading.root)
    assert list(root) == ["a", "f"] and list(root["a"]) == ["b", "c"] and len(root["a"]["c"]) == 2


@pytest.mark.parametrize(("old", "new"), MENDED.values(), ids=MENDED)
def test_the_fix_leads_to_what_was_read(old, new):
    text = base(old, new)
    reading = read(text)
    after = read(mended(text, reading.diagnostics[0].fixes[0]))
    assert after.diagnostics == ()
    assert plain(after.root) == plain(reading.root)


LEFT_OUT = {
    "a value that cannot be": ("b: 1", "b: ]", {"b": None}),
    "a stray line": ("  c:\n", "?? what\n  c:\n", {"b": 1}),
    "words instead of a value": ("b: 1", "b: | x", {"b": None}),
    "a list where none can start": ("b: 1", "b: - x", {"b": None}),
}


@pytest.mark.parametrize(("old", "new", "kept"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_cannot_be_mended_is_left_out_alone(old, new, kept):
    reading = read(base(old, new))
    assert len(reading.diagnostics) == 1
    root = plain(reading.root)
    assert {"b": root["a"]["b"]} == kept
    assert (len(root["a"]["c"]), root["f"]) == (2, "six")
    assert len(reading.holes) == 1


def test_a_key_without_a_value_keeps_what_is_below_it():
    assert value(base("c:\n", "c: @\n"))["a"]["c"] == [{"d": 2, "e": 3}, {"d": 4, "e": "five"}]


def test_all_errors_come_in_one_pass():
    text = base("2, e", "2 e").replace('"five"', '"five').replace("six", "@six")
    assert [d.span.line for d in read(text).diagnostics] == [4, 6, 7]


def test_errors_are_told_where_they_stand_in_the_text_as_it_is():
    text = base("2, e: 3", "2 e: !x()").replace("six", "@six")
    comma, tag, sign = sorted(read(text).diagnostics, key=lambda found: found.span)
    assert (comma.id, text[tag.span.start : tag.span.end], text[sign.span.start : sign.span.end]) == (
        "PB001",
        "!x()",
        "@six",
    )


def test_what_is_read_behind_a_repair_has_its_place_in_the_text_as_it_is():
    text = base("2, e", "2 e")
    node = find(read(text).root, ("a", "c", 0, "e"))
    assert (text[node.span.start : node.span.end], node.span.line) == ("3", 4)


def test_what_is_read_as_if_quoted_is_plain():
    node = find(read("a: !x() && y\n").root, ("a",))
    assert (node.text, node.style, node.span.column, node.span.end_column) == ("!x() && y", "", 4, 13)


def test_tabs_are_told_once_and_replaced_everywhere():
    (finding,) = read("a:\n\tb: 1\n\tc:\n\t\td: 2\n").diagnostics
    assert ("3 lines" in finding.message, len(finding.fixes[0].edits)) == (True, 3)


def test_garbage_of_several_lines_is_one_error():
    text = base("  c:\n", "some words\nand others\nand more\n  c:\n")
    assert len(read(text).diagnostics) == 1
    assert value(text)["f"] == "six"


def test_no_more_errors_than_the_limit_are_looked_for():
    text = "".join(f"k{i}: @x\n" for i in range(MAX_SYNTAX_ERRORS + 10))
    reading = read(text)
    assert len(reading.diagnostics) == MAX_SYNTAX_ERRORS + 1
    assert len(reading.root.entries) >= MAX_SYNTAX_ERRORS
    assert reading.holes[-1].end == len(text)


def test_a_large_text_is_not_read_again_and_again():
    line = "abcdefgh: [x\n"
    text = line * (MAX_TEXT_BYTES // len(line))
    assert len(read(text).diagnostics) <= 1 + 4 * MAX_REREAD_CHARS // len(text)


@pytest.mark.parametrize("text", ["]", "}", "'a' 'b': c", ": ]", "- - ]", "{", "[a, {b"])
def test_a_text_of_nothing_else_has_its_error_and_no_more(text):
    assert len(read(text).diagnostics) == 1


def test_duplicates_that_a_repair_brings_together_are_no_duplicates():
    text = "a:\n  - b: 1\n  ]- b: 2\n    c: 3\n"
    assert "PB003" not in [d.id for d in read(text).diagnostics]


def test_control_characters_are_told_one_by_one_and_read_over():
    reading = read("a: x\x07y\nb: \x00\n")
    assert [d.span.line for d in reading.diagnostics] == [1, 2]
    assert plain(reading.root) == {"a": "x\ufffdy", "b": "\ufffd"}
    assert len(reading.holes) == 2


def test_a_text_full_of_control_characters_is_no_text():
    reading = read("\x01" * 1_000)
    assert (reading.root, len(reading.diagnostics)) == (None, MAX_SYNTAX_ERRORS)


def test_a_few_bytes_of_another_encoding_are_read_over():
    reading = read("a: caf\xe9\nb: 1\n".encode("latin-1"))
    assert (len(reading.diagnostics), plain(reading.root)) == (1, {"a": "caf\ufffd", "b": 1})
    assert reading.holes[0].column == 7


@pytest.mark.parametrize("data", ["a: 1".encode("utf-16"), bytes(range(256))])
def test_bytes_that_are_no_text_are_not_read(data):
    reading = read(data)
    assert (reading.root, len(reading.diagnostics)) == (None, 1)


def test_a_line_separator_is_no_line():
    root = read("a: 'x\u2028y'\nb: 1\n").root
    assert root.key("b").span.line == 2


SIGNS = ["a", "b: ", "- ", '"', "'", "[", "]", "{", "}", ", ", ":", "  ", "#", "@", "!x()", "*", "&a ", "? "]
BREAKS = ["...", "<<: ", "\\", "\n", "\r\n", "\t", "---\n", "|\n", "\x85", "\u2028", "\x00"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SIGNS + BREAKS), max_size=30).map("".join))
def test_every_node_and_every_finding_stands_in_the_text_as_it_is(text):
    reading = read(text)
    lines = Lines(text)
    spans = [d.span for d in reading.diagnostics]
    spans += [e.span for d in reading.diagnostics for fix in d.fixes for e in fix.edits]
    waiting = [reading.root] if reading.root is not None else []
    while waiting:
        node = waiting.pop()
        spans.append(node.span)
        if isinstance(node, Mapping):
            waiting += [part for entry in node.entries for part in entry]
        elif isinstance(node, Sequence):
            waiting += node.items
    assert all(span == lines.span(span.start, span.end) for span in spans)
