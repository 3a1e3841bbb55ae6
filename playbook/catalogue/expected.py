"""PB716 to PB718: what scenarios expect, and what older sections name. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import ERROR, WARNING, Entry

_ASSERTION = """\
performance_assertions:
  - name: "fast_enough"
    condition: "latency_ms() <= 10"{critical}
    failure_reason: "Too slow"
scenarios:
  - name: "a_slow_job"
    steps:
      - action: "started"
      - assert: "state == 'busy'"
    performance: {{ {expected} }}
"""
_OLDER = """\
playbook:
  steps:
    - name: "Work"
      transitions: ["{transition}"]
assertions:
  path:
    ends_at: "busy"
"""

ENTRIES = (
    Entry(
        "PB716",
        (ERROR,),
        "A scenario expects a band of an assertion that there is not",
        "`performance` of a scenario says which band it expects of a performance assertion, by the assertion's name. Of one that "
        "does not exist nothing can be measured, and the run ends with an error.",
        "Correct the name, add the performance assertion, or take the expectation away.",
        bad=_ASSERTION.format(critical="", expected="fast_enuogh: breached"),
        good=_ASSERTION.format(critical="", expected="fast_enough: breached"),
    ),
    Entry(
        "PB717",
        (WARNING,),
        "A scenario expects `degraded` of an assertion without `critical`",
        "A performance assertion is degraded when its condition is false and its critical threshold holds. Without `critical` it is "
        "met or breached, so a scenario that expects `degraded` always fails.",
        "Expect `breached`, or give the assertion a `critical` threshold.",
        bad=_ASSERTION.format(critical="", expected="fast_enough: degraded"),
        good=_ASSERTION.format(
            critical='\n    critical: "latency_ms() <= 50"', expected="fast_enough: degraded"
        ),
    ),
    Entry(
        "PB718",
        (WARNING,),
        "An older section names what the machine does not have",
        "The steps of the older section `playbook` are transitions by their ids, and `assertions.path` lists states. A name that the "
        "machine does not have makes the run of the section fail.",
        "Correct the name, or add the transition or the state.",
        bad=_OLDER.format(transition="begin"),
        good=_OLDER.format(transition="start"),
    ),
)
