"""The older section at work: what it does, what it says when something else happens, what it cannot hide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from playbook.analysis import analyse
from playbook.limits import MAX_WAIT_MS
from playbook.machine.port import Action, Function
from playbook.run.scenario import run_scenario
from playbook.signatures import Parameter
from tests.playbook.machine.scripted import HEAD, Scripted, emitting, only

CALCULATOR = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "calculator.yaml"
MACHINE = """\
  states: {a: {}, b: {}, c: {}}
  transitions:
    - {id: ab, from: a, to: b, event: go}
    - {id: bc, from: b, to: c, event: on, guard: "ready()"}
    - {id: ac, from: a, to: c, event: far}
  forbidden: [{from: a, to: c, reason: too far}]
"""


def running(
    section: str, system: Scripted | None = None, *, checks: str = "", machine: str = MACHINE, **options
):
    more = f"assertions: {{{checks}}}\n" if checks else ""
    playbook = analyse(f"{HEAD}{machine}playbook: {{{section}}}\n{more}").playbook
    assert playbook is not None
    return list(run_scenario(playbook, "playbook section", system=system, **options))


def steps(*transitions: str, more: str = "") -> str:
    return f"steps: [{{transitions: [{', '.join(transitions)}]{more}}}]"


def outcomes(events) -> list[str]:
    return [event.outcome for event in only(events, "step_finished")]


def reader(name: str, read: Callable[[str], object]) -> Scripted:
    system = Scripted({})
    system.functions[name] = Function(read, 1, 1)
    return system


def capturing(source: str, system: Scripted, check: str = ""):
    section = steps("ab", more=f", capture: [{{var: seen, from: '{source}'}}]")
    return running(section, system, checks=f"output: [{{var: seen, {check}}}]" if check else "")


class Calculator:
    """Everything that the calculator's playbook asks of a system, done for real."""

    def __init__(self) -> None:
        self.text, self.pending, self.history, self.page, self.shots = "0", "", [], "", []
        text = Parameter("selector", "text")
        self.actions = {
            "navigate": Action(lambda url: setattr(self, "page", url), (Parameter("url", "text"),)),
            "click": Action(self.click, (text,)),
            "screenshot": Action(self.shots_append, (Parameter("path", "text"),)),
        }
        answers = {
            "display": lambda: {"text": self.text},
            "history": lambda: list(self.history),
            "operator": lambda: self.pending,
            "all_buttons_enabled": lambda: bool(self.page) or not self.history,
            "has_pending_operator": lambda: bool(self.pending),
            "has_result": lambda: bool(self.history),
        }
        self.functions = {name: Function(call) for name, call in answers.items()}
        self.functions["element_visible"] = Function(lambda selector: self.page == "/calculator", 1, 1)
        self.functions["text"] = Function(lambda selector: self.text, 1, 1)
        self.placeholders: dict[str, Callable[[], object]] = {}

    def shots_append(self, path: str) -> None:
        self.shots.append(path)

    def click(self, selector: str) -> None:
        if selector == "[data-digit]":
            self.text = "7" if self.text == "0" else self.text + "7"
        elif selector == "[data-op]":
            self.pending = "+"
        else:
            self.history.append(self.text)

    def attach(self, host) -> None:
        self.host = host

    def entered(self, state: str) -> None:
        pass

    def panels(self):
        return {}

    def snapshot(self):
        return None

    def restore(self, snapshot) -> None:
        pass


@pytest.fixture(scope="module")
def calculator():
    if not CALCULATOR.exists():
        pytest.skip("the playbooks of other people are not here")
    playbook = analyse(CALCULATOR.read_bytes()).playbook
    assert playbook is not None
    return playbook


def test_on_the_bare_machine_the_calculator_is_inconclusive_and_says_what_is_missing(calculator):
    end = list(run_scenario(calculator, "playbook section"))[-1]
    assert (end.verdict, end.state) == ("inconclusive", "showing_result")
    assert {"capture()", "element_visible()", "has_result()", "operator"} <= set(end.missing)
    assert any('"navigate" (setup) was not executed' in note for note in end.notes)


def test_with_a_system_that_provides_everything_the_calculator_passes(calculator):
    system = Calculator()
    events = list(run_scenario(calculator, "playbook section", system=system))
    assert (events[-1].verdict, events[-1].reasons, events[-1].notes) == ("passed", (), ())
    assert [(event.var, event.value) for event in only(events, "captured")] == [
        ("first_operand", "'7'"),
        ("second_operand", "'7'"),
        ("result", "'7'"),
    ]
    assert (system.page, system.shots) == ("/calculator", ["./snapshots/calculator_final.png"])


def test_a_calculator_without_a_result_fails(calculator):
    system = Calculator()
    system.functions["text"] = Function(lambda selector: "", 1, 1)
    end = list(run_scenario(calculator, "playbook section", system=system))[-1]
    assert end.verdict == "failed"
    assert end.reasons[0].startswith("`!result.is_empty()` failed because")


def test_every_fact_of_it_has_its_line(calculator):
    events = list(run_scenario(calculator, "playbook section"))
    assert [e.line for e in only(events, "step_started")] == [
        110,
        112,
        115,
        120,
        122,
        127,
        137,
        138,
        141,
        133,
    ]
    assert [e.line for e in only(events, "captured")] == [118, 125, 130]
    assert all(event.line for event in only(events, "assertion"))


def test_a_transition_without_an_action_is_taken_by_its_event():
    events = running(steps("ab"), Scripted({}))
    assert (events[-1].verdict, events[-1].state) == ("passed", "b")
    (taken,) = only(events, "assertion")
    assert (taken.condition, taken.holds, taken.path) == ("takes ab", True, "/playbook/steps/0/transitions/0")


def test_the_systems_action_of_that_name_is_called_instead():
    events = running(steps("ab"), Scripted({"ab": emitting("go")}))
    assert [(e.name, e.origin, e.provided) for e in only(events, "action")] == [("ab", "step", True)]
    assert events[-1].verdict == "passed"


def test_the_facts_of_a_transition_stand_before_what_is_said_of_it():
    events = running(steps("ab"), Scripted({"ab": emitting("go")}))
    facts = [e.kind for e in events if e.kind in ("action", "emitted", "taken", "assertion")]
    assert facts == ["action", "emitted", "taken", "assertion"]


@pytest.mark.parametrize(
    ("transitions", "action", "said"),
    [
        (("bc",), None, '"bc" was not taken: "on" was ignored in "a" (no transition for "on" leaves "a")'),
        (("ab",), emitting(), '"ab" was not taken: nothing emitted "go" in "a"'),
        (("ac",), emitting("go"), '"ac" was not taken: "ab" was, and led from "a" to "b"'),
        (("zz",), None, 'there is no transition "zz"'),
    ],
)
def test_a_transition_that_is_not_taken_says_what_happened_instead(transitions, action, said):
    system = Scripted({transitions[0]: action} if action else {}, ready=True)
    events = running(f"{steps(*transitions)[:-1]}, {{name: next}}]", system)
    assert (events[-1].verdict, events[-1].reasons) == ("failed", (said,))
    assert outcomes(events) == ["failed", "skipped"]


def test_a_forbidden_pair_is_a_failure_of_its_own():
    end = running(steps("ac"), Scripted({}))[-1]
    assert '"ac" was not taken: "a" to "c" is forbidden' in end.reasons
    assert '"a" to "c" is forbidden: too far' in end.reasons


def test_after_a_transition_that_is_not_taken_the_step_goes_no_further():
    events = running(steps("bc", "ab", more=", capture: [{var: x, from: state}]"), Scripted({}, ready=True))
    assert events[-1].state == "a"
    assert only(events, "captured") == []


def test_a_guard_that_says_no_is_a_failure_that_names_it():
    end = running(steps("ab", "bc"), Scripted({}, ready=False))[-1]
    assert end.verdict == "failed"
    assert '"on" was ignored in "b" (bc: `ready()` failed because `ready()` was `false`)' in end.reasons[0]


def test_a_guard_that_is_unknown_leaves_the_rest_open():
    events = running(f"{steps('ab', 'bc')[:-1]}, {{name: next}}]", Scripted({}))
    assert (events[-1].verdict, events[-1].missing) == ("inconclusive", ("ready()",))
    assert outcomes(events) == ["inconclusive", "skipped"]
    assert events[-1].reasons[0] == '"bc" was not taken: `ready()` is unknown: nothing provides `ready()`'


def test_a_guard_that_is_unknown_is_named_also_where_its_event_never_came():
    end = running(steps("ab", "bc"), Scripted({"bc": emitting()}))[-1]
    assert (end.verdict, end.missing) == ("inconclusive", ("ready()",))


def test_an_unknown_guard_elsewhere_is_no_excuse():
    end = running(steps("bc"), Scripted({}))[-1]
    assert (end.verdict, end.reasons[0][:24]) == ("failed", '"bc" was not taken: "on"')


def test_an_action_that_breaks_is_an_error_of_the_step():
    def broken(host) -> None:
        host.emit("go")
        raise KeyError("gone")

    events = running(steps("ab"), Scripted({"ab": broken}))
    assert (events[-1].verdict, events[-1].reasons) == ("error", ("the system broke: KeyError: 'gone'",))
    assert [e.name for e in only(events, "action")] == ["ab"]


def test_an_action_that_needs_parameters_cannot_take_a_transition():
    system = Scripted({"ab": lambda host, speed: None})
    assert running(steps("ab"), system)[-1].reasons == ('the action "ab" needs the parameter "speed"',)


@pytest.mark.parametrize(("source", "value"), [("state", "'b'"), ("ready()", "true"), ("1 + 1", "2")])
def test_a_capture_is_an_expression_where_it_is_one(source, value):
    (event,) = only(capturing(source, Scripted({}, ready=True)), "captured")
    assert (event.var, event.source, event.known, event.value) == ("seen", source, True, value)
    assert (event.path, event.line) == ("/playbook/steps/0/capture/0", 12)


@pytest.mark.parametrize("name", ["capture", "text"])
@pytest.mark.parametrize("source", ["#display", "display", "1 / 0"])
def test_what_is_no_expression_is_read_by_the_system(name, source):
    (event,) = only(capturing(source, reader(name, lambda asked: f"<{asked}>")), "captured")
    assert (event.known, event.value) == (True, f"'<{source}>'")


def test_capture_is_asked_before_text():
    system = reader("text", lambda asked: "text")
    system.functions["capture"] = Function(lambda asked: "capture", 1, 1)
    assert only(capturing("#x", system), "captured")[0].value == "'capture'"


def test_a_reader_that_takes_something_else_is_passed_over():
    system = reader("text", lambda asked: "text")
    system.functions["capture"] = Function(lambda: "capture")
    assert only(capturing("#x", system), "captured")[0].value == "'text'"


def test_what_nobody_reads_is_told_and_the_run_does_not_hang_on_it():
    events = capturing("#display", Scripted({}))
    (event,) = only(events, "captured")
    assert (event.known, event.value) == (False, "")
    assert event.explanation == (
        "nothing provides `#display`: it is no expression that is known, and the system has no capture() or text()"
    )
    assert events[-1].verdict == "passed"


def test_what_is_asserted_of_it_is_unknown():
    end = capturing("#display", Scripted({}), "equals: 5")[-1]
    assert (end.verdict, end.missing) == ("inconclusive", ("capture()",))


def test_what_is_asserted_of_a_variable_that_was_never_captured_is_unknown():
    end = running(steps("ab"), Scripted({}), checks="output: [{var: seen, equals: 5}]")[-1]
    assert (end.verdict, end.missing) == ("inconclusive", ("seen",))


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        ("equals: <#x>", "passed"),
        ("equals: x", "failed"),
        ("contains: '#'", "passed"),
        ("less_than: 3", "failed"),
    ],
)
def test_an_output_is_compared_with_what_was_captured(check, verdict):
    assert capturing("#x", reader("text", lambda asked: f"<{asked}>"), check)[-1].verdict == verdict


def test_guards_can_read_what_was_captured():
    machine = MACHINE.replace('"ready()"', "\"seen == 'b'\"")
    section = "steps: [{transitions: [ab], capture: [{var: seen, from: state}]}, {transitions: [bc]}]"
    assert running(section, Scripted({}), machine=machine)[-1].verdict == "passed"


@pytest.mark.parametrize(
    ("checks", "reasons"),
    [
        ("must_visit: [a, b]", ()),
        ("must_visit: [b, c]", ('the run did not visit "c"; its path: a, b',)),
        ("must_not_visit: [c]", ()),
        ("must_not_visit: [c, a]", ('the run visited "a"; its path: a, b',)),
        ("ends_at: b", ()),
        ("ends_at: a", ('the run ended in "b", not in "a"',)),
    ],
)
def test_the_path_of_a_run(checks, reasons):
    end = running(steps("ab"), Scripted({}), checks=f"path: {{{checks}}}")[-1]
    assert (end.verdict, end.reasons) == ("failed" if reasons else "passed", reasons)


def test_every_state_of_the_path_is_a_fact():
    events = running(steps("ab"), Scripted({}), checks="path: {must_visit: [a, c], ends_at: b}")
    said = [(e.condition, e.holds, e.path, e.line) for e in only(events, "assertion")[1:]]
    assert said == [
        ("must_visit a", True, "/assertions/path/must_visit/0", 13),
        ("must_visit c", False, "/assertions/path/must_visit/1", 13),
    ]
    assert outcomes(events) == ["passed", "failed", "skipped"]


def test_what_a_setup_visits_is_part_of_the_path():
    section = f"setup: [jump], {steps()}"
    events = running(section, Scripted({"jump": emitting("go")}), checks="path: {must_visit: [b]}")
    assert events[-1].verdict == "passed"


def test_what_the_teardown_does_is_not():
    section = f"{steps('ab')}, teardown: [leave]"
    checks = "path: {ends_at: b, must_not_visit: [c]}"
    events = running(section, Scripted({"leave": emitting("on")}, ready=True), checks=checks)
    assert (events[-1].verdict, events[-1].state) == ("passed", "c")


def test_an_item_that_the_system_has_is_called_with_its_parameters():
    given: list[object] = []
    system = Scripted({"click": lambda host, selector: given.append(selector)})
    events = running("setup: [{type: click, selector: '#b'}, {action: click, params: {selector: 2}}]", system)
    assert given == ["#b", 2]
    assert next((e.name, e.params, e.origin) for e in only(events, "action")) == (
        "click",
        {"selector": "#b"},
        "setup",
    )
    assert outcomes(events) == ["passed", "passed"]


def test_an_item_whose_parameters_do_not_fit_is_an_error():
    system = Scripted({"click": lambda host: None})
    end = running("setup: [{type: click, selector: x}]", system)[-1]
    assert end.reasons == ('the action "click" has no parameter "selector"; it takes: none',)


def test_an_item_that_no_system_has_is_told_skipped_and_noted():
    events = running(f"setup: [{{type: navigate, url: /}}], {steps('ab')}", Scripted({}))
    (call, *_) = only(events, "action")
    assert (call.name, call.params, call.provided) == ("navigate", {"url": "/"}, False)
    first = only(events, "step_finished")[0]
    assert (first.outcome, first.message) == (
        "skipped",
        'the system has no action "navigate"; nothing was executed',
    )
    assert events[-1].verdict == "passed"
    assert events[-1].notes == ('"navigate" (setup) was not executed: the system has no such action',)


def test_a_wait_lets_virtual_time_pass():
    events = running("setup: [{type: wait, duration_ms: 70}]", Scripted({}))
    assert (events[-1].at_ms, only(events, "action")[0].provided) == (70, True)
    assert outcomes(events) == ["passed"]


def test_a_wait_that_says_nothing_is_an_error():
    assert running("setup: [wait]", Scripted({}))[-1].verdict == "error"


def timed(*delays: int) -> Scripted:
    """A system whose `load` sets timers; `loaded` says how many fired."""
    fired: list[int] = []

    def load(host) -> None:
        for delay in delays:
            host.after(delay, lambda: fired.append(host.now()))

    return Scripted({"load": load}, loaded=lambda: len(fired))


def waiting(condition: str, system: Scripted):
    return running(f'setup: [load, {{type: wait, condition: "{condition}"}}]', system)


@pytest.mark.parametrize(
    ("condition", "at_ms"), [("loaded() >= 0", 0), ("loaded() == 1", 30), ("loaded() == 2", 50)]
)
def test_a_wait_for_a_condition_ends_when_it_holds(condition, at_ms):
    events = waiting(condition, timed(30, 50, 90))
    assert (events[-1].verdict, events[-1].at_ms) == ("passed", at_ms)
    assert only(events, "action")[1].params == {"condition": condition}
    assert only(events, "assertion")[0].holds is True


def test_a_wait_in_vain_ends_with_the_last_timer():
    events = waiting("loaded() == 4", timed(30, 50))
    assert (events[-1].verdict, events[-1].at_ms) == ("failed", 50)
    assert "`loaded()` was `2`" in events[-1].reasons[0]


def test_a_wait_may_last_as_long_as_a_wait_may():
    events = waiting("loaded() == 1", timed(MAX_WAIT_MS))
    assert (events[-1].verdict, events[-1].at_ms) == ("passed", MAX_WAIT_MS)


def test_a_wait_for_something_unknown_does_not_wait():
    events = waiting("unheard()", timed(30))
    assert (events[-1].verdict, events[-1].at_ms, events[-1].missing) == ("inconclusive", 0, ("unheard()",))


def test_a_wait_goes_no_further_than_a_wait_may():
    events = waiting("loaded() == 2", timed(30, MAX_WAIT_MS + 1))
    assert (events[-1].verdict, events[-1].at_ms) == ("failed", 30)


def test_a_wait_sees_what_was_emitted_before():
    events = running(
        "setup: [jump, {type: wait, condition: \"state == 'b'\"}]", Scripted({"jump": emitting("go")})
    )
    assert events[-1].verdict == "passed"


def test_the_systems_own_wait_goes_before():
    asked: list[object] = []
    system = Scripted({"wait": lambda host, condition: asked.append(condition)})
    running("setup: [{type: wait, condition: up()}]", system)
    assert asked == ["up()"]


def failing(host) -> None:
    raise KeyError("gone")


TORN = "teardown: [tidy, broken, tidy]"


@pytest.mark.parametrize(
    ("section", "verdict", "first"),
    [
        (steps("ab"), "error", "the system broke: KeyError: 'gone'"),
        (steps("zz"), "failed", 'there is no transition "zz"'),
        (steps("boom"), "failed", 'there is no transition "boom"'),
        ("setup: [broken]", "error", "the system broke: KeyError: 'gone'"),
    ],
)
def test_the_teardown_runs_whatever_came_before_and_does_not_hide_it(section, verdict, first):
    tidied: list[int] = []
    system = Scripted({"tidy": lambda host: tidied.append(1), "broken": failing})
    end = running(f"{section}, {TORN}", system)[-1]
    assert len(tidied) == 2
    assert (end.verdict, end.reasons[0]) == (verdict, first)


def test_a_failure_stays_a_failure_when_the_teardown_breaks():
    end = running(f"{steps('zz')}, {TORN}", Scripted({"tidy": emitting(), "broken": failing}))[-1]
    assert end.reasons == ('there is no transition "zz"', "the system broke: KeyError: 'gone'")


def test_an_error_stays_first_when_the_teardown_fails():
    section = "setup: [broken], teardown: [leap]"
    end = running(section, Scripted({"broken": failing, "leap": emitting("far")}))[-1]
    assert end.verdict == "error"
    assert end.reasons == ("the system broke: KeyError: 'gone'", '"a" to "c" is forbidden: too far')


def test_what_goes_wrong_in_the_teardown_alone_counts():
    end = running(f"{steps('ab')}, teardown: [broken]", Scripted({"broken": failing}))[-1]
    assert (end.verdict, end.reasons) == ("error", ("the system broke: KeyError: 'gone'",))


def test_the_teardown_runs_also_where_the_machine_breaks_at_its_start():
    def entered(state: str) -> None:
        raise KeyError("gone")

    tidied: list[int] = []
    system = Scripted({"tidy": lambda host: tidied.append(1)})
    system.entered = entered
    end = running("teardown: [tidy]", system)[-1]
    assert (end.verdict, tidied) == ("error", [1])


def test_a_system_that_cannot_be_attached_is_not_torn_down():
    system = Scripted({"tidy": failing})
    system.attach = failing
    events = running("teardown: [tidy]", system)
    assert only(events, "step_started") == []
    assert events[-1].verdict == "error"


def test_a_run_of_too_many_events_is_torn_down():
    tidied: list[int] = []
    system = Scripted({"tidy": lambda host: tidied.append(1)})
    many = ", ".join(["{transitions: [ab]}", *["{name: x}"] * 30])
    events = running(f"steps: [{many}], teardown: [tidy]", system, max_events=40)
    assert (events[-1].verdict, events[-1].reasons) == ("error", ("the run has more than 40 events",))
    assert (tidied, len(events) <= 41) == ([1], True)


def test_the_phases_are_told():
    events = running(f"setup: [x], {steps('ab')}, teardown: [y]", Scripted({}))
    assert [e.phase for e in only(events, "step_started")] == ["setup", "step", "teardown"]
    assert [e.phase for e in only(events, "step_finished")] == ["setup", "step", "teardown"]
    assert events[0].steps == 3


def test_in_brief_it_comes_to_the_same():
    section = f"setup: [x], {steps('ab')}, teardown: [y]"
    checks = "path: {must_visit: [a, b], ends_at: b}"
    events = running(section, Scripted({}), checks=checks, detail="brief")
    assert {event.kind for event in events} == {"run_started", "step_started", "step_finished", "verdict"}
    assert events[-1].verdict == "passed"


@pytest.mark.parametrize("sections", ["", "level: 1\n"])
def test_a_guard_that_was_asked_before_sees_what_is_captured_since(sections):
    machine = MACHINE.replace('"ready()"', '"level == 2"')
    section = "setup: [both], steps: [{capture: [{var: level, from: '2'}]}, {transitions: [bc]}]"
    events = running(section, Scripted({"both": emitting("go", "on")}), machine=machine + sections)
    assert len(only(events, "ignored")) == 1
    assert [event.transition for event in only(events, "taken")] == ["ab", "bc"]
