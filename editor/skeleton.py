"""The text that a new playbook starts from: small, valid, and runnable."""

SKELETON = """\
version: "1.0"
name: "Door"
description: "A door that must not be locked while it is open"

machine:
  id: "door"
  initial: "closed"

  states:
    closed:
      description: "Shut, but not locked"
    open:
      description: "Anybody may pass"
    locked:
      description: "Shut and locked"

  transitions:
    - id: "open_door"
      from: "closed"
      to: "open"
      event: "opened"

    - id: "close_door"
      from: "open"
      to: "closed"
      event: "shut"

    - id: "lock_door"
      from: "closed"
      to: "locked"
      event: "key_turned"

    - id: "unlock_door"
      from: "locked"
      to: "closed"
      event: "key_turned_back"

  forbidden:
    - from: "open"
      to: "locked"
      reason: "The bolt would hit the frame"

scenarios:
  - name: "lock_after_closing"
    description: "Out, shut the door, lock it"
    steps:
      - action: "open_door"
      - action: "close_door"
      - action: "lock_door"
      - assert: "state == 'locked'"
"""
