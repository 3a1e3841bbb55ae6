"""The quick way says what the closures say, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playbook.expr import tree
from playbook.expr.compile import compile_tree
from playbook.expr.fast import Provided, all_hold, names, which_hold
from playbook.expr.parser import parse
from playbook.expr.values import EvaluationError, Unknown, ValueProblem

SECTIONS = {"most": 3, "limits": {"low": 1, "name": "x"}, "words": ["a", "b"], "flag": True, "f": 9}
ARITY = {"f": (0, 0), "g": (0, 0), "h": (0, 0), "of": (0, 1), "needs": (1, 1)}
UNKNOWN = Unknown(frozenset({"nobody()"}))


class World:
    """A scope whose functions return what a test says."""

    def __init__(self, **values):
        self.values = values

    def function(self, name):
        return lambda *args: args[0] if args else self.values.get(name)

    def variable(self, name):
        if name == "state":
            return "here"
        if name in ARITY and ARITY[name][0] == 0:
            return self.values.get(name)
        return SECTIONS[name] if name in SECTIONS else Unknown(frozenset({name}))

    def call(self, name, args, kwargs):
        if name not in ARITY:
            return Unknown(frozenset({f"{name}()"}))
        if kwargs or not ARITY[name][0] <= len(args) <= ARITY[name][1]:
            raise ValueProblem("not so")
        return self.function(name)(*args)


def tree_of(text):
    root = parse(text).tree
    assert root is not None, text
    return root


def bound(recipe, world):
    return recipe.bind({name: world.function(name) for name in ARITY}, world)


def slowly(root, world):
    try:
        return compile_tree(root)(world)
    except EvaluationError:
        return "an error"


def quickly(recipe, world):
    """What the quick way says: its answer, or None where it is not sure."""
    try:
        return bound(recipe, world)()
    except Exception:
        return None


def quickly_called(recipe, functions):
    try:
        return recipe.bind(functions, World())()
    except Exception:
        return None


def holds(text, **values):
    recipe = all_hold([tree_of(text)], Provided("here", ARITY, SECTIONS))
    assert recipe is not None, text
    return quickly(recipe, World(**values))


def decides(text, **values):
    recipe = which_hold([tree_of(text)], Provided("here", ARITY, SECTIONS))
    assert recipe is not None, text
    return quickly(recipe, World(**values))


SURE = [
    ("f() > 0", 1, 0),
    ("f() >= 1.5", 2.5, 1),
    ("0 < f()", 1, 0),
    ("f() <= limits.low", 1, 2),
    ("f() < most", 2, 3),
    ("f() == 'open'", "open", "closed"),
    ("f() != 'open'", "closed", "open"),
    ("f() < 'm'", "a", "z"),
    ("f() == 3", 3.0, 4),
    ("f() == true", True, False),
    ("f() == null", None, 5),
    ("f() != null", "x", None),
    ("f()", True, False),
    ("f", True, False),
    ("!f()", False, True),
    ("!(f() == 2)", 3, 2),
    ("!!f()", True, False),
    ("f() && f() == true", True, False),
    ("f() || f() == true", True, False),
    ("!(f() && flag)", False, True),
    ("!(f() || !flag)", False, True),
    ("f() ? flag : !flag", True, False),
    ("!(f() ? !flag : flag)", True, False),
    ("f() + 1 == 3", 2, 3),
    ("f() * 2 - 1 >= 3", 2, 1),
    ("f() / 2 > 1", 3, 1),
    ("f() % 2 == 0", 4, 3),
    ("f() contains 'b'", "abc", "xyz"),
    ("of('a') == 'a' && f()", True, False),
    ("needs(f()) == 1", 1, 2),
    ("f() == g() || f() == 1", 1, 2),
    ("f() in words", "a", "z"),
    ("f().len() > 1", "ab", "a"),
    ("state == 'here' && f()", True, False),
    ("(f() > 1) == true", 2, 1),
    ("(!f()) == true", False, True),
    ("(f() == 1) == (g() == 7)", 1, 2),
    ("of((f() && flag)) == true", True, False),
    ("!(f() + 1 == 3)", 3, 2),
    ("f() && of() == null", True, False),
    ("f() && of == null", True, False),
    ("f() matches '^a.c$'", "abc", "abd"),
    ("f() > 0 && f() == g()", 7, 1),
]


@pytest.mark.parametrize(("text", "good", "bad"), SURE)
def test_the_quick_way_is_sure_where_it_can_be(text, good, bad):
    assert (decides(text, f=good, g=7), decides(text, f=bad, g=7)) == (1, 0)
    assert holds(text, f=good, g=7) is True
    assert not holds(text, f=bad, g=7)


@pytest.mark.parametrize(
    "text",
    ["f() > 0", "f() == 'a'", "f() == null", "f()", "!f()", "f() + 1 > 0", "needs(f()) == 1", "f() == g()"],
)
def test_the_quick_way_has_no_answer_over_the_unknown(text):
    assert decides(text, f=UNKNOWN, g=UNKNOWN) is None
    assert not holds(text, f=UNKNOWN, g=UNKNOWN)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("f() > 0", True),
        ("f() > 0", "1"),
        ("f() == 1", True),
        ("f() == true", 1),
        ("f()", 1),
        ("!f()", 0),
        ("!f()", ""),
        ("!f()", None),
        ("f() == g()", True),
        ("f() + 1 > 0", 2**63 - 1),
        ("f() - 1 < 0", -(2**63)),
        ("f() / 0 > 0", 1),
        ("f() * 2 > 0", float("inf")),
        ("f() * 0 >= 0", float("nan")),
    ],
)
def test_the_quick_way_leaves_types_and_limits_to_the_closures(text, value):
    assert decides(text, f=value, g=1) is None
    assert not holds(text, f=value, g=1)


@pytest.mark.parametrize(
    "text",
    [
        "nobody() > 0",
        "f(1)",
        "needs()",
        "nothing",
        "most",
        "'a' > f() + 1",
        "limits.gone",
        "1 == 'a' || f() + 1",
        "f() == words",
        "of([1, 2]) == f()",
        "!words",
        "f() + 1 == 'a'",
    ],
)
def test_there_is_no_quick_way_where_it_could_never_be_sure(text):
    provided = Provided("here", ARITY, SECTIONS)
    assert all_hold([tree_of(text)], provided) is None
    assert which_hold([tree_of(text)], provided) is None


def test_no_condition_at_all_always_holds():
    recipe = all_hold([], Provided("here", {}, {}))
    assert recipe is not None and recipe.bind({}, World())() is True


def test_all_of_several_conditions_have_to_hold():
    recipe = all_hold([tree_of("f() > 0"), tree_of("g() > 0")], Provided("here", ARITY, SECTIONS))
    assert quickly(recipe, World(f=1, g=1)) is True
    assert not quickly(recipe, World(f=1, g=0))
    assert not quickly(recipe, World(f=0, g=1))


def test_each_condition_has_its_own_bit_and_none_always_holds():
    roots = [tree_of("f()"), None, tree_of("g()"), tree_of("h()")]
    recipe = which_hold(roots, Provided("here", ARITY, SECTIONS))
    assert quickly(recipe, World(f=True, g=False, h=True)) == 0b1011
    assert quickly(recipe, World(f=False, g=True, h=False)) == 0b0110


def test_a_function_is_called_once_for_each_time_that_it_stands_there():
    calls = []
    recipe = all_hold([tree_of("f() > 0 && f() < 9")], Provided("here", ARITY, SECTIONS))
    assert recipe is not None
    assert recipe.bind({"f": lambda: calls.append(1) or len(calls)}, World())() is True
    assert len(calls) == 2


def test_the_state_is_the_machines_whatever_the_system_calls_so():
    provided = Provided("here", {**ARITY, "state": (0, 0)}, SECTIONS)
    recipe = all_hold([tree_of("f() && state == 'here'")], provided)
    assert recipe is not None
    assert quickly_called(recipe, {"f": lambda: True, "state": lambda: "elsewhere"}) is True


def test_no_function_is_handed_what_is_unknown():
    recipe = all_hold([tree_of("needs(f()) == 1")], Provided("here", ARITY, SECTIONS))
    assert recipe is not None
    handed = []
    functions = {"needs": lambda given: handed.append(given) or 1, "f": lambda: UNKNOWN}
    assert not quickly_called(recipe, functions)
    assert handed == []


def test_names_are_those_of_all_conditions_once_each():
    assert names([tree_of("f() > x"), tree_of("g(f()) == state")]) == ("x", "f", "state", "g")


def test_what_is_too_large_is_left_to_the_closures():
    root = tree_of(" && ".join(["f() > 0"] * 300))
    assert all_hold([root], Provided("here", ARITY, SECTIONS)) is not None
    assert all_hold([root] * 5, Provided("here", ARITY, SECTIONS)) is None


VALUES = st.one_of(
    st.just(UNKNOWN),
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([2**63 - 1, -(2**63), 2**70, 0.5, 1.0, -0.0, 1e300, float("inf"), float("nan")]),
    st.sampled_from(["", "a", "ab", "here"]),
    st.lists(st.integers(0, 2), max_size=2),
    st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 2), max_size=2),
)
WORDS = (
    "f() g() h() f g of() of(2) of(f()) needs('a') state most limits.low limits.name words flag limits.gone "
    "nothing nobody() needs() f(1) 0 1 2.5 9223372036854775807 'a' 'here' true false null [1,2]"
)
LEAVES = st.sampled_from(WORDS.split())


def _combined(inner):
    pair = st.tuples(inner, inner)
    ops = st.sampled_from(
        ["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "in", "contains", "&&", "||"]
    )
    return st.one_of(
        st.tuples(ops, pair).map(lambda made: f"({made[1][0]} {made[0]} {made[1][1]})"),
        inner.map(lambda part: f"(!{part})"),
        inner.map(lambda part: f"(-{part})"),
        inner.map(lambda part: f"({part}).len()"),
        inner.map(lambda part: f"({part}).is_some()"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} ? {parts[1]} : {parts[2]})"),
    )


EXPRESSIONS = st.recursive(LEAVES, _combined, max_leaves=8)


@settings(max_examples=500, deadline=None)
@given(st.lists(EXPRESSIONS, min_size=1, max_size=3), VALUES, VALUES, VALUES)
@example(["f() - f() == 0"], float("inf"), 0, 0)
@example(["(f() || g()) && h()"], UNKNOWN, True, True)
def test_what_the_quick_way_says_the_closures_say_too(texts, f, g, h):
    world = World(f=f, g=g, h=h)
    roots: list[tree.Node] = [tree_of(text) for text in texts]
    provided = Provided("here", ARITY, SECTIONS)
    wanted = [slowly(root, world) for root in roots]
    every = all_hold(roots, provided)
    if every is not None and quickly(every, world):
        assert all(value is True for value in wanted)
    which = which_hold(roots, provided)
    mask = None if which is None else quickly(which, world)
    if mask is not None:
        assert wanted == [bool(mask >> place & 1) for place in range(len(roots))]
