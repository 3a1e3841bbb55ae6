"""What was seen while a way was looked for: why a transition was not taken, and how near it came."""

from __future__ import annotations

from collections.abc import Iterable

from playbook.document.model import Transition
from playbook.machine.events import ForbiddenTried, Ignored, RunEvent, Taken
from playbook.machine.program import Program
from playbook.spans import pointer


class Sightings:
    """Facts of many runs, gathered by state and event."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.states: dict[str, None] = {}
        self.events: dict[str, None] = {}
        self.problems: dict[str, str] = {}
        self._ignored: dict[tuple[str, str], Ignored] = {}
        self._instead: dict[tuple[str, str], str] = {}
        self._refused: dict[str, ForbiddenTried] = {}
        # By the guard's path: what nothing provides.
        self.missing: dict[str, frozenset[str]] = {}

    def note(self, events: Iterable[RunEvent]) -> None:
        """Take in what a run told."""
        for event in events:
            if isinstance(event, Taken):
                self.states.setdefault(event.target)
                self.events.setdefault(event.event)
                self._instead.setdefault((event.source, event.event), event.transition)
            elif isinstance(event, Ignored):
                self.events.setdefault(event.event)
                self._ignored.setdefault((event.state, event.event), event)
            elif isinstance(event, ForbiddenTried):
                self._refused.setdefault(event.transition, event)

    def note_unknown(self, unknown: dict[str, tuple[str, frozenset[str]]]) -> None:
        """Take in the guards that could not be known, and why."""
        for path, (_, missing) in unknown.items():
            self.missing.setdefault(path, missing)

    def sources(self, transition: Transition) -> list[str]:
        """The states that it may be taken from."""
        index = self._program.index
        return [name for name in index.states if any(t is transition for t in index.outgoing(name))]

    def lacking(self, transition: Transition) -> frozenset[str]:
        """What nothing provides and its guard hangs on, where that was all that kept it from being taken."""
        guard = transition.guard
        return self.missing.get(pointer(guard.path), frozenset()) if guard is not None else frozenset()

    def why(self, transition: Transition) -> str:
        """The nearest that it came to being taken, in one sentence."""
        sources = self.sources(transition)
        reached = [name for name in sources if name in self.states]
        if not reached:
            seen = ", ".join(f'"{name}"' for name in self.states) or "none"
            return f"no action reached {_any(sources)}, which it leaves; reached were {seen}"
        event = transition.event
        if transition.id in self._refused:
            refusal = self._refused[transition.id]
            return f'it would go from "{refusal.source}" to "{refusal.target}", which is forbidden'
        for state in reached:
            told = self._ignored.get((state, event))
            mine = [r for r in told.reasons if r.startswith(f"{transition.id}: ")] if told else []
            if mine:
                return f'in "{state}" its event came, but not its guard: {mine[0].partition(": ")[2]}'
        for state in reached:
            other = self._instead.get((state, event))
            if other is not None:
                return f'in "{state}" its event "{event}" took "{other}" instead'
        if event not in self.events:
            return f'nothing that was tried makes the system emit "{event}"; {_any(reached)} was reached'
        return f'its event "{event}" never came in {_any(reached)}'


def _any(names: list[str]) -> str:
    shown = [f'"{name}"' for name in names[:6]]
    more = [f"{len(names) - 6} more"] if len(names) > 6 else []
    parts = shown + more
    return " or ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
