"""However large the question: an answer after a bounded number of steps, and never a wrong one."""

from __future__ import annotations

import inspect
import sys

import pytest

from playbook.limits import MAX_EXPRESSION_CHARS, MAX_REASONING_STEPS, MAX_STEPS_PER_QUESTION
from playbook.logic.condition import condition
from playbook.logic.known import Known
from playbook.logic.solver import Impossible, Possible, Solver, Undecided


def joined(op, parts):
    text = f" {op} ".join(parts)
    assert len(text) <= MAX_EXPRESSION_CHARS
    return condition(text)


def nested(text, wrap, times=28):
    for number in range(times):
        text = wrap.format(text, number)
    found = condition(text)
    assert found is not None
    return found


DECIDED = {
    "many": ([joined("&&", [f"a{i} > b{i}" for i in range(250)])], Possible),
    "chain": ([joined("&&", [f"a{i} < a{i + 1}" for i in range(200)])], Possible),
    "circle": ([joined("&&", [f"a{i} < a{(i + 1) % 200}" for i in range(200)])], Impossible),
    "equals": (
        [joined("&&", [f"a{i} == a{i + 1}" for i in range(200)]), condition("a0 != a200")],
        Impossible,
    ),
    "holes": ([joined("&&", [f"x != {i}" for i in range(300)]), condition("x >= 0 && x < 300")], Possible),
    "same": ([condition("x < y"), condition("y < x")] * 300, Impossible),
    "not": ([nested("a", "!({})"), condition("!a")], Impossible),
}
HARD = {
    "pigeons": [
        joined("&&", [f"(p{i}a || p{i}b || p{i}c || p{i}d)" for i in range(5)] * 3),
        *(
            joined("&&", [f"!(p{i}{hole} && p{k}{hole})" for i in range(5) for k in range(i)])
            for hole in "abcd"
        ),
    ],
    "lists": [
        condition(f"x in [{','.join(map(str, range(900)))}]"),
        condition(f"y in [{','.join(map(str, range(900)))}]"),
        condition("x + 1000 == y"),
    ],
    "either": [joined("&&", [f"(a{i} ? !b{i} : b{i})" for i in range(170)])],
    "cases": [nested("x > 1", "({} ? b{} : c)")],
    "compared": [nested("x > 1", "(({}) == b{})")],
}


@pytest.mark.parametrize(("true", "answer"), DECIDED.values(), ids=DECIDED)
def test_large_but_easy(true, answer):
    assert isinstance(Solver().solve(true), answer)


@pytest.mark.parametrize("true", HARD.values(), ids=HARD)
def test_hard_ones_end(true):
    solver = Solver()
    answer = solver.solve(true)
    assert not isinstance(answer, Possible)
    assert MAX_REASONING_STEPS - solver.left <= MAX_STEPS_PER_QUESTION + 3 * MAX_EXPRESSION_CHARS


def test_whole_numbers_that_split_without_end_are_undecided():
    counts = Known(kinds={"n": "count", "m": "count"})
    true = [condition("n() - x == 0.5 && m() - x == 0.25 && n() >= 0 && x >= 0")]
    assert Solver().solve(true, (), counts) == Undecided()


def test_when_its_steps_are_spent_all_is_undecided():
    solver, clash = Solver(10), [condition("x > 1"), condition("x < 1")]
    assert not solver.exhausted and solver.impossible(clash)
    solver.spend(10)
    assert solver.exhausted and not solver.impossible(clash)
    assert solver.solve(clash) == Undecided()


def test_one_hard_question_leaves_room_for_others():
    solver = Solver()
    solver.solve(HARD["either"])
    assert solver.solve([condition("x > 1"), condition("x < 1")]) == Impossible()


def test_where_the_stack_has_no_room_it_is_undecided_and_found_out_later():
    deep = nested("a", "(!({}) || b{})", 20)

    def asked(frames):
        return Solver().solve([deep]) if frames == 0 else asked(frames - 1)

    room = sys.getrecursionlimit() - len(inspect.stack())
    assert asked(room - 30) == Undecided()
    assert isinstance(asked(0), Possible)


def test_what_cannot_be_read_is_no_condition():
    assert condition("a ==") is None
