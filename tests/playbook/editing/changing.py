"""Texts to edit, with everything in them that an edit must leave alone; and what an edit means, on plain values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path as File
from typing import Any

from hypothesis import strategies as st

from playbook.editing.edits import Delete, Edit, InsertItem, MoveItem, RenameKey, SetValue
from playbook.editing.patching import edited
from playbook.source.nodes import plain
from playbook.source.reader import read
from playbook.spans import Path

ROOT = File(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"
FILES = [
    *sorted((ROOT / "playbooks").glob("*.yaml")),
    *sorted((ROOT / "playbook" / "templates").glob("*.yaml")),
    *sorted((SHARED / "corpus").glob("*.yaml")),
]
TEXTS = [file.read_text(encoding="utf-8") for file in FILES]


def value(text: str) -> Any:
    return plain(read(text).root)


def after(text: str, edit: Edit) -> str:
    return edited(text, edit).text


def parts(whole: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every element but the whole."""
    inner = whole.items() if isinstance(whole, dict) else enumerate(whole) if isinstance(whole, list) else ()
    for name, part in inner:
        yield (*path, name), part
        yield from parts(part, (*path, name))


def meant(whole: Any, edit: Edit) -> Any:
    """What the document says after an edit; the place of a new key in its map is not told."""
    whole = deepcopy(whole)
    if isinstance(edit, InsertItem):
        at(whole, edit.path).insert(edit.index, edit.value)
    elif isinstance(edit, MoveItem):
        items = at(whole, edit.path)
        items.insert(edit.target, items.pop(edit.source))
    elif isinstance(edit, SetValue):
        at(whole, edit.path[:-1])[edit.path[-1]] = edit.value
    elif isinstance(edit, Delete):
        del at(whole, edit.path[:-1])[edit.path[-1]]
    else:
        within = at(whole, edit.path[:-1])
        renamed = {edit.name if key == edit.path[-1] else key: part for key, part in within.items()}
        within.clear()
        within.update(renamed)
    return whole


def at(whole: Any, path: Path) -> Any:
    for part in path:
        whole = whole[part]
    return whole


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same types: 1 is neither 1.0 nor true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


WORDS = st.sampled_from(
    ["x", "on", "No", "two words", "it's", 'a "b"', "a: b", "# no", "- x", "12:30", "1_0", "0777", "~", "",
     " lead", "trail ", "2001-01-01", "<<", "=", "{a}", "é ☃", "\t", "a\nb", "a\nb\n", "a\n\n  b\n", "*a", "!x"]
) | st.text(st.characters(codec="utf-8", exclude_characters="\x85\x7f", exclude_categories=("Cc", "Cs")), max_size=12)  # fmt: skip
SCALARS = WORDS | st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False)
NAMES = st.sampled_from(["a", "b", "id", "to", "on", "a b", "x: y", "name", "1", "é", "description"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def edits(draw: st.DrawFn, whole: Any) -> Edit:
    """An edit that the document allows."""
    found = list(parts(whole))
    lists = [path for path, part in found if isinstance(part, list)]
    full = [path for path in lists if at(whole, path)]
    maps = [(), *(path for path, part in found if isinstance(part, dict))]
    kind = draw(st.sampled_from(["set", "add", "delete", "rename", "insert", "move"]))
    if kind == "insert" and lists:
        path = draw(st.sampled_from(lists))
        return InsertItem(path, draw(st.integers(0, len(at(whole, path)))), draw(VALUES))
    if kind == "move" and full:
        path = draw(st.sampled_from(full))
        index = st.integers(0, len(at(whole, path)) - 1)
        return MoveItem(path, draw(index), draw(index))
    if kind == "delete" and len(whole) > 1:
        return Delete(draw(st.sampled_from([path for path, _ in found])))
    if kind == "rename":
        path = draw(st.sampled_from([path for path, _ in found if isinstance(path[-1], str)]))
        taken = at(whole, path[:-1])
        return RenameKey(path, draw(NAMES.filter(lambda name: name not in taken)))
    if kind == "add":
        return SetValue((*draw(st.sampled_from(maps)), draw(NAMES)), draw(VALUES))
    return SetValue(draw(st.sampled_from([path for path, _ in found])), draw(VALUES))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A map written in any mixture of styles, with comments and blank lines anywhere."""
    keys = st.dictionaries(st.sampled_from("abcdefg"), VALUES, min_size=1, max_size=4)
    text = "".join(_entries(draw, draw(keys), 0))
    text = draw(st.sampled_from(["", "# head\n", "---\n", "\n"])) + text
    text = text.rstrip("\n") if draw(st.booleans()) and not text.endswith("\n\n") else text
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def _remark(draw: st.DrawFn, column: int) -> str:
    """Nothing, a comment line or a blank line."""
    return draw(st.sampled_from(["", "", "", f"{' ' * column}# a: 'remark'\n", "\n"]))


def _entries(draw: st.DrawFn, whole: dict[str, Any], column: int, first: str | None = None) -> Iterator[str]:
    """The lines of a block map; `first` is what stands before its first key instead of blanks."""
    for key, part in whole.items():
        yield f"{_remark(draw, column)}{' ' * column}" if first is None else first
        first = None
        yield f"{json.dumps(key, ensure_ascii=False)}:" if draw(st.booleans()) else f"{_key(key)}:"
        yield from _value(draw, part, column, draw(st.sampled_from([0, 2])))


def _key(key: str) -> str:
    return key if key.isidentifier() and key != "on" else f"'{key}'"


def _value(draw: st.DrawFn, part: Any, column: int, dash: int) -> Iterator[str]:
    """What stands behind a colon or a dash, its line's end included."""
    if isinstance(part, dict | list) and part and draw(st.booleans()):
        yield draw(st.sampled_from(["\n", "  # about\n"]))
        if isinstance(part, dict):
            yield from _entries(draw, part, column + 2)
            return
        for item in part:
            yield f"{_remark(draw, column + dash)}{' ' * (column + dash)}-"
            if isinstance(item, dict) and item and draw(st.booleans()):
                yield from _entries(draw, item, column + dash + 2, first=" ")
            else:
                yield from _value(draw, item, column + dash + 1, 1)
        return
    if isinstance(part, dict | list) and part and draw(st.booleans()):
        yield from _spread(draw, part, column)
        return
    yield f" {_flow(draw, part)}{draw(st.sampled_from(['', '  # why']))}\n"


def _spread(draw: st.DrawFn, part: Any, column: int) -> Iterator[str]:
    """A flow collection with a line for each of its parts, and comments between them."""
    marks = "{}" if isinstance(part, dict) else "[]"
    written = [
        f"{_key(item)}: {_flow(draw, part[item])}" if isinstance(part, dict) else _flow(draw, item)
        for item in part
    ]
    last = draw(st.sampled_from(["", ","]))
    yield f" {marks[0]}{draw(st.sampled_from(['', '  # why']))}\n"
    for position, item in enumerate(written):
        comma = "," if position + 1 < len(written) else last
        yield f"{' ' * (column + 4)}{item}{comma}{draw(st.sampled_from(['', '  # why']))}\n"
    yield f"{' ' * (column + 2)}{marks[1]}\n"


def _flow(draw: st.DrawFn, part: Any) -> str:
    if isinstance(part, dict):
        pad = draw(st.sampled_from(["", " "]))
        return f"{{{pad}{', '.join(f'{_key(k)}: {_flow(draw, v)}' for k, v in part.items())}{pad}}}"
    if isinstance(part, list):
        return f"[{', '.join(_flow(draw, item) for item in part)}]"
    if isinstance(part, str) and "\n" not in part and draw(st.booleans()):
        return "'" + part.replace("'", "''") + "'"
    return json.dumps(part, ensure_ascii=False)
