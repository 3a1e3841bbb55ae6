"""A simulation as a system under test: functions, actions, panels, snapshots, statements of the machine."""

import inspect
import sys

import pytest

from playbook.document.model import Machine, Playbook
from playbook.expr.values import Unknown, ValueProblem
from playbook.machine.port import ActionError, TellsColumns
from playbook.systems.choose import choose
from playbook.systems.simulation import Simulation
from tests.playbook.systems.simulating import Bench
from tests.playbook.texts import LAMP

SECTION = """\
  variables: {heat: 3, failures: {a: 1, b: 5}, names: [x, y]}
  functions:
    warmth(): "heat"
    warm: "warmth() > limits.low"
    failed(lamp, most): "failures[lamp] >= most"
    bare(): "warmth + heat"
    any_failed(): "failed('a', 2) || failed(most=2, lamp='b')"
    here(): "state"
    unknown(): "nobody() + 1"
    count(n): "n <= 0 ? 0 : 1 + count(n - 1)"
    double(n): "n <= 0 ? 1 : double(n - 1) + double(n - 1)"
    plain: 5
  actions:
    press(lamp): [{set: {heat: "heat + 1", "failures[lamp]": "failures[lamp] + 1"}}, {emit: pressed}]
    idle: []
  panels:
    lamps: {each: failures, as: [lamp, count], row: {Lamp: lamp, Failures: count, Bad: "failed(lamp, 3)"}}
    keys: {each: failures, as: lamp, row: {Lamp: lamp}}
    names: {each: names, as: name, row: {Name: name}}
    places: {each: names, as: [place, name], row: {Place: place, Name: name}}
    stats: {row: {Heat: heat, Fixed: 7, Broken: "failures['c']", Notes: [heat, 1]}}
    odd: {each: heat, row: {A: heat}}
    lost: {each: nobody, row: {A: heat}}
limits: {low: 2}
"""


@pytest.fixture
def bench():
    return Bench(SECTION)


@pytest.mark.parametrize(
    ("call", "value"),
    [
        (("heat",), 3),
        (("warmth",), 3),
        (("warm",), True),
        (("failed", "a", 1), True),
        (("any_failed",), True),
        (("bare",), 6),
        (("here",), "dark"),
        (("plain",), 5),
        (("unknown",), Unknown(frozenset({"nobody()"}))),
        (("count", 30), 30),
        (("double", 8), 256),
    ],
)
def test_functions(bench, call, value):
    assert bench.ask(*call) == value


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("failed", "c", 1), "`failures[lamp]` (line 20): there is no entry 'c'; there are: a, b"),
        (("failed", "a"), "failed() takes 2 arguments, each once; it was given 1"),
        (("count", 1000), "too deeply; it may never end"),
        (("double", 10), "takes more than 1,000 calls of functions"),
    ],
)
def test_a_function_without_an_answer(bench, call, said):
    with pytest.raises(ValueProblem) as raised:
        bench.ask(*call)
    assert said in str(raised.value)
    assert len(str(raised.value)) < 1_000


def test_a_function_that_did_not_end_leaves_the_others_as_they_were(bench):
    for _ in range(5):
        with pytest.raises(ValueProblem):
            bench.ask("count", 1000)
        assert bench.ask("count", 30) == 30


def test_a_caller_deep_in_the_stack_gets_the_same_answer(bench):
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 120)
    try:
        with pytest.raises(ValueProblem, match="too deeply; it may never end"):
            bench.ask("count", 50)
    finally:
        sys.setrecursionlimit(limit)
    assert bench.ask("count", 50) == 50


def test_an_argument_of_a_name_that_there_is_not(bench):
    with pytest.raises(ValueProblem, match='has no parameter "lmap"; it takes: lamp, most'):
        bench.ask("failed", "a", lmap=1)


def test_a_variable_takes_no_arguments(bench):
    made = Bench('  variables: {heat: 1}\n  functions: {f(): "heat(1)", g(): "heat() + 1"}\n')
    assert made.ask("g") == 2
    with pytest.raises(ValueProblem, match="heat is a variable and takes no arguments"):
        made.ask("f")


def test_a_parameter_comes_before_all_other_names():
    made = Bench('  variables: {heat: 1}\n  functions: {"f(heat, state, limits)": "[heat, state, limits]"}\n')
    assert made.ask("f", 7, 8, 9) == [7, 8, 9]


def test_the_state_is_the_one_last_entered(bench):
    bench.system.entered("bright")
    assert bench.ask("here") == "bright"


def test_actions_know_their_parameters_and_say_what_they_are(bench):
    press = bench.system.actions["press"]
    assert [p.name for p in press.parameters] == ["lamp"]
    assert press.help == "Simulated: press(lamp)"


def test_panels_have_a_row_for_each_part(bench):
    shown = bench.system.panels()
    assert shown["lamps"] == [
        {"Lamp": "a", "Failures": 1, "Bad": False},
        {"Lamp": "b", "Failures": 5, "Bad": True},
    ]
    assert shown["keys"] == [{"Lamp": "a"}, {"Lamp": "b"}]
    assert shown["names"] == [{"Name": "x"}, {"Name": "y"}]
    assert shown["places"] == [{"Place": 0, "Name": "x"}, {"Place": 1, "Name": "y"}]


def test_a_panel_without_each_has_one_row_and_what_cannot_be_worked_out_is_a_question_mark(bench):
    assert bench.system.panels()["stats"] == [{"Heat": 3, "Fixed": 7, "Broken": "?", "Notes": [3, 1]}]


@pytest.mark.parametrize("panel", ["odd", "lost"])
def test_a_panel_of_what_has_no_parts_says_that_it_is_unknown(bench, panel):
    assert bench.system.panels()[panel] == [{"A": "?"}]


def test_a_panel_has_so_many_rows_at_most():
    made = Bench(
        f"  variables: {{l: {list(range(300))}}}\n  panels: {{p: {{each: l, as: x, row: {{X: x}}}}}}\n"
    )
    assert len(made.system.panels()["p"]) == 200


def test_its_panels_tell_their_columns(bench):
    assert isinstance(bench.system, TellsColumns)
    assert bench.system.columns["lamps"] == ("Lamp", "Failures", "Bad")


def test_a_snapshot_brings_everything_back(bench):
    before, shown = bench.system.snapshot(), bench.system.panels()
    bench.act("press", lamp="a")
    bench.system.entered("bright")
    after = bench.system.snapshot()
    bench.system.restore(before)
    assert (bench.system.panels(), bench.ask("here"), bench.system.snapshot()) == (shown, "dark", before)
    bench.system.restore(after)
    assert (bench.ask("heat"), bench.ask("here")) == (4, "bright")


def test_a_snapshot_is_not_touched_by_what_happens_after_it(bench):
    before = bench.system.snapshot()
    bench.act("press", lamp="a")
    assert before["variables"]["failures"] == {"a": 1, "b": 5}


def test_a_snapshot_brings_back_what_chance_has_drawn():
    made = Bench("  variables: {a: 0}\n  actions: {act: [{set: {a: 'random()'}}]}\n", seed=4)
    before = made.system.snapshot()
    made.act("act")
    first = made.ask("a")
    made.act("act")
    made.system.restore(before)
    made.act("act")
    assert made.ask("a") == first


def test_a_snapshot_of_a_megabyte_copies_none_of_it():
    big = {f"v{n}": {f"k{m}": "x" * 100 for m in range(100)} for n in range(100)}
    system = Simulation(Playbook(sections={"simulation": {"variables": big}}))
    one, two = system.snapshot(), system.snapshot()
    assert len(str(one)) > 1_000_000
    assert all(one["variables"][name] is two["variables"][name] is big[name] for name in big)


def test_after_a_change_all_that_stayed_the_same_is_shared():
    big = {"m": {f"k{n}": {"inner": ["x" * 100] * 10} for n in range(1_000)}}
    actions = {"act(k)": [{"set": {"m[k].n": 1}}]}
    made = Bench("  {}\n")
    system = Simulation(Playbook(sections={"simulation": {"variables": big, "actions": actions}}))
    system.attach(made)
    system.actions["act"].run(k="k5")
    found = system.snapshot()["variables"]["m"]
    assert found["k5"] == {**big["m"]["k5"], "n": 1}
    assert all(found[k] is big["m"][k] for k in big["m"] if k != "k5")


def test_a_simulation_made_without_a_text_names_its_places_by_address():
    sections = {
        "simulation": {
            "variables": {"a": 0},
            "actions": {"act": [{"set": {"a": "[][0]"}}], "stop": [{"emit": True}]},
        }
    }
    system = Simulation(Playbook(sections=sections))
    made = Bench("  {}\n")
    system.attach(made)
    with pytest.raises(ActionError, match="the statement at /simulation/actions/act/0 failed"):
        system.actions["act"].run()
    system.actions["stop"].run()
    assert made.emitted == ["true"]


@pytest.mark.parametrize(
    "section", ["{}", "{variables: , panels: }", "{variables: [1], functions: x, actions: 1, panels: {a: 1}}"]
)
def test_parts_that_there_are_not_or_cannot_be_read_offer_nothing(section):
    system = Bench(f"  {section}\n").system
    assert (dict(system.actions), dict(system.functions), system.panels()) == ({}, {}, {})


def test_headers_that_cannot_be_read_are_left_out():
    system = Bench("  functions: {'f(': 1, g: 2}\n  actions: {'a(': [], b: []}\n").system
    assert (list(system.functions), list(system.actions)) == (["g"], ["b"])


def test_variables_that_are_too_large_keep_every_action_from_its_work():
    made = Bench(
        f"  variables: {{x: &x {'x' * 30_000}, l: [{', '.join(['*x'] * 100)}]}}\n  actions: {{act: []}}\n"
    )
    with pytest.raises(ActionError, match="the simulation cannot start: all variables together"):
        made.act("act")


HOOKED = LAMP.replace("dark: {}", 'dark: {on_exit: [{set: {heat: "heat + 1"}}, {set: {heat: "[][0]"}}]}')


def test_statements_of_the_machine_are_carried_out_and_know_their_place():
    made = Bench("  variables: {heat: 0}\n", lamp=HOOKED)
    good, bad = made.playbook.machine.states[0].on_exit
    made.system.execute(good)
    made.system.execute(good)
    assert made.ask("heat") == 2
    with pytest.raises(ActionError, match=r"the statement at line 7 failed: .*there is no item 0"):
        made.system.execute(bad)


def entering():
    """A lamp that is bright for five milliseconds; entered as the machine does it."""
    lamp = LAMP.replace("    bright:\n", "    bright:\n      on_entry: [{after_ms: 5, emit: released}]\n")
    made = Bench("  {}\n", lamp=lamp)
    made.system.entered("dark")

    def enter(state):
        for item in made.playbook.machine.states[state == "bright"].on_entry:
            made.system.execute(item)
        made.system.entered(state)

    return made, enter


def test_a_delayed_statement_on_entering_comes_if_the_state_lasts():
    made, enter = entering()
    enter("bright")
    made.advance(5)
    assert made.events == [(5, "released", "5 ms after on_entry of bright")]


@pytest.mark.parametrize("ways", [["dark"], ["dark", "bright"], ["bright"]])
def test_a_delayed_statement_on_entering_ends_with_the_state(ways):
    made, enter = entering()
    enter("bright")
    made.advance(3)
    for state in ways:
        enter(state)
    made.advance(2)
    assert made.events == []


def test_what_is_done_on_entering_sees_the_new_state():
    lamp = LAMP.replace("    bright:\n", "    bright:\n      on_entry: [{set: {seen: state}}]\n")
    made = Bench("  variables: {seen: ''}\n", lamp=lamp)
    made.system.execute(made.playbook.machine.states[1].on_entry[0])
    assert made.ask("seen") == "bright"


def test_a_delayed_statement_of_a_transition_names_it():
    text = LAMP.replace("event: pressed}", "event: pressed, actions: [{after_ms: 5, emit: released}]}")
    made = Bench("  {}\n", lamp=text)
    made.system.execute(made.playbook.machine.transitions[0].actions[0])
    made.advance(5)
    assert made.events == [(5, "released", "5 ms after the transition switch_on")]


def test_a_statement_from_elsewhere_is_carried_out_too():
    made = Bench("  variables: {heat: 0}\n")
    made.system.execute({"set": {"heat": "5"}})
    assert made.ask("heat") == 5


def test_it_is_chosen_before_a_registered_system_and_has_its_name():
    playbook = Playbook(machine=Machine(id="federation_gateway"), sections={"simulation": {}})
    assert choose(playbook).name == "playbook's simulation"


def test_the_seed_of_the_run_is_the_simulations():
    section = {"variables": {"a": 0}, "actions": {"act": [{"set": {"a": "random()"}}]}}

    def drawn(seed):
        system = choose(Playbook(sections={"simulation": section}), seed).system
        system.attach(Bench("  {}\n"))
        system.actions["act"].run()
        return system.functions["a"].call()

    assert drawn(1) == drawn(1) != drawn(2)
