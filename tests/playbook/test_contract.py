"""The contract of systems: our own keep to it, and each way of breaking it is noticed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from playbook.contract import ContractBroken, HttpContract, SystemContract
from playbook.expr.values import ValueProblem
from playbook.machine.port import Action, CannotSnapshot, Function
from playbook.systems.bare import BareMachine
from playbook.systems.gateway.system import FederationGateway
from tests.playbook.systems.http.cast import elevator, example, playbook

ROOT = Path(__file__).resolve().parents[2]
ELEVATOR = (ROOT / "examples" / "elevator.yaml").read_text()
TOGGLE = """\
version: "1.0"
name: "toggle"
machine:
  id: toggle
  initial: "no"
  states: {"no": {}, "yes": {}}
  transitions: [{id: a, from: "no", to: "yes", event: flip}, {id: b, from: "yes", to: "no", event: flip}]
scenarios:
  - name: s
    steps: [{action: flip}, {action: wait, params: {ms: 10}}, {action: flip}, {action: flip}]
"""
SIMULATED = """\
simulation:
  variables: {n: 0}
  functions: {doubled(): "n * 2"}
  actions: {flip(): [{set: {n: "n + 1"}}, {emit: flip}, {after_ms: 5, emit: flip}]}
  panels: {counts: {each: "[n]", as: one, row: {N: "one"}}}
"""


class TestGateway(SystemContract):
    path = str(ROOT / "playbooks" / "federation-gateway.yaml")
    make = FederationGateway


class TestBareMachine(SystemContract):
    def playbook(self):
        return playbook(TOGGLE)

    def fresh(self, seed=0):
        return BareMachine(self.playbook())


class TestSimulation(SystemContract):
    def playbook(self):
        return playbook(TOGGLE + SIMULATED)


class TestReferenceServer(HttpContract):
    @pytest.fixture(autouse=True)
    def served(self):
        with elevator() as url:
            self.url = url
            yield

    def playbook(self):
        return playbook(ELEVATOR.replace("http://127.0.0.1:8700", self.url))


class Counter:
    """A system that keeps to the contract; each test below breaks it in one place."""

    def __init__(self, book, seed=0):
        self.n = 0
        self.placeholders = {}
        self.functions = {"n": Function(lambda: self.n)}
        self.actions = {"flip": Action(self.flip)}

    def attach(self, host):
        self.host = host

    def flip(self):
        self.n += 1
        self.host.emit("flip")

    def entered(self, state):
        pass

    def panels(self):
        return {"counts": [{"N": self.n}]}

    def snapshot(self):
        return self.n

    def restore(self, snapshot):
        self.n = snapshot


def contract(system, text=TOGGLE, base=SystemContract):
    return type("Made", (base,), {"make": system, "playbook": lambda self: playbook(text)})()


TESTS = [name for name in vars(SystemContract) if name.startswith("test_")]


@pytest.mark.parametrize("test", TESTS)
def test_a_system_that_keeps_to_it_passes(test):
    getattr(contract(Counter), test)()


class Nameless(Counter):
    panels = None


class NoAction(Counter):
    def __init__(self, book, seed=0):
        super().__init__(book)
        self.actions = {"flip": self.flip, "other": self.flip}


class NoFunction(Counter):
    def __init__(self, book, seed=0):
        super().__init__(book)
        self.functions = {"n": Function(lambda: self.n, 2, 1)}


class Growing(Counter):
    made = 0

    def __init__(self, book, seed=0):
        super().__init__(book)
        Growing.made += 1
        self.n = Growing.made


class Chancy(Counter):
    def flip(self):
        self.n += random.SystemRandom().randrange(1 << 60)


class Dawdling(Counter):
    took = 0

    def flip(self):
        Dawdling.took += 1
        self.host.advance(Dawdling.took)


class Shared(Counter):
    def flip(self):
        Shared.n = getattr(Shared, "n", 0) + 1

    def __init__(self, book, seed=0):
        super().__init__(book)
        del self.n
        Shared.n = 0


class Counting(Counter):
    def panels(self):
        self.n += 1
        return {}


class Emitting(Counter):
    def panels(self):
        self.host.emit("looked")
        return {}


class Odd(Counter):
    def __init__(self, book, seed=0):
        super().__init__(book)
        self.functions = {"n": Function(lambda: {1, 2})}


class OddRows(Counter):
    def panels(self):
        return {"counts": [{"N": object}]}


class Forgetful(Counter):
    def restore(self, snapshot):
        pass


class Aliased(Counter):
    """Hands out the very list that it goes on changing."""

    def __init__(self, book, seed=0):
        super().__init__(book)
        self.list = []
        self.functions = {"n": Function(lambda: len(self.list))}

    def flip(self):
        self.list.append(1)

    def snapshot(self):
        return self.list

    def restore(self, snapshot):
        self.list = snapshot


class Picky(Counter):
    def entered(self, state):
        if state == "yes":
            raise KeyError(state)


@pytest.mark.parametrize(
    ("system", "test", "said"),
    [
        (Nameless, "it_has_all_parts_of_a_system", r"it lacks panels\(\)"),
        (NoAction, "it_has_all_parts_of_a_system", '"flip" is no action'),
        (NoFunction, "it_has_all_parts_of_a_system", '"n" takes no number of arguments'),
        (Growing, "every_fresh_one_starts_the_same", "at the start, functions: n was"),
        (Chancy, "the_same_seed_and_actions_have_the_same_result", 'in "s" after flip, functions: n was'),
        (
            Dawdling,
            "the_same_seed_and_actions_have_the_same_result",
            'in "s" after flip, now was 1 and then 2',
        ),
        (Shared, "several_at_a_time_do_not_disturb_each_other", 'beside "s", functions: n was 0 and then 3'),
        (Counting, "looking_changes_nothing", "after flip, when looked at again, functions: n was"),
        (Emitting, "looking_changes_nothing", "after flip, looking caused an event"),
        (Odd, "values_and_panels_are_plain", r"n\(\) is no plain value: \{1, 2\}"),
        (OddRows, "values_and_panels_are_plain", "row 1 of the panel counts is not plain"),
        (
            Forgetful,
            "a_snapshot_brings_everything_back",
            "0 steps after a return to step 1, functions: n was 0 and then",
        ),
        (Aliased, "a_snapshot_brings_everything_back", "after a return to step"),
        (Picky, "every_state_may_be_entered", r'entered\("yes"\) raised KeyError'),
    ],
)
def test_a_system_that_breaks_it_is_told_where(system, test, said):
    with pytest.raises(ContractBroken, match=said):
        getattr(contract(system), f"test_{test}")()


def test_an_action_that_fails_is_a_result_like_any_other():
    class Failing(Counter):
        def flip(self):
            raise RuntimeError("stuck")

    contract(Failing).test_the_same_seed_and_actions_have_the_same_result()


def test_a_function_that_cannot_be_told_is_seen_as_that():
    def fail():
        raise ValueProblem("no sensor")

    class Blind(Counter):
        def __init__(self, book, seed=0):
            super().__init__(book)
            self.functions = {"n": Function(fail)}

    contract(Blind).test_values_and_panels_are_plain()


def test_parameters_of_any_kind_may_be_anything(monkeypatch):
    module = example()
    monkeypatch.setitem(module.CALL["parameters"], "floor", {"kind": "any"})
    monkeypatch.setattr(module.Elevator, "act", lambda self, said: {})
    with elevator(module) as url:
        text = ELEVATOR.replace("http://127.0.0.1:8700", url)
        contract(None, text, HttpContract).test_every_action_refuses_parameters_that_do_not_fit()


def test_a_system_without_snapshots_may_say_so():
    class Without(Counter):
        def snapshot(self):
            raise CannotSnapshot("none")

    contract(Without).test_a_snapshot_brings_everything_back()


def test_a_system_is_closed_after_each_test():
    closed = []

    class Closing(Counter):
        def close(self):
            closed.append(self)

    contract(Closing).test_every_fresh_one_starts_the_same()
    assert len(closed) == 2


def test_a_playbook_that_drives_nothing_is_no_test():
    with pytest.raises(ContractBroken, match="no scenario has an action"):
        contract(Counter, TOGGLE.partition("scenarios:")[0]).test_values_and_panels_are_plain()


def test_a_playbook_with_errors_is_told(tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text("machine: 5\n")
    with pytest.raises(ContractBroken, match=r"broken.yaml has 2 errors and cannot be run:\n  line 1: "):
        type("Made", (SystemContract,), {"path": str(file)})().playbook()


def test_the_tests_of_servers_are_for_servers():
    with pytest.raises(ContractBroken, match="none over HTTP"):
        contract(Counter, base=HttpContract).test_an_unknown_function_is_told_as_unknown()


@pytest.mark.parametrize(
    ("message", "answer", "test", "said"),
    [
        ("act", {}, "an_unknown_action_is_an_error_in_words", "must be answered with"),
        (
            "act",
            {},
            "every_action_refuses_parameters_that_do_not_fit",
            'call takes .* where "floor" is a whole number',
        ),
        ("evaluate", {"values": [{"value": 0}]}, "an_unknown_function_is_told_as_unknown", "was told as"),
    ],
)
def test_a_server_that_breaks_it_is_told(message, answer, test, said, monkeypatch):
    module = example()
    setattr(module.Elevator, message, lambda self, said: answer)
    with elevator(module) as url:
        text = ELEVATOR.replace("http://127.0.0.1:8700", url).replace('"!moving()"', '"true"')
        with pytest.raises(ContractBroken, match=said):
            getattr(contract(None, text, HttpContract), f"test_{test}")()
