"""What the gateway declares of its functions is what they give."""

from __future__ import annotations

import pytest

from playbook.expr.kinds import DECLARED, kinds
from playbook.expr.tree import Literal
from tests.playbook.systems.gateway.cast import bench

FUNCTIONS = bench().system.functions
# What is not about a node.
ARGUMENTS = {"latency_percentile_ms": [50]}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_gives_what_it_declares(name):
    fresh = bench().system
    fresh.actions["register_model"].run(model="m", node="n", capability="c")
    function = fresh.functions[name]
    value = function.call(*ARGUMENTS.get(name, ["n"] * function.minimum))
    assert function.returns == "any" or kinds(Literal(value, 0, 0)) & DECLARED[function.returns]
    assert function.returns != "count" or (isinstance(value, int) and value >= 0)
    assert not function.choices or value in function.choices
