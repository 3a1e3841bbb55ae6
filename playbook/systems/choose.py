"""Which system under test a playbook's scenarios drive (LANGUAGE.md section 5).

In this order: the playbook's `system:`; a `simulation:`; a system registered for `machine.id` in the
entry-point group `playbook.systems`; else the bare machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint

from playbook.document import http
from playbook.document.model import Playbook
from playbook.document.simulation import SECTION, declared
from playbook.machine.port import Closes, Function, System, SystemProblem, TellsColumns
from playbook.signatures import FunctionSignature, Parameter, Signatures
from playbook.systems.bare import BareMachine, fired
from playbook.systems.http.problems import BadReach, NotAllowed
from playbook.systems.http.reach import Reach, reach_here
from playbook.systems.registered import GROUP, make, registered
from playbook.systems.registered import NoSystem as NoSystem
from playbook.systems.simulation import Simulation
from playbook.values import Value

BARE = "bare machine"
# With a blank, as no registered system is called.
SIMULATION = "playbook's simulation"
OVER_HTTP = "system over HTTP"
# By the door that every system comes in by, so that a check, which sends nothing, loads no HTTP.
_HTTP = EntryPoint("http", "playbook.systems.http.system:drive", GROUP)
# What every scenario may do, whatever the system: let virtual time pass.
WAIT = (
    Parameter("duration_ms", "number", required=False, help="milliseconds of virtual time"),
    Parameter("ms", "number", required=False, help="the same, in short"),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A system ready to be attached, and the name to show for it."""

    name: str
    system: System


def choose(playbook: Playbook, seed: int = 0, reach: Reach | None = None) -> Chosen:
    """The system for a playbook; `seed` is for what it draws by chance.

    `reach` says which hosts a system over HTTP may be at; without it, the environment does.
    Raises NoSystem where the one that the playbook names cannot be had.
    """
    name = _named(playbook)
    if name == OVER_HTTP:
        return _over_http(playbook, seed, reach)
    if name == SIMULATION:
        return Chosen(SIMULATION, Simulation(playbook, seed))
    return Chosen(BARE, BareMachine(playbook)) if name == BARE else _made(name, playbook, seed)


def _named(playbook: Playbook) -> str:
    """The name of the system to take. Raises NoSystem."""
    wanted = playbook.sections.get("system")
    if isinstance(wanted, str) and wanted:
        if wanted == "bare":
            return BARE
        if wanted not in registered():
            known = ", ".join(["bare", *registered()])
            raise NoSystem(f'no system "{wanted}" is registered here; there are: {known}')
        return wanted
    if isinstance(wanted, dict) and isinstance(wanted.get("http"), dict):
        return OVER_HTTP
    if wanted is not None:
        raise NoSystem('"system" must be the name of a registered system, or {http: {url: ...}}')
    simulation = playbook.sections.get(SECTION)
    if isinstance(simulation, dict):
        return SIMULATION
    if simulation is not None:
        raise NoSystem("the simulation is no map; without it the bare machine is used")
    return playbook.machine.id if playbook.machine.id in registered() else BARE


def _of_the_bare_machine(playbook: Playbook) -> Signatures:
    """Its actions are the machine's own words; the system itself need not be made to know them."""
    actions: dict[str, tuple[Parameter, ...]] = dict.fromkeys(fired(playbook), ())
    actions.setdefault("wait", WAIT)
    return Signatures(f"the {BARE}", actions, placeholders=frozenset({"state"}), panels={})


def _made(name: str, playbook: Playbook, seed: int) -> Chosen:
    return Chosen(name, make(name, playbook, seed))


def _over_http(playbook: Playbook, seed: int, reach: Reach | None) -> Chosen:
    """A system over HTTP, asked what it offers. Raises NoSystem."""
    section = http.section(playbook.sections.get("system"))
    assert section is not None
    for _, problem in section.problems:
        raise NoSystem(f"the system over HTTP cannot be driven: {problem}")
    try:
        allowed = reach_here(os.environ) if reach is None else reach
        drive: Callable[..., System] = _HTTP.load()
        system = drive(playbook, seed, section, allowed, os.urandom(16).hex())
    except (NotAllowed, BadReach, SystemProblem) as problem:
        raise NoSystem(str(problem)) from None
    return Chosen(f"{getattr(system, 'name', '') or OVER_HTTP} at {section.url}", system)


def _of_http(playbook: Playbook) -> Signatures:
    """What the playbook declares of a system over HTTP: no text that is checked makes us send anything.

    What keeps its runs from it is known too, as far as it can be without looking up a name.
    """
    section = http.section(playbook.sections.get("system"))
    assert section is not None
    actions = None if section.actions is None else {"wait": WAIT, **section.actions}
    own = None if section.functions is None else _without_arguments(section.functions) | {"state"}
    return Signatures(f"the {OVER_HTTP}", actions, section.functions, own, problem=_kept_from(section))


def _kept_from(section: http.HttpSection) -> str:
    if section.problems:
        # Each is complained of at its place (PB719).
        return ""
    try:
        where, allowed = http.target(section.url), reach_here(os.environ)
        allowed.check(where)
        allowed.check_secrets(section, where)
    except (NotAllowed, BadReach) as problem:
        return str(problem)
    return ""


def signatures(playbook: Playbook) -> Signatures:
    """What the chosen system offers, for the validator; nothing is known where none can be had."""
    try:
        name = _named(playbook)
        if name == BARE:
            return _of_the_bare_machine(playbook)
        if name == SIMULATION:
            return _of_the_simulation(playbook)
        if name == OVER_HTTP:
            return _of_http(playbook)
        system = _made(name, playbook, 0).system
    except NoSystem as problem:
        return Signatures(problem=str(problem))
    try:
        return offered(name, system)
    finally:
        if isinstance(system, Closes):
            system.close()


def offered(name: str, system: System) -> Signatures:
    """What a system offers that nothing has happened to yet."""
    actions = {name: action.parameters for name, action in system.actions.items()}
    actions.setdefault("wait", WAIT)
    functions = {name: f.signature for name, f in system.functions.items()}
    own = _without_arguments(functions) | system.placeholders.keys() | {"state"}
    columns = system.columns if isinstance(system, TellsColumns) else None
    start = _at_start(system.functions.items())
    return Signatures(name, actions, functions, own, columns, at_start=start)


def _at_start(functions: Iterable[tuple[str, Function]]) -> dict[str, Value]:
    """What the functions of a fresh system return, those that need no argument and no clock."""
    found: dict[str, Value] = {}
    for name, function in functions:
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


def _of_the_simulation(playbook: Playbook) -> Signatures:
    """What the section declares; actions are not known where the header of one cannot be read."""
    found = declared(playbook.sections.get(SECTION))
    assert found is not None
    actions = None if found.actions is None else {"wait": WAIT, **found.actions}
    own = _without_arguments(found.functions) | {"state"}
    start = _at_start(Simulation(playbook).affordable())
    return Signatures("the simulation", actions, found.functions, own, found.panels, at_start=start)


def _without_arguments(functions: Mapping[str, FunctionSignature]) -> frozenset[str]:
    return frozenset(name for name, known in functions.items() if known.least == 0)
