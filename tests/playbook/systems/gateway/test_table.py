from __future__ import annotations

from playbook.systems.gateway.table import Table


def table(**rows: int) -> Table[int]:
    made: Table[int] = Table()
    for name, row in rows.items():
        made.put(name, row)
    return made


def test_what_was_shared_is_not_changed_any_more():
    made = table(a=1)
    kept = made.share()
    made.put("a", 2)
    made.put("b", 3)
    assert (kept, made.rows) == ({"a": 1}, {"a": 2, "b": 3})


def test_rows_are_copied_once_after_a_share():
    made = table(a=1)
    made.share()
    made.put("a", 2)
    copied = made.rows
    made.put("a", 3)
    assert made.rows is copied


def test_what_was_adopted_is_not_changed_either():
    made = table(a=1)
    kept = made.share()
    made.put("a", 2)
    made.adopt(kept)
    made.put("a", 3)
    assert (kept, made.rows) == ({"a": 1}, {"a": 3})


def test_a_version_never_comes_back():
    made = table(a=1)
    kept, versions = made.share(), [made.version]
    for change in (lambda: made.put("a", 2), lambda: made.adopt(kept), lambda: made.put("a", 2)):
        change()
        versions.append(made.version)
    assert versions == sorted(set(versions))


def test_to_adopt_what_is_there_changes_nothing():
    made = table(a=1)
    before = made.version
    made.adopt(made.share())
    assert made.version == before
