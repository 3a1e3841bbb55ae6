"""What the validator knows of the chosen system."""

import pytest

from playbook.document.model import Machine, Playbook
from playbook.machine.port import TellsColumns
from playbook.systems.choose import signatures
from playbook.systems.gateway.panels import COLUMNS
from tests.playbook.systems.gateway.cast import bench


def offered(machine="m", **sections):
    return signatures(Playbook(machine=Machine(id=machine), sections=sections))


def test_the_gateways_rows_have_the_columns_that_it_tells():
    made = bench("a", "b")
    made.send()
    shown = made.system.panels()
    assert {name: tuple(rows[0]) for name, rows in shown.items()} == COLUMNS
    assert isinstance(made.system, TellsColumns)


def test_the_gateways_panels_are_known():
    assert offered("federation_gateway").panels == COLUMNS


def test_of_a_system_that_does_not_tell_them_no_columns_are_known(monkeypatch):
    monkeypatch.setattr("playbook.systems.choose.TellsColumns", type("Nobody", (), {}))
    assert offered("federation_gateway").panels is None


def test_the_bare_machine_provides_the_state_and_no_rows():
    known = offered()
    assert (known.placeholders, known.panels, known.functions) == ({"state"}, {}, None)


def test_a_simulation_is_known_by_its_declarations():
    known = offered(simulation={"functions": {"f(a)": "a", "g()": "1"}, "actions": {"act(a)": []}})
    assert (known.system, known.problem) == ("the simulation", "")
    assert (set(known.actions), known.placeholders) == ({"act", "wait"}, {"g", "state"})


def test_an_action_called_wait_of_a_simulation_is_its_own():
    known = offered(simulation={"actions": {"wait(seconds)": []}})
    assert [parameter.name for parameter in known.actions["wait"]] == ["seconds"]


@pytest.mark.parametrize(
    "sections", [{"simulation": [1]}, {"simulation": {}, "system": "nosuch"}, {"system": "nosuch"}]
)
def test_of_what_cannot_be_had_nothing_is_known(sections):
    known = offered(**sections)
    assert (known.actions, known.functions, known.placeholders, known.panels) == (None, None, None, None)
    assert known.problem


def test_what_a_simulation_is_at_the_start_is_known():
    functions = {"g()": "heat + 1", "h(a)": "a", "broken()": "[][0]"}
    known = offered(simulation={"variables": {"heat": 1, "deep": {}}, "functions": functions})
    assert known.at_start == {"heat": 1, "g": 2}


def test_of_a_simulation_that_costs_much_not_everything_is_asked():
    wide = {"wide(n)": "n == 0 ? 1 : wide(n - 1) + wide(n - 1)"}
    functions = {f"f{n}()": "wide(8)" for n in range(100)}
    known = offered(simulation={"functions": {**wide, **functions}})
    assert 0 < len(known.at_start or {}) < 100
