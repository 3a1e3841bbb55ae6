"""What the tests need to judge mutants: copied as conftest.py into the workspace of `tools.mutants`."""

from __future__ import annotations

import functools
import os
import sys
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("mutants", derandomize=True, database=None, deadline=None)
settings.load_profile("mutants")
# Every function of ours that can be a mutant takes three frames in place of one.
sys.setrecursionlimit(3 * sys.getrecursionlimit())

_at_import: set[str] = set()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of the module that has the mutant come first: they are the likeliest to notice it."""
    module = os.environ.get("MUTANT_UNDER_TEST", "").rpartition(".")[0].rpartition(".")[2]
    items.sort(key=lambda item: not module or module not in item.path.stem)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What ran while the modules were imported counts for every test, for a mutant of it may show in any."""
    _at_import.update(_hits())


def pytest_runtest_setup(item: pytest.Item) -> None:
    """No test may see what another left in a cache: a mutant behind the cache would never run."""
    for name, module in list(sys.modules.items()):
        if name.startswith("playbook."):
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()
    _hits().update(_at_import)


def _hits() -> set[Any]:
    """The functions that mutmut has seen running since the last test ended."""
    if os.environ.get("MUTANT_UNDER_TEST") != "stats":
        return set()
    hits: set[Any] = sys.modules["mutmut.state"].state()._stats
    return hits
