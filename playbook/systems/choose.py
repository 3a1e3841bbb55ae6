"""Which system under test a playbook's scenarios drive (LANGUAGE.md section 5).

In this order: the playbook's `system:`; a `simulation:`; a system registered for `machine.id` in the
entry-point group `playbook.systems`; else the bare machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from playbook.document.model import Playbook
from playbook.errors import PlaybookError
from playbook.machine.port import System
from playbook.signatures import Parameter, Signatures
from playbook.systems.bare import BareMachine

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
    wanted = playbook.sections.get("system")
    if isinstance(wanted, str) and wanted:
        if wanted == "bare":
            return Chosen(BARE, BareMachine(playbook))
        if wanted not in _registered():
            known = ", ".join(["bare", *_registered()])
            raise NoSystem(f'no system "{wanted}" is registered here; there are: {known}')
        return _made(wanted, playbook, seed)
    if wanted is not None:
        raise NoSystem("a system over HTTP cannot be driven yet; name a registered system")
    if playbook.sections.get("simulation") is not None:
        raise NoSystem("a simulation cannot be executed yet; without it the bare machine is used")
    if playbook.machine.id in _registered():
        return _made(playbook.machine.id, playbook, seed)
    return Chosen(BARE, BareMachine(playbook))


def _made(name: str, playbook: Playbook, seed: int) -> Chosen:
    factory: Callable[[Playbook, int], System] = _registered()[name].load()
    return Chosen(name, factory(playbook, seed))


def signatures(playbook: Playbook) -> Signatures:
    """What the chosen system offers, for the validator; nothing is known where none can be had."""
    try:
        chosen = choose(playbook)
    except NoSystem as problem:
        return Signatures(problem=str(problem))
    system = chosen.system
    actions = {name: action.parameters for name, action in system.actions.items()}
    actions.setdefault("wait", WAIT)
    if chosen.name == BARE:
        return Signatures(f"the {BARE}", actions)
    functions = {name: f.signature for name, f in system.functions.items()}
    placeholders = frozenset(name for name, known in functions.items() if known.least == 0)
    own = placeholders | system.placeholders.keys() | {"state"}
    return Signatures(chosen.name, actions, functions, own)
