"""Which system under test a playbook's scenarios drive (LANGUAGE.md section 5).

In this order: the playbook's `system:`; a `simulation:`; a system registered for `machine.id` in the
entry-point group `playbook.systems`; else the bare machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from playbook.document.model import Playbook
from playbook.document.simulation import declared
from playbook.errors import PlaybookError
from playbook.machine.port import Function, System, TellsColumns
from playbook.signatures import FunctionSignature, Parameter, Signatures
from playbook.systems.bare import BareMachine, fired
from playbook.values import Value

GROUP = "playbook.systems"
BARE = "bare machine"
# What every scenario may do, whatever the system: let virtual time pass.
WAIT = (
    Parameter("duration_ms", "number", required=False, help="milliseconds of virtual time"),
    Parameter("ms", "number", required=False, help="the same, in short"),
)


class NoSystem(PlaybookError):
    """The playbook asks for a system that cannot be had here."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A system ready to be attached, and the name to show for it."""

    name: str
    system: System


@cache
def _registered() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def choose(playbook: Playbook, seed: int = 0) -> Chosen:
    """The system for a playbook; `seed` is for what it draws by chance.

    Raises NoSystem where the one that the playbook names cannot be had.
    """
    name = _named(playbook)
    return Chosen(BARE, BareMachine(playbook)) if name == BARE else _made(name, playbook, seed)


def _named(playbook: Playbook) -> str:
    """The name of the system to take. Raises NoSystem."""
    wanted = playbook.sections.get("system")
    if isinstance(wanted, str) and wanted:
        if wanted == "bare":
            return BARE
        if wanted not in _registered():
            known = ", ".join(["bare", *_registered()])
            raise NoSystem(f'no system "{wanted}" is registered here; there are: {known}')
        return wanted
    if wanted is not None:
        raise NoSystem("a system over HTTP cannot be driven yet; name a registered system")
    if playbook.sections.get("simulation") is not None:
        raise NoSystem("a simulation cannot be executed yet; without it the bare machine is used")
    return playbook.machine.id if playbook.machine.id in _registered() else BARE


def _of_the_bare_machine(playbook: Playbook) -> Signatures:
    """Its actions are the machine's own words; the system itself need not be made to know them."""
    actions: dict[str, tuple[Parameter, ...]] = dict.fromkeys(fired(playbook), ())
    actions.setdefault("wait", WAIT)
    return Signatures(f"the {BARE}", actions, placeholders=frozenset({"state"}), panels={})


def _made(name: str, playbook: Playbook, seed: int) -> Chosen:
    factory: Callable[[Playbook, int], System] = _registered()[name].load()
    return Chosen(name, factory(playbook, seed))


def signatures(playbook: Playbook) -> Signatures:
    """What the chosen system offers, for the validator; nothing is known where none can be had.

    A simulation cannot be executed yet, but what it declares is known.
    """
    try:
        name = _named(playbook)
        if name == BARE:
            return _of_the_bare_machine(playbook)
        system = _made(name, playbook, 0).system
    except NoSystem as problem:
        return _simulated(playbook, str(problem)) or Signatures(problem=str(problem))
    actions = {name: action.parameters for name, action in system.actions.items()}
    actions.setdefault("wait", WAIT)
    functions = {name: f.signature for name, f in system.functions.items()}
    own = _without_arguments(functions) | system.placeholders.keys() | {"state"}
    columns = system.columns if isinstance(system, TellsColumns) else None
    start = _at_start(system.functions)
    return Signatures(name, actions, functions, own, columns, at_start=start)


def _at_start(functions: Mapping[str, Function]) -> dict[str, Value]:
    """What the functions of a fresh system return, those that need no argument and no clock."""
    found: dict[str, Value] = {}
    for name, function in functions.items():
        if function.minimum:
            continue
        try:
            value = function.call()
        except Exception:
            # Nobody is attached yet: what needs a host has no value at the start.
            continue
        if value is None or isinstance(value, bool | int | float | str):
            found[name] = value
    return found


def _simulated(playbook: Playbook, problem: str) -> Signatures | None:
    """What a simulation declares, where the playbook has one and names no other system."""
    found = declared(playbook.sections.get("simulation"))
    if found is None or playbook.sections.get("system") is not None:
        return None
    actions = None if found.actions is None else {"wait": WAIT, **found.actions}
    own = _without_arguments(found.functions) | {"state"}
    return Signatures("the simulation", actions, found.functions, own, found.panels, problem)


def _without_arguments(functions: Mapping[str, FunctionSignature]) -> frozenset[str]:
    return frozenset(name for name, known in functions.items() if known.least == 0)
