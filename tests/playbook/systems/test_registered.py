"""Systems that an installed package brings: found by entry point, and told of where they are none."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest

from playbook.api import run_scenario
from playbook.systems.choose import NoSystem, choose, signatures
from playbook.systems.registered import registered
from tests.playbook.systems.http.cast import playbook
from tests.playbook.test_contract import Counter

TEXT = """\
version: "1.0"
machine:
  id: plugged_door
  initial: shut
  states: {shut: {}, open: {}}
  transitions: [{id: a, from: shut, to: open, event: opened}]
scenarios:
  - name: s
    steps: [{action: push, params: {force: 2}}, {assert: "state == 'open' && pushes() == 1"}]
"""
MODULE = '''\
"""A user's own system, as docs/systems.md shows it."""
from playbook.machine.port import Action, Function
from playbook.signatures import Parameter


class Door:
    def __init__(self, playbook, seed=0):
        self.pushes, self.placeholders = 0, {}
        self.functions = {"pushes": Function(lambda: self.pushes)}
        self.actions = {"push": Action(self.push, (Parameter("force", "integer"),))}

    def attach(self, host):
        self.host = host

    def push(self, force):
        self.pushes += 1
        self.host.emit("opened")

    def entered(self, state):
        pass

    def panels(self):
        return {}

    def snapshot(self):
        return self.pushes

    def restore(self, snapshot):
        self.pushes = snapshot


class Held(Door):
    closed = 0

    def close(self):
        Held.closed += 1


class Half:
    def __init__(self, playbook, seed=0):
        self.actions = {}


def breaks(playbook, seed=0):
    raise OSError("no door here")


NOTHING = None
'''


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install a package with an entry point for `plugged_door`, as pip would leave it on the path."""

    def install(value, name="plugged_door"):
        (tmp_path / "plugged_door_module.py").write_text(MODULE)
        info = tmp_path / "plugged_door-1.0.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugged-door\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[playbook.systems]\n{name} = {value}\n")
        monkeypatch.syspath_prepend(tmp_path)
        registered.cache_clear()

    yield install
    monkeypatch.undo()
    sys.modules.pop("plugged_door_module", None)
    registered.cache_clear()


def test_a_system_of_an_installed_package_is_found_by_the_machines_id(installed):
    installed("plugged_door_module:Door")
    events = list(run_scenario(playbook(TEXT), "s"))
    assert (events[0].system, events[-1].verdict) == ("plugged_door", "passed")


def test_a_system_of_an_installed_package_is_found_by_name(installed):
    installed("plugged_door_module:Door", "my_door")
    text = TEXT.replace("plugged_door", "something_else") + "system: my_door\n"
    assert choose(playbook(text)).name == "my_door"


def test_its_actions_and_parameters_are_checked_like_any_others(installed):
    installed("plugged_door_module:Door")
    known = signatures(playbook(TEXT))
    assert [parameter.name for parameter in known.actions["push"]] == ["force"]
    assert known.at_start == {"pushes": 0}


def test_one_that_was_only_asked_what_it_offers_is_closed(installed):
    installed("plugged_door_module:Held")
    document = playbook(TEXT)
    before = import_module("plugged_door_module").Held.closed
    signatures(document)
    assert import_module("plugged_door_module").Held.closed == before + 1


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("no_such_module:Door", "cannot be loaded from no_such_module:Door: ModuleNotFoundError"),
        ("plugged_door_module:Window", "cannot be loaded from plugged_door_module:Window: AttributeError"),
        ("plugged_door_module:NOTHING", "is not a class or function that makes one"),
        ("plugged_door_module:breaks", "cannot be made: OSError: no door here"),
        (
            "plugged_door_module:Half",
            r"is none: it lacks functions, placeholders, attach\(\), entered\(\), panels\(\), snapshot\(\), restore\(\)",
        ),
    ],
)
def test_what_is_no_system_is_told_with_its_reason(installed, value, said):
    installed(value)
    with pytest.raises(NoSystem, match=f'the system "plugged_door" .*{said}'):
        choose(playbook(TEXT))
    assert value in signatures(playbook(TEXT)).problem


def test_a_run_of_what_is_no_system_ends_with_an_error_that_says_so(installed):
    installed("no_such_module:Door")
    last = list(run_scenario(playbook(TEXT), "s"))[-1]
    assert last.verdict == "error"
    assert "ModuleNotFoundError: No module named 'no_such_module'" in last.reasons[0]


def test_a_given_system_is_not_closed_by_a_run():
    closed = []

    class Closing(Counter):
        def close(self):
            closed.append(self)

    text = playbook(TEXT)
    list(run_scenario(text, "s", system=Closing(text)))
    assert closed == []
