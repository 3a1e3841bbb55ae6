"""What the statements of a simulation do, one by one."""

import pytest

from playbook.limits import MAX_PENDING_TIMERS
from playbook.machine.port import ActionError
from tests.playbook.systems.simulating import Bench, doing


def after(body, p=0, **more):
    made = doing(body, **more)
    made.act("act", p=p)
    return made


def refused(body, p=0, **more):
    with pytest.raises(ActionError) as raised:
        after(body, p, **more)
    return str(raised.value)


@pytest.mark.parametrize(
    ("sets", "name", "value"),
    [
        ('{a: "a + 1"}', "a", 2),
        ("{a: 7}", "a", 7),
        ("{a: true}", "a", True),
        ("{a: null}", "a", None),
        ("{a: \"'x' + t\"}", "a", "xx"),
        ("{a: [p, 'b + 1', 3]}", "a", [5, 3, 3]),
        ("{a: {at: p, in: {b: 'b'}}}", "a", {"at": 5, "in": {"b": 2}}),
        ("{a: {}}", "a", {}),
        ('{"m[t]": "p"}', "m", {"x": 5}),
        ('{"m.deep.er": "p"}', "m", {"deep": {"er": 5}}),
        ('{"l[0]": "p"}', "l", [5, 2]),
        ('{"l[l.len()]": "p"}', "l", [1, 2, 5]),
        ("{a: state}", "a", "dark"),
        ("{a: 'machine.id'}", "a", "lamp"),
    ],
)
def test_set(sets, name, value):
    assert after(f"[{{set: {sets}}}]", p=5).ask(name) == value


def test_all_values_of_a_set_are_worked_out_before_the_first_is_set():
    made = after('[{set: {a: "b", b: "a"}}]')
    assert (made.ask("a"), made.ask("b")) == (2, 1)


def test_keys_of_a_set_too_are_worked_out_first():
    assert after("[{set: {t: \"'y'\", 'm[t]': 1}}]").ask("m") == {"x": 1}


def test_a_statement_sees_what_the_one_before_has_set():
    assert after('[{set: {a: "5"}}, {set: {b: "a + 1"}}]').ask("b") == 6


def test_a_map_that_was_set_into_two_variables_is_not_shared_by_name():
    made = after("[{set: {a: 'm', b: 'm'}}, {set: {'a.x': 1}}]")
    assert (made.ask("a"), made.ask("b"), made.ask("m")) == ({"x": 1}, {}, {})


def test_emitted_events_come_in_order():
    assert after("[{emit: pressed}, {emit: released}]").emitted == ["pressed", "released"]


def test_an_event_is_called_as_it_is_written():
    assert after("[{emit: 0x10}, {emit: true}]").emitted == ["0x10", "true"]


@pytest.mark.parametrize(
    ("when", "emitted"), [('"p > 3"', ["pressed"]), ('"p > 9"', []), ("true", ["pressed"]), ("false", [])]
)
def test_when(when, emitted):
    assert after(f"[{{when: {when}, emit: pressed, set: {{a: 9}}}}]", p=5).emitted == emitted


def test_a_statement_may_set_and_emit():
    made = after("[{set: {a: 9}, emit: pressed}]")
    assert (made.ask("a"), made.emitted) == (9, ["pressed"])


def test_a_failing_action_says_why_and_where():
    assert refused("[{fail: no light}]") == "no light (line 18)"


def test_an_action_that_fails_changes_and_emits_nothing():
    made = doing("[{set: {a: 9}, emit: pressed}, {after_ms: 5, emit: released}, {when: 'a == 9', fail: no}]")
    with pytest.raises(ActionError):
        made.act("act", p=0)
    made.advance(100)
    assert (made.ask("a"), made.events) == (1, [])


def test_a_statement_after_its_time():
    made = after("[{after_ms: 500, emit: released, set: {a: 9}}]")
    made.advance(499)
    assert (made.emitted, made.ask("a")) == ([], 1)
    made.advance(1)
    assert (made.emitted, made.ask("a")) == (["released"], 9)


def test_a_delayed_event_says_what_it_follows():
    made = after("[{after_ms: 1500, emit: released}]")
    made.advance(2000)
    assert made.events == [(1500, "released", "1,500 ms after act")]


def test_a_delay_may_be_an_expression_and_parameters_stay_what_they_were():
    made = doing("[{after_ms: 'p * 10', set: {a: 'a + p'}}]")
    made.act("act", p=3)
    made.act("act", p=20)
    made.advance(30)
    assert made.ask("a") == 4
    made.advance(170)
    assert made.ask("a") == 24


def test_delayed_values_are_worked_out_when_their_time_has_come():
    made = after("[{after_ms: 5, set: {b: 'a'}}, {set: {a: 7}}]")
    made.advance(5)
    assert made.ask("b") == 7


def test_a_condition_that_does_not_hold_sets_no_timer():
    made = after("[{when: 'a > 1', after_ms: 5, emit: released}, {set: {a: 7}}]")
    made.advance(5)
    assert made.events == []


def test_the_condition_of_a_delayed_statement_is_asked_when_it_is_reached_and_not_again():
    made = after("[{when: 'a == 1', after_ms: 5, emit: released}, {set: {a: 7}}]")
    made.advance(5)
    assert made.emitted == ["released"]


def test_a_delayed_statement_that_fails_says_so_when_its_time_comes():
    made = after("[{after_ms: 5, fail: too late}]")
    with pytest.raises(ActionError, match=r"too late \(line 18\)"):
        made.advance(5)


def test_a_value_that_is_missing_when_the_time_has_come():
    made = after("[{after_ms: 5, set: {a: 'm.x'}}]")
    with pytest.raises(ActionError, match=r"the statement at line 18 failed: `m\.x`: there is no entry 'x'"):
        made.advance(5)


def test_a_failed_delayed_statement_does_not_wait_any_more():
    made = after("[{after_ms: 5, fail: too late}]")
    with pytest.raises(ActionError):
        made.advance(5)
    assert made.system.snapshot()["pending"] == 0


def test_a_list_that_is_made_is_no_larger_than_a_result_may_be():
    assert "larger than 65536" in refused(
        "[{set: {a: ['l', 'l']}}]", variables=f"{{a: 0, l: {[0] * 40_000}}}"
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[{set: {a: \"m['x']\"}}]", "`m['x']`: there is no entry 'x'; there are: none"),
        ("[{set: {a: '1 / p'}}]", "`1 / p`: division by zero"),
        ("[{set: {a: [1, '1 / p']}}]", "`1 / p`: division by zero"),
        ("[{set: {'m[p]': 1}}]", "`m[p]` cannot be set: the key of a map is a text"),
        ("[{set: {'l[7]': 1}}]", "`l[7]` cannot be set: there is no item 7"),
        ("[{set: {nobody: 1}}]", '"nobody" is no variable of the simulation'),
        ("[{set: {p: 1}}]", '"p" is no variable of the simulation'),
        ("[{set: {'state': 1}}]", '"state" is no variable of the simulation'),
        ("[{set: {'a +': 1}}]", '"a +" is no variable of the simulation'),
        ("[{set: {a: 'a +'}}]", "`a +` cannot be read"),
        ("[{set: {a: nobody}}]", "nothing provides nobody"),
        ("[{set: {a: [1, nobody]}}]", "nothing provides nobody"),
        ("[{set: 5}]", '"set" must be a map'),
        ("[{when: a, emit: pressed}]", '"when" is 1, not true or false'),
        ("[{when: [a], emit: pressed}]", '"when" must be a text'),
        ("[{after_ms: t, emit: pressed}]", "after_ms is a text, not a number of milliseconds: 'x'"),
        ("[{after_ms: true, emit: pressed}]", "after_ms is a boolean"),
        ("[{after_ms: '0 - 1', emit: pressed}]", "after_ms must be 0 to 604,800,000, not -1"),
        ("[{after_ms: .nan, emit: pressed}]", "after_ms must be 0 to 604,800,000, not nan"),
        ("[{emit: }]", '"emit" must be a text'),
        ("[{fail: [x]}]", '"fail" must be a text'),
        ("[{when: 'a == 1'}]", "it does nothing: it has none of set, emit, fail"),
        ("[pressed]", "a statement is a map"),
        ("{emit: pressed}", "an action is a list of statements"),
    ],
)
def test_what_cannot_be_executed_says_where_it_stands(body, said):
    message = refused(body)
    assert message.startswith("the statement at line 18 failed: ")
    assert said in message
    assert message.count("line 18") == 1


def test_an_action_without_statements_does_nothing():
    assert after("").events == []


def test_too_many_statements_are_refused():
    assert "1,000 statements at most" in refused("[" + "{emit: pressed}, " * 1_001 + "]")


def test_the_number_of_delayed_statements_is_bounded_by_those_that_wait():
    made = doing("[{after_ms: 5, emit: released}]")
    for _ in range(2):
        for _ in range(MAX_PENDING_TIMERS):
            made.act("act", p=0)
        with pytest.raises(ActionError, match="more than 10,000 delayed statements wait"):
            made.act("act", p=0)
        made.advance(5)
    assert len(made.events) == 2 * MAX_PENDING_TIMERS


def test_variables_do_not_grow_without_end():
    made = doing("[{set: {'m[p]': 'l'}}]", variables=f"{{m: {{}}, l: {['x' * 1_000] * 500}}}")
    for name in "ab":
        made.act("act", p=name)
    with pytest.raises(
        ActionError, match=r"`m\[p\]` cannot be set: all variables together may have 2,097,152"
    ):
        for name in "cdefg":
            made.act("act", p=name)


def test_what_is_replaced_makes_room():
    made = doing("[{set: {'m[p]': 'l'}}]", variables=f"{{m: {{}}, l: {['x' * 1_000] * 500}}}")
    for _ in range(20):
        made.act("act", p="a")
    assert list(made.ask("m")) == ["a"]


def test_chance_is_the_same_for_the_same_seed():
    body = "[{set: {'l[l.len()]': 'random()', a: 'random_int(1, 6)'}}]"

    def drawn(seed):
        made = doing(body, seed=seed)
        for _ in range(20):
            made.act("act", p=0)
        return made.ask("l"), made.ask("a")

    assert drawn(1) == drawn(1) != drawn(2)


def test_whole_numbers_by_chance_are_all_in_range():
    made = doing("[{set: {'l[l.len()]': 'random_int(2, 4)'}}]", variables="{l: []}")
    for _ in range(100):
        made.act("act", p=0)
    assert set(made.ask("l")) == {2, 3, 4}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("random_int(1)", "random_int() takes 2 arguments"),
        ("random(1)", "random() takes no arguments"),
        ("random_int(2, 1)", "there is no whole number from 2 to 1"),
        ("random_int(1, 2.5)", "random_int() needs whole numbers; 2.5 is a number"),
    ],
)
def test_chance_that_is_asked_wrongly(call, said):
    assert said in refused(f"[{{set: {{a: '{call}'}}}}]")


def test_functions_may_not_draw():
    made = Bench(
        '  functions: {f(): "random()"}\n  variables: {a: 0}\n  actions: {act(p): [{set: {a: "f()"}}]}\n'
    )
    with pytest.raises(ActionError, match=r"nothing provides random\(\)"):
        made.act("act", p=0)
