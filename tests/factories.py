"""The cast of the site's tests: small playbooks, valid and broken, and how they get into the library."""

from __future__ import annotations

from editor import services
from editor.models import Playbook

DOOR = """\
version: "1.0"
name: "Door"
description: "Opens and shuts"
machine:
  id: "door"
  initial: "closed"
  states:
    closed:
      description: "Nobody passes"
      invariants:
        - description: "Nobody is in it"
          condition: "people() == 0"
    open: {}
  transitions:
    - id: "open_door"
      from: "closed"
      to: "open"
      event: "opened"
      guard: "key() == 'mine'"
    - id: "close_door"
      from: "open"
      to: "closed"
      event: "shut"
  forbidden:
    - from: "closed"
      to: "closed"
      reason: "It is shut already"
scenarios:
  - name: "through"
    steps:
      - action: "open_door"
      - assert: "state == 'open'"
"""

# The second transition leads to a state that is not there.
BROKEN = DOOR.replace('to: "closed"\n      event: "shut"', 'to: "shed"\n      event: "shut"')

HOSTILE = "</textarea></script><script>alert(1)</script><img src=x onerror=alert(2)>"


def renamed(name: str) -> str:
    """The door's text under another name."""
    return DOOR.replace('name: "Door"', f'name: "{name}"', 1)


def playbook(text: str = DOOR) -> Playbook:
    """A playbook of the library."""
    return services.create(text)


def revised(found: Playbook, *texts: str) -> Playbook:
    """The playbook after some more saves, each from the newest revision."""
    for text in texts:
        assert found.head is not None
        services.save(found, text, base=found.head.number)
    return found
