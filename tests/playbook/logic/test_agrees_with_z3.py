"""The solver against z3 on random conditions: never wrong, and within its fragment never undecided."""

from __future__ import annotations

import z3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.logic.condition import condition
from playbook.logic.known import Known
from playbook.logic.solver import Impossible, Possible, Solver
from tests.playbook.logic.in_z3 import TEXTS, Encoding

# Names say the kind: what the fragment's conditions do with an atom suits it.
NUMBERS, COUNTS, FLAGS, WORDS = ("x", "y", "z"), ("n", "m"), ("p", "q", "r"), ("s", "t")
KINDS = {
    **dict.fromkeys(NUMBERS, "number"),
    **dict.fromkeys(COUNTS, "count"),
    **dict.fromkeys(FLAGS, "boolean"),
    **dict.fromkeys(WORDS, "text"),
}
CHOICES = {"t": TEXTS[:3]}
KNOWN = Known(kinds=KINDS, choices=CHOICES)
ORDER = st.sampled_from(("<", "<=", ">", ">=", "==", "!="))
NUMBER = st.sampled_from(("0", "1", "2", "3", "-1", "1.5"))
TEXT = st.sampled_from(TEXTS).map(repr)
many = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def among(names):
    return st.sampled_from(names).map(lambda name: f"{name}()")


def joined(*parts):
    return st.tuples(*(st.just(part) if isinstance(part, str) else part for part in parts)).map(" ".join)


def within(names, numbers):
    """Comparisons of numbers of one sort: with a constant, and with one another."""
    return (
        joined(among(names), ORDER, numbers)
        | joined(numbers, ORDER, among(names))
        | joined(among(names), ORDER, among(names))
        | joined(among(names), "+", numbers, ORDER, among(names))
        | joined(among(names), "-", among(names), ORDER, numbers)
        | joined(among(names), "in [", numbers, ",", numbers, "]")
    )


COMPARISONS = (
    within(NUMBERS, NUMBER)
    | within(COUNTS, NUMBER)
    | among(FLAGS)
    | joined(among(FLAGS), "==", st.sampled_from(("true", "false")))
    | joined(among(FLAGS), st.sampled_from(("==", "!=")), among(FLAGS))
    | joined(among(WORDS), st.sampled_from(("==", "!=")), TEXT)
    | joined(among(WORDS), "in [", TEXT, ",", TEXT, "]")
    # No coercion: these are never equal, and no error.
    | joined(among(WORDS), "==", NUMBER)
    | joined(among(NUMBERS), "!=", TEXT)
    | joined(among(FLAGS), "== null")
)


def conditions(leaves):
    """Leaves under `!`, `&&`, `||` and the conditional."""
    return st.recursive(
        leaves,
        lambda inner: (
            joined("!(", inner, ")")
            | joined("(", inner, st.sampled_from(("&&", "||")), inner, ")")
            | joined(
                "(", inner, st.sampled_from(("&&", "||")), inner, st.sampled_from(("&&", "||")), inner, ")"
            )
            | joined("(", inner, "?", inner, ":", inner, ")")
        ),
        max_leaves=5,
    )


# What the solver does not look into, of any type: it may be undecided, but not wrong.
ANYTHING = among((*NUMBERS, *WORDS, *FLAGS))
WILD = (
    COMPARISONS
    | ANYTHING
    | joined(ANYTHING, ORDER, ANYTHING | NUMBER)
    | joined(ANYTHING, st.sampled_from(("==", "!=")), TEXT | st.sampled_from(("null", "true")))
    | joined("2 *", ANYTHING, "-", ANYTHING, "+", ANYTHING, ORDER, NUMBER)
    | joined(ANYTHING, "*", ANYTHING, ORDER, NUMBER)
    | joined("(", ANYTHING, "?", NUMBER, ":", ANYTHING, ")", ORDER, NUMBER)
    | joined("(", COMPARISONS, ") ==", ANYTHING)
    | joined("(", COMPARISONS, ")", st.sampled_from(("==", "!=")), "(", COMPARISONS, ")")
    | joined("-", ANYTHING, ORDER, ANYTHING)
    | joined(ANYTHING, "in [", ANYTHING, ",", TEXT, ",", NUMBER, "]")
)


class Oracle:
    """Some conditions in both languages."""

    def __init__(self, texts, known):
        self.known, self.ready = known, [condition(text) for text in texts]
        encoding = Encoding()
        self.truths = [encoding.truth(c.root) for c in self.ready]
        self.z3 = z3.Solver()
        self.z3.set("timeout", 500)
        self.z3.add(encoding.kinds(known.kinds, known.choices))
        self.solver = Solver()

    def answer(self, true, false):
        return self.solver.solve([self.ready[i] for i in true], [self.ready[i] for i in false], self.known)

    def possible(self, true, false=(), not_true=()):
        """What z3 says; None where it does not find out."""
        asked = [*(self.truths[i][0] for i in true), *(self.truths[i][1] for i in false)]
        found = self.z3.check(*asked, *(z3.Not(self.truths[i][0]) for i in not_true))
        return None if found == z3.unknown else found == z3.sat


def questions(count):
    """Which conditions shall be true and which false."""
    every, last = tuple(range(count)), count - 1
    yield from (((0,), ()), ((), (0,)), ((0, last), ()), ((0,), (last,)), ((), (0, last)))
    yield from ((every[:-1], (last,)), (every, ()), ((), every))


@many
@given(st.lists(conditions(COMPARISONS), min_size=3, max_size=4))
def test_in_its_fragment_it_says_what_z3_says(texts):
    oracle = Oracle(texts, KNOWN)
    for true, false in questions(len(texts)):
        answer, possible = oracle.answer(true, false), oracle.possible(true, false)
        if possible is not None:
            assert isinstance(answer, Possible if possible else Impossible), (answer, true, false)


@many
@given(st.lists(conditions(WILD), min_size=3, max_size=4), st.sampled_from((Known(), KNOWN)))
def test_outside_it_it_may_be_undecided_but_is_not_wrong(texts, known):
    oracle = Oracle(texts, known)
    for true, false in questions(len(texts)):
        answer, possible = oracle.answer(true, false), oracle.possible(true, false)
        if possible is not None:
            assert not isinstance(answer, Impossible if possible else Possible), (answer, true, false)


@many
@given(st.lists(conditions(WILD), min_size=2, max_size=3), st.sampled_from((Known(), KNOWN)))
def test_what_is_implied_is_true_and_no_error(texts, known):
    oracle = Oracle(texts, known)
    *given, wanted = range(len(texts))
    for premises in (given, given[:1]):
        implied = oracle.solver.implies([oracle.ready[i] for i in premises], oracle.ready[wanted], known)
        if implied:
            assert oracle.possible(premises, not_true=(wanted,)) is not True
