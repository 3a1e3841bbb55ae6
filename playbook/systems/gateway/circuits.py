"""All circuits of the gateway: which one the machine's state speaks of, and when each may be tried again."""

from __future__ import annotations

from functools import partial
from typing import Any

from playbook.systems.gateway.breaker import Breaker, Settings
from playbook.systems.gateway.following import Follower
from playbook.systems.gateway.statistics import Statistics
from playbook.systems.gateway.table import Table

_CLOSED = Breaker()


class Circuits:
    """One breaker for each node; it counts calls, and tells the machine when a rest is over."""

    def __init__(self, machine: Follower, limits: Settings, stats: Statistics) -> None:
        self.machine, self.limits, self.stats = machine, limits, stats
        self.breakers: Table[Breaker] = Table()
        # The node that a question without an argument speaks of: last failed or selected.
        self.focus = ""
        # The half-open node that the machine waits for: a request that it can serve is its probe.
        self.probed = ""

    def add(self, node: str) -> None:
        """A node has been registered; one that is known keeps its circuit."""
        if node not in self.breakers.rows:
            self.breakers.put(node, _CLOSED)

    def of(self, node: str = "") -> Breaker:
        """A node's circuit, or that of the node in focus."""
        return self.breakers.rows.get(node or self.focus, _CLOSED)

    def is_open(self, node: str) -> bool:
        return self.breakers.rows[node].state == "open"

    def failed(self, node: str) -> bool:
        """Count a failed call; True where it opens the node's circuit.

        A failure that opens nothing does not take the focus from a circuit in another, worse state: the
        machine may stand in a state that speaks of that one.
        """
        before = self.breakers.rows[node]
        after = before.failed(self.machine.host.now(), self.limits)
        self.breakers.put(node, after)
        opened = after.state == "open" and before.state != "open"
        leading = self.of()
        if opened or leading.state in ("closed", after.state):
            self.focus = node
        if opened:
            self.probed = ""
            self.machine.host.after(self.limits.reset_timeout_ms, partial(self._rested, node))
        return opened

    def succeeded(self, node: str) -> bool:
        """Count a call that worked; True where it closes the node's circuit."""
        before = self.breakers.rows[node]
        after = before.succeeded(self.limits)
        if after is before:
            return False
        self.breakers.put(node, after)
        if before.state == "closed" or after.state != "closed":
            return False
        if self.probed == node:
            self.probed = ""
        self.stats.recovery(self.machine.host.now() - (before.broken_ms or 0))
        return True

    def _rested(self, node: str) -> None:
        """The timeout of one opening has passed; another opening since then has a timer of its own."""
        circuit = self.breakers.rows.get(node, _CLOSED)
        if circuit.state != "open" or circuit.remaining(self.machine.host.now(), self.limits):
            return
        self.breakers.put(node, circuit.half_opened())
        before, self.focus = self.focus, node
        if self.machine.follow("reset_timeout_elapsed", f"{node} may be tried again"):
            self.probed = node
        else:
            self.focus = before

    def snapshot(self) -> tuple[Any, ...]:
        return self.breakers.share(), self.focus, self.probed

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        breakers, self.focus, self.probed = snapshot
        self.breakers.adopt(breakers)
