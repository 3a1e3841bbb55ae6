"""Health checks: every node is asked in turn, and what it answers makes it unhealthy or healthy again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from playbook.systems.gateway.calls import draw_call
from playbook.systems.gateway.catalog import Catalog
from playbook.systems.gateway.chance import Chance
from playbook.systems.gateway.estimates import Estimates
from playbook.systems.gateway.following import Follower
from playbook.systems.gateway.table import Table
from playbook.values import Value


@dataclass(frozen=True, slots=True)
class Health:
    """What the checks of one node have shown: whether it is healthy, and its last checks in a row."""

    healthy: bool = True
    failed_checks: int = 0
    passed_checks: int = 0


class Monitor:
    """Checks the nodes as the playbook's `health` section says."""

    def __init__(
        self, section: Value, machine: Follower, catalog: Catalog, chance: Chance, estimates: Estimates
    ) -> None:
        # Never 0: a check that follows the last one at once would hold virtual time still for ever.
        self.interval_ms = max(1, int(number(section, "check_interval_ms", 5_000)))
        self.timeout_ms = number(section, "timeout_ms", 1_000)
        self.unhealthy_after = int(number(section, "unhealthy_threshold", 3))
        self.healthy_after = int(number(section, "healthy_threshold", 2))
        self.machine, self.catalog, self.chance, self.estimates = machine, catalog, chance, estimates
        self.nodes: Table[Health] = Table()
        self.healthy = 0
        self.running = False

    def add(self, node: str) -> None:
        """A node has been registered; it counts as healthy until checks say otherwise."""
        if node not in self.nodes.rows:
            self.nodes.put(node, Health())
            self.healthy += 1

    def start(self) -> None:
        if not self.running:
            self.running = True
            self.machine.host.after(self.interval_ms, self._check_all)

    def _check_all(self) -> None:
        if not self.running:
            # A timer from before a restore.
            return
        for name in self.catalog.nodes.rows:
            self._note(name, self._passes(name))
        self.machine.host.after(self.interval_ms, self._check_all)

    def _passes(self, name: str) -> bool:
        """A check asks for the first token only; one that takes too long has failed."""
        node = self.catalog.nodes.rows[name]
        if node.failing:
            return False
        check = draw_call(node, 1, self.machine.host.now(), self.chance)
        if check.answered_ms > self.timeout_ms:
            return False
        self.estimates.measured(node, check.usual_ms)
        return True

    def _note(self, name: str, passed: bool) -> None:
        health = self.nodes.rows[name]
        if passed:
            # More would say nothing new; and where nothing is new, nothing is copied or drawn again.
            count = min(health.passed_checks + 1, max(1, self.healthy_after))
            after = Health(health.healthy or count >= self.healthy_after, 0, count)
        else:
            count = health.failed_checks + 1
            after = Health(health.healthy and count < self.unhealthy_after, count, 0)
        if after != health:
            self.healthy += after.healthy - health.healthy
            self.nodes.put(name, after)

    def snapshot(self) -> tuple[Any, ...]:
        return self.nodes.share(), self.healthy, self.running

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        nodes, self.healthy, self.running = snapshot
        self.nodes.adopt(nodes)


def number(section: Value, name: str, default: float) -> float:
    """A finite number of a section, or the default."""
    value = section.get(name) if isinstance(section, dict) else None
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    return default
