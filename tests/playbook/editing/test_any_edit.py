"""Any edit of any text says exactly what was asked for, and touches nothing outside of its ranges."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.editing.edits import Edited, EditRefused, SetValue
from playbook.editing.patching import edited
from playbook.source.fixing import applied
from playbook.source.nodes import find
from playbook.source.reader import read
from tests.playbook.editing.changing import FILES, SCALARS, TEXTS, edits, meant, parts, same, texts, value

many = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def outside(text: str, result: Edited) -> tuple[list[str], list[str]]:
    """What stands around the edits, in the text before and in the one after."""
    before, later, position, moved = [], [], 0, 0
    for edit in result.edits:
        kept = text[position : edit.span.start]
        before.append(kept)
        later.append(result.text[moved : moved + len(kept)])
        position = edit.span.end
        moved += len(kept) + len(applied(text, [edit])) - len(text) + edit.span.end - edit.span.start
    return [*before, text[position:]], [*later, result.text[moved:]]


@many
@given(st.sampled_from(TEXTS), st.data())
def test_a_real_playbook_says_what_was_asked_for_and_nothing_else(text, data):
    text = data.draw(st.sampled_from([text, text.replace("\n", "\r\n"), text.rstrip("\n")]))
    edit = data.draw(edits(value(text)))
    assert same(value(edited(text, edit).text), meant(value(text), edit))


@many
@given(texts(), st.data())
def test_a_text_in_any_style_says_what_was_asked_for_and_nothing_else(text, data):
    edit = data.draw(edits(value(text)))
    assert same(value(edited(text, edit).text), meant(value(text), edit))


@many
@given(st.one_of(texts(), st.sampled_from(TEXTS)), st.data())
def test_everything_outside_of_the_edits_is_the_same_to_the_byte(text, data):
    result = edited(text, data.draw(edits(value(text))))
    before, later = outside(text, result)
    assert before == later


@many
@given(st.one_of(texts(), st.sampled_from(TEXTS)), SCALARS, st.data())
def test_a_scalar_is_changed_where_it_stands(text, new, data):
    root = read(text).root
    scalars = [path for path, part in parts(value(text)) if not isinstance(part, dict | list)]
    if scalars:
        path = data.draw(st.sampled_from(scalars))
        node = find(root, path)
        assert node is not None
        for edit in edited(text, SetValue(path, new)).edits:
            assert node.span.start <= edit.span.start and edit.span.end <= node.span.end


@many
@given(texts(), st.data())
def test_edits_one_after_the_other_never_break_the_text(text, data):
    expected = value(text)
    for _ in range(3):
        edit = data.draw(edits(expected))
        expected = meant(expected, edit)
        text = edited(text, edit).text
        # Where a new key stands in its map is the vocabulary's affair.
        assert same(value(text), expected)
        expected = value(text)


@many
@given(st.sampled_from(TEXTS), st.data())
def test_a_damaged_text_is_edited_as_asked_or_refused(text, data):
    start = data.draw(st.integers(0, len(text)))
    text = (
        text[:start]
        + data.draw(st.sampled_from(["", "}", "'", "&a ", "*a", ": ", "\t", "- "]))
        + text[start + 1 :]
    )
    whole = value(text)
    if isinstance(whole, dict):
        edit = data.draw(edits(whole))
        try:
            assert same(value(edited(text, edit).text), meant(whole, edit))
        except EditRefused as problem:
            assert problem.reason


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_setting_every_value_to_itself_changes_no_byte(file):
    text = file.read_bytes().decode()
    for path, part in list(parts(value(text)))[::5]:
        try:
            assert edited(text, SetValue(path, part)).text == text
        except EditRefused as problem:
            assert "several places" in problem.reason
