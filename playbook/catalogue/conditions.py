"""PB5xx: one condition, and the names that all of them use. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import ERROR, INFO, WARNING, Entry

ENTRIES = (
    Entry(
        "PB501",
        (ERROR,),
        "A condition cannot be read",
        "What cannot be read cannot be checked: a run would stop at this condition with an error. Each problem is marked "
        "at its place inside the text, and reading goes on behind it, so one pass shows them all.",
        "Follow the message. Where the slip is a well-known one (`=` for `==`, `AND` for `&&`, `None` for `null`, a "
        "bracket that is not closed), a fix writes it as this language does.",
        bad="""\
performance_assertions:
  - name: "latency"
    condition: "latency_ms() =< 10 AND (errors() == 0"
""",
        good="""\
performance_assertions:
  - name: "latency"
    condition: "latency_ms() <= 10 && (errors() == 0)"
""",
    ),
    Entry(
        "PB502",
        (ERROR, WARNING),
        "A condition calls a function that there is not, or with the wrong number of arguments",
        "A function that the system under test does not offer is unknown, and a verdict that hangs on it is inconclusive. "
        "A wrong number of arguments, or a method that no value has, is an error as soon as the condition is evaluated. "
        "Where no system declares its functions, only a name that is used once and is plainly another one misspelt is "
        "pointed out, as a warning.",
        "Write the name that the message proposes, or give the arguments that the function takes; `docs/reference.md` "
        "lists what the built-in systems offer.",
        bad="""\
system: "federation_gateway"
performance_assertions:
  - name: "somebody_can_serve"
    condition: "healty_node_count() > 0"
""",
        good="""\
system: "federation_gateway"
performance_assertions:
  - name: "somebody_can_serve"
    condition: "healthy_node_count() > 0"
""",
    ),
    Entry(
        "PB503",
        (ERROR, WARNING),
        "A condition uses a name that nothing provides",
        "A bare name is `state`, a variable of the system, or a section of the playbook. Any other is unknown in every "
        "run. Most often it is a text without its quotes, or an entry that the section does not have. Where no system "
        "declares its names, only `state` compared with a state's bare name is pointed out, as a warning.",
        "Put a text in quotes, add `()` to a function, or correct the name of the entry.",
        bad="""\
performance:
  max_routing_ms: 10
performance_assertions:
  - name: "routing"
    condition: "routing_latency_ms() <= performance.max_ruting_ms"
""",
        good="""\
performance:
  max_routing_ms: 10
performance_assertions:
  - name: "routing"
    condition: "routing_latency_ms() <= performance.max_routing_ms"
""",
    ),
    Entry(
        "PB504",
        (ERROR, WARNING),
        "Kinds of values that do not fit: a text for a number, a number for a condition",
        "Nothing is converted: ordering a text and a number is an error in a run, and comparing them with `==` is always "
        "false. It is an error where the text itself, or what the system declares, makes it certain that evaluating "
        "fails; a warning where it is only compared in vain, or where the other uses of the same name speak against it.",
        "Compare with a value of the same kind. Where two uses of a name disagree, the message names the others: one of "
        "them is wrong.",
        bad="""\
performance_assertions:
  - name: "routing"
    condition: "latency_ms() <= 10"
  - name: "retries"
    condition: "retries() + 1"
  - name: "again"
    condition: "latency_ms() == 'low'"
""",
        good="""\
performance_assertions:
  - name: "routing"
    condition: "latency_ms() <= 10"
  - name: "retries"
    condition: "retries() + 1 < 4"
  - name: "again"
    condition: "latency_ms() < 5"
""",
    ),
    Entry(
        "PB505",
        (WARNING, INFO),
        "A word of another language, which means something else here",
        "`nil`, `TRUE` or `undefined` are constants elsewhere and plain names here, and `NOT(x)` calls a function called "
        "NOT: the condition can be read, but asks for something that nothing provides. (`and`, `or` and `not` in small "
        "letters are this language's own; what cannot be read at all is PB501.)",
        "Write `null`, `true`, `!x`, `a && b`; the length of a text or a list is `.len()`.",
        bad="""\
performance_assertions:
  - name: "answered"
    condition: "last_error() == nil && NOT(timed_out())"
""",
        good="""\
performance_assertions:
  - name: "answered"
    condition: "last_error() == null && !timed_out()"
""",
    ),
    Entry(
        "PB506",
        (ERROR,),
        "A condition is not allowed: a name that starts with __, or beyond a limit",
        "Conditions are read by this project's own parser, which keeps within fixed limits so that no text can stop the "
        "service: 4,096 characters, 64 levels, patterns of at most 1,000 characters. Names that start with `__` reach "
        "into the inside of other languages and are never needed.",
        "Split a condition that is too long or too deep into several invariants, and use plain names.",
        bad="""\
performance_assertions:
  - name: "inside"
    condition: "report.__class__ == 'x'"
""",
        good="""\
performance_assertions:
  - name: "inside"
    condition: "report.kind == 'x'"
""",
    ),
    Entry(
        "PB507",
        (WARNING,),
        "A condition calls a function that is named like an order",
        "A condition only asks. It may be evaluated several times, or not at all, and in another order than it is "
        "written: whatever it changes in the system would change unpredictably. Said only where the name is plainly an "
        "order (`reset()`, `send_request()`) and no system declares it as a function.",
        "Ask for the outcome (`was_reset()`, `request_sent()`), and give the order as an action of a scenario.",
        bad="""\
performance_assertions:
  - name: "clean"
    condition: "reset() && errors() == 0"
""",
        good="""\
performance_assertions:
  - name: "clean"
    condition: "was_reset() && errors() == 0"
""",
    ),
    Entry(
        "PB508",
        (WARNING,),
        "The current state is compared with a name that no state has",
        "The comparison can never be true, so the condition does not ask what it seems to ask. (In a scenario's "
        "assertion it is PB702, an error.)",
        "Write the name of a declared state; the message says which one is nearest.",
        bad="""\
machine:
  id: "lamp"
  initial: "dark"
  states:
    dark: {}
    bright:
      invariants:
        - description: "We stand where we stand"
          condition: "state == 'brihgt'"
  transitions:
    - {id: "switch_on", from: "dark", to: "bright", event: "pressed"}
    - {id: "switch_off", from: "bright", to: "dark", event: "released"}
""",
        good="""\
machine:
  id: "lamp"
  initial: "dark"
  states:
    dark: {}
    bright:
      invariants:
        - description: "We stand where we stand"
          condition: "state == 'bright'"
  transitions:
    - {id: "switch_on", from: "dark", to: "bright", event: "pressed"}
    - {id: "switch_off", from: "bright", to: "dark", event: "released"}
""",
    ),
    Entry(
        "PB509",
        (WARNING,),
        "A function is compared with a text that it never gives",
        "Most functions that give a text give one of a few. A text that the system does not declare among them, or that "
        "stands only here and is another one misspelt, makes the comparison false for ever.",
        "Write the text that the message proposes.",
        bad="""\
machine:
  id: "breaker"
  initial: "closed"
  states:
    closed:
      invariants: [{description: "Calls pass", condition: "circuit_state() != 'open'"}]
    tripped:
      invariants: [{description: "Calls are refused", condition: "circuit_state() == 'opne'"}]
  transitions:
    - {id: "trip", from: "closed", to: "tripped", event: "failed_often", guard: "circuit_state() == 'open'"}
    - {id: "heal", from: "tripped", to: "closed", event: "probe_succeeded"}
""",
        good="""\
machine:
  id: "breaker"
  initial: "closed"
  states:
    closed:
      invariants: [{description: "Calls pass", condition: "circuit_state() != 'open'"}]
    tripped:
      invariants: [{description: "Calls are refused", condition: "circuit_state() == 'open'"}]
  transitions:
    - {id: "trip", from: "closed", to: "tripped", event: "failed_often", guard: "circuit_state() == 'open'"}
    - {id: "heal", from: "tripped", to: "closed", event: "probe_succeeded"}
""",
    ),
    Entry(
        "PB510",
        (INFO,),
        "A calculated number compared exactly, or two units compared as they are",
        "Numbers with a fraction are rounded when they are calculated, so that `==` may miss by a hair. And a name that "
        "ends in `_ms` holds a number a thousand times that of one in `_secs`: compared as they are, one of them is "
        "meant otherwise.",
        "Ask for a range instead of an exact fraction; convert one of the two units, or compare with a value in the same "
        "one.",
        bad="""\
performance_assertions:
  - name: "timeout"
    condition: "latency_ms() < timeout_secs()"
  - name: "share"
    condition: "success_rate() == 0.99"
""",
        good="""\
performance_assertions:
  - name: "timeout"
    condition: "latency_ms() < timeout_secs() * 1000"
  - name: "share"
    condition: "success_rate() >= 0.99"
""",
    ),
    Entry(
        "PB511",
        (WARNING, INFO),
        "A condition, or a part of one, that is always true or always false",
        "Nothing that can happen changes its outcome, so it checks nothing, or can never be met. A condition that is just "
        "`true` says openly that it checks nothing, and is only a hint; a comparison with a section of the playbook, such "
        "as `limits.days >= 30`, checks the playbook itself and is left alone.",
        "Delete the part, or compare with what was meant; `'1'` in quotes is a text and never equals the number.",
        bad="""\
performance_assertions:
  - name: "tries"
    condition: "retries() <= retries() && 3 == '3'"
""",
        good="""\
performance_assertions:
  - name: "tries"
    condition: "retries() <= max_retries()"
""",
    ),
    Entry(
        "PB512",
        (WARNING, INFO),
        "One function called with different numbers of arguments",
        "Without the argument the function speaks of something else, such as the node last used instead of a given one: "
        "where it is missing it may have been forgotten. A hint only where the system under test declares that it takes "
        "both.",
        "Give the same arguments everywhere, or make sure that both forms are meant.",
        bad="""\
performance_assertions:
  - name: "first"
    condition: "circuit_state('node-1') == 'closed'"
  - name: "second"
    condition: "circuit_state() == 'closed'"
""",
        good="""\
performance_assertions:
  - name: "first"
    condition: "circuit_state('node-1') == 'closed'"
  - name: "second"
    condition: "circuit_state('node-2') == 'closed'"
""",
    ),
    Entry(
        "PB513",
        (INFO,),
        "Functions of the system that the playbook asks once only, or never",
        "What is asked in one place only is checked in one place only, and what is never asked is not specified at all. "
        "One summary for the whole playbook, and only where the system under test declares its functions.",
        "Nothing has to be done. The list shows what else an invariant, a guard or an assertion could ask.",
        bad="""\
system: "federation_gateway"
performance_assertions:
  - name: "routing"
    condition: "routing_latency_ms() <= 10"
    critical: "routing_latency_ms() <= 50"
""",
        good="""\
system: "bare"
performance_assertions:
  - name: "routing"
    condition: "routing_latency_ms() <= 10"
    critical: "routing_latency_ms() <= 50"
""",
    ),
)
