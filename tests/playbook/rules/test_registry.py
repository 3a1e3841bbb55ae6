"""Running all rules: every finding, but no more than can be shown."""

from playbook.diagnostics import Severity
from playbook.limits import MAX_DIAGNOSTICS
from playbook.rules.registry import error, info, run, warning
from playbook.spans import START


def many(make, count):
    def rule(subject):
        for number in range(count):
            yield make("PB999", str(number), START)

    return rule


def test_findings_come_in_the_order_of_the_rules():
    found = run([many(error, 2), many(info, 1)], None)
    assert [d.severity for d in found] == [Severity.ERROR, Severity.ERROR, Severity.INFO]


def test_a_rule_is_stopped_at_the_most_errors_that_can_be_shown():
    assert len(run([many(error, 10**9)], None)) == MAX_DIAGNOSTICS


def test_an_error_behind_any_number_of_warnings_is_found():
    def rule(subject):
        yield from many(warning, MAX_DIAGNOSTICS * 2)(subject)
        yield error("PB999", "last", START)

    found = run([rule], None)
    assert (len(found), found[-1].message) == (MAX_DIAGNOSTICS + 1, "last")
