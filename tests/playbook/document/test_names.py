"""Every place of a playbook that holds an expression."""

from playbook.document.decode import decode
from playbook.document.names import expressions
from playbook.source.reader import read
from tests.playbook.texts import lamp


def test_each_kind_of_expression_is_found_once():
    text = lamp("event: pressed", 'event: pressed, guard: "g()"').replace(
        "  transitions:", "  invariant_violations: [{state: dark, condition: v()}]\n  transitions:"
    )
    text += "performance_assertions: [{name: p, condition: c(), critical: k()}]\n"
    text += "scenarios: [{name: s, steps: [{assert: a()}, {action: pressed}]}]\n"
    found = [(what, e.text) for what, _, e in expressions(decode(read(text).root).playbook)]
    assert found == [
        ("invariant", "warmth() > 0"),
        ("guard", "g()"),
        ("invariant violation", "v()"),
        ("performance assertion", "c()"),
        ("critical threshold", "k()"),
        ("assertion", "a()"),
    ]
