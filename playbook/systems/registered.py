"""Systems that other packages bring, by the entry-point group `playbook.systems` (docs/systems.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from playbook.document.model import Playbook
from playbook.errors import PlaybookError
from playbook.machine.port import System

GROUP = "playbook.systems"
_MAPS = ("actions", "functions", "placeholders")
_METHODS = ("attach", "entered", "panels", "snapshot", "restore")


class NoSystem(PlaybookError):
    """The playbook asks for a system that cannot be had here."""


@cache
def registered() -> dict[str, EntryPoint]:
    """The systems by name, as the installed packages list them."""
    return {point.name: point for point in entry_points(group=GROUP)}


def make(name: str, playbook: Playbook, seed: int) -> System:
    """A system of a registered name. Raises NoSystem where it cannot be loaded or made, or is none."""
    point = registered()[name]
    try:
        factory: Callable[[Playbook, int], object] = point.load()
    except Exception as problem:
        said = f'the system "{name}" cannot be loaded from {point.value}: {_said(problem)}'
        raise NoSystem(said) from problem
    if not callable(factory):
        raise NoSystem(f'the system "{name}" ({point.value}) is not a class or function that makes one')
    try:
        system = factory(playbook, seed)
    except Exception as problem:
        raise NoSystem(f'the system "{name}" ({point.value}) cannot be made: {_said(problem)}') from problem
    lacking = lacks(system)
    if lacking:
        raise NoSystem(f'the system "{name}" ({point.value}) is none: it lacks {", ".join(lacking)}')
    return cast(System, system)


def lacks(system: object) -> list[str]:
    """What an object would need to be a system under test; empty where it is one."""
    maps = [name for name in _MAPS if not isinstance(getattr(system, name, None), Mapping)]
    methods = [f"{name}()" for name in _METHODS if not callable(getattr(system, name, None))]
    return maps + methods


def _said(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"
