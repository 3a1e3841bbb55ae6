"""PB32x: which of several transitions is taken. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import ERROR, WARNING, Entry

_ORDER = """\
machine:
  id: "order"
  initial: "placed"
  states:
    placed: {}
    approved: {}
    reviewed: {}
  transitions:
    - {id: "withdraw", from: "reviewed", to: "placed", event: "withdrawn"}
    - {id: "reopen", from: "approved", to: "placed", event: "withdrawn"}
"""
_APPROVE = '    - {id: "approve", from: "placed", to: "approved", event: "checked"%s}\n'
_REVIEW = '    - {id: "review", from: "placed", to: "reviewed", event: "checked"%s}\n'
_LAMP = """\
machine:
  id: "lamp"
  initial: "off"
  states:
    off: {}
    on: {}
    broken: {}
  transitions:
    - {id: "switch_on", from: "off", to: "on", event: "pressed"}
    - {id: "switch_off", from: "on", to: "off", event: "pressed"}
    - {id: "repair", from: "broken", to: "off", event: "repaired"}
"""


def _guard(condition: str) -> str:
    return f', guard: "{condition}"'


ENTRIES = (
    Entry(
        "PB321",
        (ERROR, WARNING),
        "Two transitions of a state compete for the same event",
        "An event takes the first transition in the text whose guard is true. Where an earlier transition has no guard, the "
        "same guard or a wider one, the later transition can never be taken: an error if both have the same guard or none "
        "and lead to different states, for then nobody can tell which of the two was meant. Where both guards can be true at "
        "once (the message gives an example) the order of the text decides, and every run that gets there records the event "
        "as ambiguous. A narrow guard before a wider one, or before a transition without a guard, is the usual way to "
        "write a choice and is not complained of.",
        "Put the special case before the general one (the quick fix moves it), make the guards exclude each other, or say "
        "in an invariant of the state that both cannot be true.",
        bad=_ORDER + _APPROVE % "" + _REVIEW % _guard("amount() > 1000"),
        good=_ORDER + _REVIEW % _guard("amount() > 1000") + _APPROVE % "",
    ),
    Entry(
        "PB325",
        (WARNING,),
        "Two wildcards compete for the same event",
        "Both transitions stand for the same states and wait for the same event. The first in the text whose guard is true is "
        "taken, in every state: the other one is never taken, or the order of the text decides which it is.",
        "Order them from the special to the general, make their guards exclude each other, or let `except` divide the states "
        "between them.",
        bad=_LAMP
        + '    - {id: "break_it", from: "*", to: "broken", event: "shaken", guard: "force() > 5"}\n'
        + '    - {id: "go_out", from: "*", to: "off", event: "shaken", guard: "force() < 10"}\n',
        good=_LAMP
        + '    - {id: "break_it", from: "*", to: "broken", event: "shaken", guard: "force() > 5"}\n'
        + '    - {id: "go_out", from: "*", to: "off", event: "shaken", guard: "force() <= 5"}\n',
    ),
    Entry(
        "PB328",
        (WARNING,),
        "The guards of a state for one event leave a case out",
        "All transitions of the state for this event are guarded, their guards ask about the same thing, and there are values "
        "for which none of them is true (the message gives an example that suits the state's invariants). The event is then "
        "ignored: the machine stays where it is, and only the run's record tells. A boundary that neither side includes is "
        "the usual reason.",
        "Let one of the guards include the case, or add a last transition without a guard.",
        bad=_ORDER + _REVIEW % _guard("amount() > 1000") + _APPROVE % _guard("amount() < 1000"),
        good=_ORDER + _REVIEW % _guard("amount() > 1000") + _APPROVE % _guard("amount() <= 1000"),
    ),
)
