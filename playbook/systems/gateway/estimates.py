"""What the gateway believes of each node's speed, and what it has measured of its calls."""

from __future__ import annotations

from typing import Any

from playbook.systems.gateway.calls import usual_ms
from playbook.systems.gateway.catalog import Node
from playbook.systems.gateway.statistics import EMPTY, Window
from playbook.systems.gateway.table import Table

# How far one measurement moves the estimate: a node that has become slow loses its traffic within a
# few calls, and a single slow answer does not cost it everything.
WEIGHT_OF_NEWS = 0.3


class Estimates:
    """Per node: the expected time of an answer of usual length without a queue, and the last calls' times."""

    def __init__(self) -> None:
        self._expected: Table[float] = Table()
        self.windows: Table[Window] = Table()
        # How many calls were sent to each node.
        self.calls: Table[int] = Table()

    def expected_ms(self, node: Node) -> float:
        """What was measured, newer calls counting more; before the first what it was registered with."""
        known = self._expected.rows.get(node.name)
        return usual_ms(node) if known is None else known

    def measured(self, node: Node, usual: float) -> None:
        """A call or check has shown how long an answer of usual length takes."""
        known = self.expected_ms(node)
        self._expected.put(node.name, known + WEIGHT_OF_NEWS * (usual - known))

    def called(self, name: str) -> None:
        self.calls.put(name, self.calls.rows.get(name, 0) + 1)

    def served(self, name: str, duration_ms: int) -> None:
        """A call has ended well after so long, its time in the queue included."""
        self.windows.put(name, self.window(name).add(float(duration_ms)))

    def window(self, name: str) -> Window:
        return self.windows.rows.get(name, EMPTY)

    def forget(self, name: str) -> None:
        """The node was registered anew with another speed: what was measured says nothing of that."""
        if name in self._expected.rows:
            self._expected.adopt({n: ms for n, ms in self._expected.rows.items() if n != name})

    def snapshot(self) -> tuple[Any, ...]:
        return self._expected.share(), self.windows.share(), self.calls.share()

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        expected, windows, calls = snapshot
        self._expected.adopt(expected)
        self.windows.adopt(windows)
        self.calls.adopt(calls)
