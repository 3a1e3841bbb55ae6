"""Where a playbook has expressions, and which names they may use there."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.document.model import Element, Expression, Offer, Playbook


def expressions(playbook: Playbook) -> Iterator[tuple[str, Element, Expression]]:
    """Every expression of a playbook, with what it is (invariant, guard, ...) and whose."""
    for state in playbook.machine.states:
        for invariant in state.invariants:
            yield "invariant", state, invariant.condition
    for transition in playbook.machine.transitions:
        if transition.guard is not None:
            yield "guard", transition, transition.guard
        for claim in transition.claims:
            yield "transition's assertion", transition, claim
    for violation in playbook.machine.violations:
        yield "invariant violation", violation, violation.condition
    for assertion in playbook.performance_assertions:
        yield "performance assertion", assertion, assertion.condition
        if assertion.critical is not None:
            yield "critical threshold", assertion, assertion.critical
    for scenario in playbook.scenarios:
        for step in scenario.all_steps:
            if step.assertion is not None:
                yield "assertion", step, step.assertion
    older = playbook.older
    for offer in (*older.setup, *older.teardown) if older is not None else ():
        if isinstance(offer, Offer) and offer.until is not None:
            yield "wait's condition", offer, offer.until
