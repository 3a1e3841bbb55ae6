"""Any single change of real playbooks is told exactly once, and told backwards as its opposite."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.changes.compare import changes
from playbook.document.decode import decode
from playbook.source.nodes import plain
from playbook.source.reader import read

FOLDER = Path(__file__).resolve().parents[3] / "playbooks"
FILES = sorted(FOLDER.rglob("*.yaml"))
TREES = [plain(read(file.read_bytes()).root) for file in FILES]
# What says nothing where the key is not there, either.
DEFAULTS = (None, [], {}, "error", 1, False, "table", 100)
OPPOSITE = {"added": "removed", "removed": "added"}


def document(tree):
    found = decode(read(json.dumps(tree)).root).playbook
    assert found
    return found


def leaves(value, path=()):
    """The paths of all scalars, less those that say which element it is."""
    if isinstance(value, dict):
        for key, part in value.items():
            identifies = (path[:2] == ("machine", "forbidden") and key in ("from", "to")) or (
                path[:2] == ("machine", "states") and key == "id"
            )
            if not identifies:
                yield from leaves(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from leaves(part, (*path, index))
    elif value is not None:
        yield path


def parts(value, path=()):
    """The paths of all items of lists and of all keys."""
    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, key)
        if isinstance(part, dict | list):
            yield from parts(part, (*path, key))


def owner(tree, path):
    for part in path[:-1]:
        tree = tree[part]
    return tree


def mirrored(found):
    return sorted((OPPOSITE.get(c.kind, c.kind), c.new or (), c.old or ()) for c in found)


@pytest.mark.parametrize("tree", TREES, ids=[file.stem for file in FILES])
def test_a_playbook_has_not_changed_against_itself(tree):
    assert changes(document(tree), document(tree)) == ()


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_any_changed_value_is_told_once_at_its_path(data):
    old = TREES[data.draw(st.integers(0, len(TREES) - 1))]
    path = data.draw(st.sampled_from(list(leaves(old))))
    new = copy.deepcopy(old)
    owner(new, path)[path[-1]] = "quite another"
    [change] = changes(document(old), document(new))
    assert change.new == path[: len(change.new)]
    assert change.old == change.new
    assert len(path) - len(change.new) <= 1


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_what_was_removed_is_told_backwards_as_added(data):
    old = TREES[data.draw(st.integers(0, len(TREES) - 1))]
    path = data.draw(st.sampled_from(list(parts(old))))
    new = copy.deepcopy(old)
    del owner(new, path)[path[-1]]
    there, back = changes(document(old), document(new)), changes(document(new), document(old))
    assert mirrored(there) == sorted((c.kind, c.old or (), c.new or ()) for c in back)
    said_again = path[:2] == ("machine", "states") and path[-1] == "id"
    assert there or said_again or owner(old, path)[path[-1]] in DEFAULTS
