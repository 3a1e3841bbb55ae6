"""The gateway and the machine together, back and forth in time: nothing of a way that was left remains."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from playbook.api import analyse
from playbook.machine.clock import Clock
from playbook.machine.engine import Engine, Halted
from playbook.machine.program import Program
from playbook.systems.gateway.system import FederationGateway

PLAYBOOK = analyse(
    (Path(__file__).resolve().parents[3] / "playbooks" / "federation-gateway.yaml").read_text()
).playbook
PROGRAM = Program(PLAYBOOK)
DEEDS = (
    ("send_request", {"capability": "embed"}),
    ("send_request", {"capability": "embed", "region": "eu-west", "privacy": "confidential"}),
    ("send_request", {"capability": "translate"}),
    ("register_model", {"model": "m", "node": "c", "capability": "embed", "latency_ms": 40, "p99_ms": 900}),
    ("fail_node", {"node": "a"}),
    ("recover_node", {"node": "a"}),
    ("slow_node", {"node": "b", "factor": 30}),
    ("set_load", {"node": "b", "requests": 7, "duration_ms": 4_000}),
    ("record_failure", {"node": "a"}),
    ("record_failure", {"node": "b"}),
    ("start_health_monitoring", {}),
    ("wait", {"duration_ms": 7_000}),
    ("wait", {"duration_ms": 31_000}),
)


class Drive:
    """The gateway under its real machine, two nodes registered."""

    def __init__(self) -> None:
        self.system = FederationGateway(PLAYBOOK, seed=5)
        self.engine = Engine(PROGRAM, self.system, Clock())
        self.system.attach(self.engine)
        self.engine.enter_initial()
        for node in ("a", "b"):
            self.do("register_model", model="m", node=node, capability="embed")

    def do(self, action: str, **params: object) -> None:
        self.engine.begin_step()
        self.system.actions[action].run(**params)
        self.engine.end_step()

    def work(self, seed: int, count: int = 10) -> list[object]:
        """Do this and that; what has happened because of it."""
        self.engine.drain()
        for action, params in random.Random(seed).choices(DEEDS, k=count):
            self.do(action, **params)
        return [*self.engine.drain(), self.system.panels()]


@pytest.mark.parametrize("seed", range(30))
def test_after_a_return_the_same_work_has_the_same_events(seed):
    drive = Drive()
    drive.work(seed)
    moment = drive.engine.moment()
    first = drive.work(seed + 100)
    drive.work(seed + 200)
    drive.engine.return_to(moment)
    assert drive.work(seed + 100) == first


@pytest.mark.parametrize("seed", range(10))
def test_a_gateway_that_was_never_left_goes_the_same_way(seed):
    straight, turned = Drive(), Drive()
    moment = turned.engine.moment()
    turned.work(seed)
    turned.engine.return_to(moment)
    assert turned.work(seed + 100) == straight.work(seed + 100)


def halt_after(drive: Drive, transitions: int) -> None:
    """Leave the gateway in the middle of a request, after so many transitions."""
    left = [transitions]

    def watch(transition: object) -> None:
        left[0] -= 1
        if not left[0]:
            raise Halted

    drive.engine.watch = watch
    with pytest.raises(Halted):
        drive.do("send_request", capability="embed")
    drive.engine.watch = None


# Routing, inferring on the failing node, routing again, inferring on the other, streaming, completed.
@pytest.mark.parametrize(
    ("transitions", "state"),
    [(1, "routing"), (2, "inferring"), (3, "routing"), (4, "inferring"), (5, "streaming"), (6, "completed")],
)
def test_a_request_that_was_broken_off_leaves_no_trace_after_a_return(transitions, state):
    drive = Drive()
    drive.do("fail_node", node="a")
    moment = drive.engine.moment()
    first = drive.work(7)
    drive.engine.return_to(moment)
    halt_after(drive, transitions)
    assert (drive.engine.state, drive.system.functions["active_requests"].call()) == (state, 1)
    drive.engine.return_to(moment)
    assert drive.work(7) == first
