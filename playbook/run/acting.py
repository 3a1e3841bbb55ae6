"""One thing done to a machine from outside: an action of its system, a wait, or an event handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from playbook.errors import PlaybookError
from playbook.limits import MAX_WAIT_MS
from playbook.machine.call import BadCall, arguments
from playbook.machine.engine import Engine, LimitReached, Stopped
from playbook.machine.port import SystemProblem
from playbook.values import Value

WAIT = "wait"


class CannotAct(PlaybookError):
    """An action could not be carried out: it is unknown, its parameters are wrong, or the system said no."""


def ready(engine: Engine, name: str, params: Mapping[str, Value]) -> Callable[[], None]:
    """The call of an action, or a wait, that can be made as often as it is wanted.

    Raises BadCall where the system does not offer it so.
    """
    action = engine.system.actions.get(name)
    if action is not None:
        return partial(action.run, **arguments(name, action, params))
    if name == WAIT:
        return partial(engine.advance, duration(params))
    known = ", ".join(engine.system.actions) or "none"
    raise BadCall(f'the system has no action "{name}"; there are: {known}')


def act(engine: Engine, name: str, params: Mapping[str, Value]) -> None:
    """Carry out one action and let the machine settle.

    Raises CannotAct; Stopped where a critical invariant ends the run.
    """
    _as_a_step(engine, lambda: ready(engine, name, params)())


def emit(engine: Engine, event: str, cause: str = "by hand") -> None:
    """Hand the machine an event and let it settle. Raises as `act` does."""
    _as_a_step(engine, lambda: engine.emit(event, cause))


def _as_a_step(engine: Engine, work: Callable[[], None]) -> None:
    engine.begin_step()
    try:
        work()
        engine.end_step()
    except Stopped:
        raise
    except (SystemProblem, BadCall, LimitReached) as problem:
        raise CannotAct(str(problem)) from None
    except Exception as error:
        raise CannotAct(f"the system broke: {type(error).__name__}: {error}") from error


def duration(params: Mapping[str, Value]) -> int:
    """The milliseconds of virtual time of a wait. Raises BadCall."""
    value = params.get("duration_ms", params.get("ms"))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadCall('the action "wait" needs "duration_ms": milliseconds of virtual time')
    if not 0 <= value <= MAX_WAIT_MS:
        raise BadCall(f'"duration_ms" must be 0 to {MAX_WAIT_MS:,}, not {value}')
    return int(value)
