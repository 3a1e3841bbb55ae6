"""A system under test over the wire, as the engine drives it (LANGUAGE.md section 5, docs/systems.md).

The server is told the states that the machine enters, and the virtual time, with its next message; what
it answers, events and timers, goes to the machine in order. Nothing here knows the wall clock.
"""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import cast

from playbook.document.http import HttpSection, target
from playbook.document.model import Playbook
from playbook.expr.values import Result, Unknown, ValueProblem
from playbook.machine.port import Action, ActionError, CannotSnapshot, Function, Host, SystemProblem
from playbook.signatures import FunctionSignature, Parameter
from playbook.systems.http import answers
from playbook.systems.http.addresses import Resolver, addresses, look_up
from playbook.systems.http.calls import Call, Calls, call, constant
from playbook.systems.http.client import Client
from playbook.systems.http.description import MANY, Description, Offer, offers
from playbook.systems.http.problems import Declined
from playbook.systems.http.reach import Reach
from playbook.systems.http.transport import Transport
from playbook.values import Value

# Ticks that a server may ask for, one after the other, without time passing.
MAX_TICKS_AT_ONCE = 1_000


def connect(section: HttpSection, reach: Reach, session: str, *, resolver: Resolver = look_up) -> Client:
    """A client for the section's url. Raises NotAllowed before anything is sent, Unreached."""
    where = target(section.url)
    reach.check(where)
    headers = reach.headers(section, where)
    secrets = [value for name, value in headers.items() if section.headers[name] != value]
    found = addresses(where, reach.networks_for(where), resolver)
    return Client(Transport(where, found, headers, section.timeout_ms), session, secrets=secrets)


def drive(playbook: Playbook, seed: int, section: HttpSection, reach: Reach, session: str) -> HttpSystem:
    """The system of a playbook's section. Raises NotAllowed, SystemProblem."""
    return HttpSystem(playbook, section, connect(section, reach, session), seed)


class HttpSystem:
    """Implements `port.System` with a server's answers.

    Raises SystemProblem where the server cannot be reached, or describes itself wrongly.
    """

    # Every action is some messages (port.Distant).
    distant = True

    def __init__(self, playbook: Playbook, section: HttpSection, client: Client, seed: int = 0) -> None:
        self.client, self._playbook, self._seed = client, playbook, seed
        # Should nobody close it; the client does not know the system, so it outlives it.
        self._closing = weakref.finalize(self, client.close)
        self.description: Description = offers(playbook, section, client.describe())
        self.name = self.description.name
        self.placeholders: Mapping[str, Callable[[], Value]] = {}
        self.actions: Mapping[str, Action] = {
            name: self._action(name, offer) for name, offer in self.description.actions.items()
        }
        self.functions: Mapping[str, Function] = {
            name: self._function(name, signature) for name, signature in self.description.functions.items()
        }
        self._calls = Calls(constant(playbook, self.description.functions), self._evaluate)
        self._host: Host | None = None
        self._entered: list[str] = []
        self._panels: dict[str, list[dict[str, Value]]] | None = None
        self._asked_ms = -1

    def _action(self, name: str, offer: Offer) -> Action:
        if offer.parameters is None:
            steps = [step for scenario in self._playbook.scenarios for step in scenario.all_steps]
            known = dict.fromkeys(key for step in steps if step.action == name for key in step.params)
            parameters = tuple(Parameter(key, required=False) for key in known)
        else:
            parameters = offer.parameters
        return Action(partial(self._act, name), parameters, offer.help)

    def _function(self, name: str, signature: FunctionSignature) -> Function:
        most = min(signature.most, MANY)
        # The engine takes an unknown value from a function as it does from a name that nothing provides.
        told = cast(Callable[..., Value], partial(self._tell, name))
        return Function(told, signature.least, most, signature.help, signature.returns, signature.choices)

    def attach(self, host: Host) -> None:
        """Bind to a host and bring the server to its start. Raises SystemProblem."""
        self._host = host
        machine = self._playbook.machine
        start = {
            "seed": self._seed,
            "machine": machine.id,
            "playbook": self._playbook.name,
            "state": machine.initial.name if machine.initial else "",
        }
        self._follow("reset", self.client.ask("reset", start))

    def entered(self, state: str) -> None:
        self._forget()
        self._entered.append(state)
        if "entered" in self.description.messages:
            answer = self.client.once("entered", self._news(), f'entering "{state}"', again=self._again)
            self._follow("entered", answer)

    def panels(self) -> Mapping[str, Sequence[Mapping[str, Value]]]:
        if "panels" not in self.description.messages:
            return {}
        self._freshen()
        if self._panels is None:
            self._panels = answers.panels(self.client.ask("panels", self._news()))
        return self._panels

    def snapshot(self) -> Value:
        """What the server keeps of itself. Raises CannotSnapshot where it offers none."""
        if "snapshot" not in self.description.messages:
            raise CannotSnapshot("the system over HTTP offers no snapshots; replay from its start instead")
        answer = self.client.ask("snapshot", self._news())
        if "snapshot" not in answer:
            raise answers.wrong("snapshot", '"snapshot" is missing')
        return answer["snapshot"]

    def restore(self, snapshot: Value) -> None:
        self._entered = []
        self._forget()
        self.client.ask("restore", {"snapshot": snapshot, **self._news()})

    def close(self) -> None:
        """End the session; a server that is gone by now is not complained of."""
        if self._closing.alive and "close" in self.description.messages:
            # The run has its verdict; there is nobody left to tell.
            with suppress(SystemProblem):
                self.client.ask("close", self._news())
        self._closing()

    @property
    def _again(self) -> bool:
        return self.description.knows_keys

    @property
    def _attached(self) -> Host:
        assert self._host is not None
        return self._host

    def _now(self) -> int:
        return 0 if self._host is None else self._host.now()

    def _news(self) -> dict[str, object]:
        """What every message of a session carries: virtual time, and the states entered meanwhile."""
        news, self._entered = {"now_ms": self._now(), "entered": self._entered}, []
        return news

    def _forget(self) -> None:
        self._calls.forget()
        self._panels = None

    def _freshen(self) -> None:
        """Answers hold for one instant of virtual time."""
        if self._now() != self._asked_ms:
            self._asked_ms = self._now()
            self._forget()

    def _tell(self, name: str, *args: Value, **named: Value) -> Result:
        self._freshen()
        told = self._calls.tell(call(name, args, named))
        if told.error:
            raise ValueProblem(f"{name}() cannot be told: {told.error}")
        return Unknown(frozenset({f"{name}()"})) if told.unknown else told.value

    def _evaluate(self, calls: list[Call]) -> Sequence[answers.Told]:
        return answers.values(self.client.ask("evaluate", {"calls": calls, **self._news()}), len(calls))

    def _act(self, name: str, **params: Value) -> None:
        self._forget()
        content = {"action": name, "params": params, **self._news()}
        try:
            answer = self.client.once("act", content, f'the action "{name}"', again=self._again)
        except Declined as problem:
            raise ActionError(str(problem)) from None
        self._follow("act", answer)

    def _tick(self, timer: str) -> answers.Answer:
        self._forget()
        content = {"timer": timer, **self._news()}
        return self.client.once("tick", content, f'the timer "{timer}"', again=self._again)

    def _wake(self, timer: str) -> None:
        self._follow("tick", self._tick(timer))

    def _follow(self, message: str, answer: answers.Answer) -> None:
        """Do what an answer says, and what the answers to its immediate ticks say."""
        at_once = deque(self._carry_out(message, answer))
        ticks = 0
        while at_once:
            ticks += 1
            if ticks > MAX_TICKS_AT_ONCE:
                raise SystemProblem(f"the system asked for more than {MAX_TICKS_AT_ONCE:,} ticks at once")
            self._attached.settle()
            at_once.extend(self._carry_out("tick", self._tick(at_once.popleft())))

    def _carry_out(self, message: str, answer: answers.Answer) -> list[str]:
        """Hand the effects of an answer to the host; the timers that are due at once are returned."""
        effects = answers.effects(message, answer)
        host = self._attached
        if effects.took_ms and message in ("reset", "entered"):
            raise answers.wrong(message, 'it has "took_ms", but no time can pass there')
        delays = [*(e.after_ms for e in effects.events), *(t.after_ms for t in effects.timers)]
        if message == "reset" and not all(delays):
            raise answers.wrong(message, "the run has not begun: its events and timers need after_ms")
        if effects.timers and "tick" not in self.description.messages:
            raise answers.wrong(message, 'it sets timers, but the system does not describe "tick"')
        if effects.took_ms:
            host.advance(effects.took_ms)
            self._forget()
        for event in effects.events:
            if event.after_ms:
                host.after(event.after_ms, partial(host.emit, event.event, event.cause))
            else:
                host.emit(event.event, event.cause)
        for timer in effects.timers:
            if timer.after_ms:
                host.after(timer.after_ms, partial(self._wake, timer.id))
        return [timer.id for timer in effects.timers if not timer.after_ms]
