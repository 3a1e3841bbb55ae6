"""Where names get their values in a run."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from playbook.expr.values import Unknown, ValueProblem
from playbook.machine.port import Function
from playbook.machine.scope import RunScope

SCOPE = RunScope(
    SimpleNamespace(state="here"),
    {
        "load": Function(lambda: 3),
        "limits": Function(lambda: "the function"),
        "of": Function(lambda node="none": node, 0, 1),
        "pair": Function(lambda one, two: [one, two], 2, 2),
        "state": Function(lambda: "not this"),
        "needs": Function(lambda one: one, 1, 1),
    },
    {"limits": "the section", "most": 7, "needs": "the section"},
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "here"),
        ("load", 3),
        ("limits", "the function"),
        ("most", 7),
        ("needs", "the section"),
        ("of", "none"),
    ],
)
def test_a_bare_name_is_the_state_a_function_without_arguments_or_a_section(name, value):
    assert SCOPE.variable(name) == value


def test_a_name_that_nothing_provides_is_unknown():
    assert SCOPE.variable("nobody") == Unknown(frozenset({"nobody"}))
    assert SCOPE.call("nobody", (1,), {}) == Unknown(frozenset({"nobody()"}))


@pytest.mark.parametrize(
    ("name", "args", "kwargs", "value"),
    [
        ("load", (), {}, 3),
        ("of", (), {}, "none"),
        ("of", ("n",), {}, "n"),
        ("of", (), {"node": "n"}, "n"),
        ("pair", (1, 2), {}, [1, 2]),
        ("pair", (1,), {"two": 2}, [1, 2]),
    ],
)
def test_functions_are_called_with_what_is_given(name, args, kwargs, value):
    assert SCOPE.call(name, args, kwargs) == value


@pytest.mark.parametrize(
    ("name", "args", "kwargs", "said"),
    [
        ("load", (1,), {}, "load() takes 0 arguments, not 1"),
        ("of", (1, 2), {}, "of() takes 0 to 1 arguments, not 2"),
        ("pair", (), {}, "pair() takes 2 arguments, not 0"),
        ("needs", (), {}, "needs() takes 1 arguments, not 0"),
        ("pair", (1,), {"two": 2, "three": 3}, "pair() takes 2 arguments, not 3"),
        ("of", (), {"colour": 1}, "of() cannot be called so: "),
    ],
)
def test_a_call_that_does_not_fit_says_how_it_would(name, args, kwargs, said):
    with pytest.raises(ValueProblem) as caught:
        SCOPE.call(name, args, kwargs)
    assert str(caught.value).startswith(said)


def test_what_breaks_within_a_function_without_arguments_is_no_bad_call():
    scope = RunScope(SimpleNamespace(state="here"), {"load": Function(lambda: len(3))}, {})  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        scope.call("load", (), {})
