"""The cast of the tests that drive a system: a turnstile that counts coins, and playbooks around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playbook.analysis import analyse
from playbook.document.model import Playbook, Transition
from playbook.machine.port import Action, ActionError, Function
from playbook.run.outcomes import DerivedResult
from playbook.run.supply import Supply
from playbook.signatures import Parameter

TURNSTILE = """\
version: "1.0"
name: Turnstile
machine:
  id: turnstile
  initial: locked
  states:
    locked: {invariants: [{description: Nothing is owed, condition: "coins() == 0"}]}
    open: {invariants: [{description: It is paid for, condition: "coins() > 0"}]}
    alarm: {}
  transitions:
    - {id: pay, from: locked, to: open, event: coin}
    - {id: pass, from: open, to: locked, event: pushed}
    - {id: ring, from: locked, to: alarm, event: kicked, guard: "kicks() >= 3"}
    - {id: calm, from: alarm, to: locked, event: key}
  forbidden:
    - {from: alarm, to: open, reason: The police must come first}
performance_assertions:
  - {name: few_kicks, condition: "kicks() < 2", critical: "kicks() < 4", failure_reason: Too rough}
scenarios:
  - name: walk
    steps: [{action: insert, params: {coins: 1}}, {assert: "state == 'open'"}, {action: push}]
  - name: vandal
    steps: [{action: kick, repeat: 3}, {assert: "state == 'alarm'"}]
"""


class Turnstile:
    """Counts coins and kicks."""

    made = 0

    def __init__(self, playbook: Playbook | None = None, seed: int = 0) -> None:
        type(self).made += 1
        self.seed = seed
        self.coins = self.kicks = 0
        self.placeholders: dict[str, Callable[[], Any]] = {}
        self.functions = {"coins": Function(lambda: self.coins), "kicks": Function(lambda: self.kicks)}
        self.actions = {
            "insert": Action(self.insert, (Parameter("coins", "integer"),)),
            "push": Action(self.push),
            "kick": Action(self.kick),
        }

    def insert(self, coins: int) -> None:
        if coins < 1:
            raise ActionError("no coin")
        self.coins += coins
        self.host.emit("coin")

    def push(self) -> None:
        if self.coins:
            self.coins = 0
            self.host.emit("pushed")

    def kick(self) -> None:
        self.kicks += 1
        self.host.emit("kicked")

    def attach(self, host: Any) -> None:
        self.host = host

    def entered(self, state: str) -> None:
        pass

    def panels(self) -> dict[str, list[dict[str, Any]]]:
        return {}

    def snapshot(self) -> tuple[int, int]:
        return self.coins, self.kicks

    def restore(self, snapshot: tuple[int, int]) -> None:
        self.coins, self.kicks = snapshot


def read(old: str = "", new: str = "", *, text: str = TURNSTILE) -> Playbook:
    """The turnstile's playbook, with one piece of its text replaced."""
    assert old in text
    playbook = analyse(text.replace(old, new, 1) if old else text).playbook
    assert playbook is not None
    return playbook


def supply(old: str = "", new: str = "", system: Any = Turnstile) -> Supply:
    return Supply(read(old, new), system)


def transition(of: Supply, id: str) -> Transition:
    return next(t for t in of.playbook.machine.transitions if t.id == id)


def short(result: DerivedResult) -> tuple[str, str]:
    return result.outcome, result.message
