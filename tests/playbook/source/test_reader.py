"""Text to nodes: values, places, and what is refused or remarked on."""

import pytest

from playbook.diagnostics import Severity
from playbook.source.nodes import Mapping, Scalar, Sequence, find, plain
from playbook.source.reader import read


def value(text):
    return plain(read(text).root)


def refusal(text):
    """The one error; what is around it is read all the same."""
    (finding,) = read(text).diagnostics
    assert finding.severity is Severity.ERROR
    return finding


def only(text):
    (finding,) = read(text).diagnostics
    return finding


def at(finding):
    return finding.id, finding.span.line, finding.span.column


def test_maps_lists_and_scalars_become_values():
    assert value("a: [1, two, {b: null}]\nc: |\n  x\n  y\n") == {"a": [1, "two", {"b": None}], "c": "x\ny\n"}


def test_every_node_knows_its_place():
    root = read("a:\n  - b: 'c d'\n").root
    node = find(root, ("a", 0, "b"))
    assert (node.span.line, node.span.column, node.span.end_line, node.span.end_column) == (2, 8, 2, 13)


def test_places_count_characters_not_bytes():
    root = read("é🙂: [ö, x]\n").root
    assert find(root, ("é🙂", 1)).span.column == 9


def test_a_block_collection_ends_with_its_last_part():
    root = read("a:\n  b: 1\n\n\n# end\nc: 2\n").root
    assert root.get("a").span.end_line == 2


@pytest.mark.parametrize("last", ["b: *x", "<<: *x", "b: {c: 1}", "b:", "b: []"])
def test_a_block_map_ends_with_its_last_part_whatever_that_is(last):
    text = f"x: &x {{y: 1}}\na:\n  - {last}\n\n\nc: 1\n"
    span = find(read(text).root, ("a", 0)).span
    assert text[span.start : span.end] == last


def test_a_block_scalar_ends_with_its_last_line():
    root = read("a: |\n  one\n  two\n\nb: 1\n").root
    assert (root.get("a").span.end_line, root.get("a").span.end_column) == (3, 6)


def test_the_kind_of_quoting_is_kept():
    root = read("[a, 'b', \"c\", ]").root
    assert [item.style for item in root.items] == ["", "'", '"']


def test_quoted_scalars_are_texts():
    assert value("['1', \"true\", 'null', !!str 5]") == ["1", "true", "null", "5"]


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "~", " \n \n"])
def test_a_text_without_a_value_has_no_findings(text):
    reading = read(text)
    assert (plain(reading.root), reading.diagnostics) == (None, ())


def test_an_alias_is_the_node_that_it_names():
    root = read("a: &x {b: 1}\nc: *x\n").root
    assert root.get("c") is root.get("a")


def test_an_anchor_that_nothing_uses_draws_a_warning():
    finding = only("a: &x 1\n")
    assert (*at(finding), finding.severity) == ("PB006", 1, 4, Severity.WARNING)


def test_an_alias_without_an_anchor_is_refused_at_its_place():
    assert at(refusal("a: 1\nb: *x\n")) == ("PB006", 2, 4)


def test_a_recursive_alias_is_refused():
    finding = refusal("a: &x [1, *x]\n")
    assert at(finding) == ("PB006", 1, 11)
    assert "part of" in finding.message


def test_a_duplicate_key_tells_both_places():
    finding = only("a: 1\nb: 2\na: 3\n")
    assert at(finding) == ("PB003", 3, 1)
    assert "1:1" in finding.message
    assert (finding.related[0].span.line, finding.related[0].span.column) == (1, 1)


def test_the_first_of_duplicate_keys_counts():
    assert value("a: 1\na: 2\n") == {"a": 1}


def test_on_and_off_are_different_keys():
    assert value("on: 1\noff: 2\nyes: 3\n") == {"on": 1, "off": 2, "yes": 3}


def test_yaml_1_1_words_draw_a_hint_with_a_safe_fix():
    finding = only("a: on\n")
    assert (*at(finding), finding.severity) == ("PB004", 1, 4, Severity.INFO)
    assert finding.fixes[0].safe
    assert finding.fixes[0].edits[0].text == '"on"'


def test_quoting_a_number_is_no_safe_fix():
    assert not only("a: 0777\n").fixes[0].safe


def test_merge_keys_are_honoured_with_a_warning():
    reading = read("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n")
    assert plain(reading.root)["b"] == {"y": 3, "x": 1}
    assert [(d.id, d.severity, d.span.line) for d in reading.diagnostics] == [("PB007", Severity.WARNING, 2)]


def test_merged_maps_go_from_first_to_last():
    assert value("a: &a {x: 1}\nb: &b {x: 2, z: 3}\nc: {<<: [*a, *b]}\n")["c"] == {"x": 1, "z": 3}


def test_a_quoted_merge_key_is_a_key():
    assert value("a: {'<<': 1}\n") == {"a": {"<<": 1}}


def test_only_maps_are_merged():
    assert at(refusal("a: {<<: [1]}\n")) == ("PB104", 1, 9)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("a: !thing x\n", "!thing"),
        ("a: !!python/object/apply:os.system [ls]\n", "!!python/object/apply:os.system"),
        ("a: !!binary aGk=\n", "!!binary"),
        ("a: !<tag:example.org,2000:x> 1\n", "!<tag:example.org,2000:x>"),
    ],
)
def test_foreign_tags_are_refused_as_written(text, tag):
    finding = refusal(text)
    assert at(finding) == ("PB009", 1, 4)
    assert f'"{tag}"' in finding.message


def test_core_tags_are_known():
    assert value("[!!int 5, !!str 5, !!map {}, !!seq []]") == [5, "5", {}, []]


def test_a_second_document_is_refused_where_it_starts():
    assert at(refusal("a: 1\n---\nb: 2\n")) == ("PB009", 2, 1)


def test_a_map_cannot_be_a_key():
    assert at(refusal("? {a: 1}\n: 2\n")) == ("PB104", 1, 3)


def test_a_byte_order_mark_is_dropped():
    reading = read(b"\xef\xbb\xbfa: 1\n")
    assert (reading.text, plain(reading.root)) == ("a: 1\n", {"a": 1})
    assert reading.root.entries[0][0].span.column == 1


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_break_counts(breaks):
    root = read(breaks.join(["a: 1", "b:", "  c: 2", ""])).root
    assert find(root, ("b", "c")).span.line == 3


def test_the_tree_is_made_of_our_nodes():
    root = read("a: [b]").root
    assert isinstance(root, Mapping)
    assert isinstance(root.get("a"), Sequence)
    assert isinstance(root.key("a"), Scalar)
