"""The machine as a graph: what can be reached from where, on which shortest path, and past what.

States are numbered in the order of the document. Guards are not looked at: whatever is declared may
happen. A wildcard counts from every state that it does not except (LANGUAGE.md section 4).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from playbook.document.index import Index
from playbook.document.model import Transition

Step = tuple[str, Transition]


@dataclass(frozen=True, slots=True)
class Reached:
    """The states that a search found, each with the step that led to it; the start has none."""

    start: str
    came: dict[str, Step | None]

    def __contains__(self, state: object) -> bool:
        return state in self.came

    def path(self, state: str) -> list[Step]:
        """The shortest way from the start: pairs of a state and the transition taken there."""
        steps: list[Step] = []
        step = self.came[state]
        while step is not None:
            steps.append(step)
            step = self.came[step[0]]
        return steps[::-1]


class Graph:
    """Searches over one machine; built once, never changed."""

    def __init__(self, index: Index) -> None:
        self.index = index
        states = index.states
        self.plain: dict[str, list[Transition]] = {
            state: [t for t in index.own(state) if t.target.name in states] for state in states
        }
        self.wildcards = [t for t in index.wildcards if t.target.name in states]
        self._reached: dict[tuple[str, bool], Reached] = {}

    def reached(self, start: str, *, wildcards: bool = True) -> Reached:
        """Breadth first from a state."""
        found = self._reached.get((start, wildcards))
        if found is None:
            found = self._reached[start, wildcards] = self._search(start, wildcards, None)
        return found

    def reached_without(self, start: str, without: Transition) -> Reached:
        """Breadth first from a state past one transition."""
        return self._search(start, True, without)

    def _search(self, start: str, wildcards: bool, without: Transition | None) -> Reached:
        came: dict[str, Step | None] = {start: None}
        waiting = deque([start])
        # A wildcard that has been taken once leads nowhere new, whatever else it may be taken from.
        pending = [t for t in self.wildcards if t is not without] if wildcards else []
        while waiting:
            state = waiting.popleft()
            following = self.plain[state]
            if pending:
                taken = [t for t in pending if not self.index.excepts(t, state)]
                if taken:
                    pending = [t for t in pending if self.index.excepts(t, state)]
                    following = [*following, *taken]
            for transition in following:
                target = transition.target.name
                if target not in came and transition is not without:
                    came[target] = (state, transition)
                    waiting.append(target)
        return Reached(start, came)

    def led_to(self, starts: set[str]) -> set[str]:
        """The states to which plain transitions lead from any of the starts, the starts included."""
        found, waiting = set(starts), list(starts)
        while waiting:
            for transition in self.plain[waiting.pop()]:
                target = transition.target.name
                if target not in found:
                    found.add(target)
                    waiting.append(target)
        return found

    def reaching(self, goals: set[str]) -> set[str]:
        """The states from which plain transitions lead to any of the goals, the goals included."""
        sources: dict[str, list[str]] = {}
        for state, transitions in self.plain.items():
            for transition in transitions:
                sources.setdefault(transition.target.name, []).append(state)
        found, waiting = set(goals), list(goals)
        while waiting:
            for source in sources.get(waiting.pop(), ()):
                if source not in found:
                    found.add(source)
                    waiting.append(source)
        return found


def shown(path: list[Step], most: int = 6) -> str:
    """A path in words: `a --event--> b --event--> c`, its middle left out where it is long."""
    parts = [f'"{path[0][0]}"'] if path else []
    steps = [f'--{t.event or t.id}--> "{t.target.name}"' for _, t in path]
    if len(steps) > most:
        left = len(steps) - most
        steps = [*steps[: most // 2], f"... {left} more ...", *steps[len(steps) - most // 2 :]]
    return " ".join([*parts, *steps])
