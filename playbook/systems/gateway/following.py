"""The gateway's side of the machine: events go out, and what the machine does about them comes back."""

from __future__ import annotations

from playbook.machine.port import Host


class Follower:
    """Knows the host and which state was entered last."""

    __slots__ = ("entries", "host", "state")

    host: Host

    def __init__(self) -> None:
        self.state = ""
        self.entries = 0

    def entered(self, state: str) -> None:
        self.state = state
        self.entries += 1

    def follow(self, event: str, cause: str = "") -> bool:
        """Emit an event and settle; whether the machine entered a state because of it."""
        before = self.entries
        self.host.emit(event, cause)
        self.host.settle()
        return self.entries != before
