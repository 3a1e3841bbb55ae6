"""What the rules that reason over conditions share: the conditions, what is known of names, the solver."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from playbook.document.model import Expression, Invariant, Playbook, Transition
from playbook.document.names import expressions
from playbook.expr import tree
from playbook.expr.parser import parse
from playbook.logic.condition import Condition, condition
from playbook.logic.known import Known
from playbook.logic.solver import Solver
from playbook.signatures import Signatures
from playbook.values import Value

_FRACTION, _NEGATIVE = re.compile(r"\d\.\d"), re.compile(r"-\s*\d")
_MOST_ENTRIES, _DEEPEST, _SHOWN = 1_000, 4, 60

# Parts of names that plainly count: what they name is a whole number, and never negative.
_COUNTS = {"count", "counts", "len", "length", "tokens", "retries", "attempts", "failures"}
_COUNTS_AT_THE_END = {"total", "number", "size"}
_AMOUNTS_AT_THE_END = {"ms", "millis", "secs", "seconds", "bytes"}
_SIGNED = {"delta", "diff", "difference", "change", "offset", "balance", "net", "drift", "skew", "remaining"}


@lru_cache(maxsize=4096)
def kind_by_name(name: str) -> str:
    """Whether a name plainly counts: "count", "amount" (a number of at least 0), or ""."""
    parts = name.lower().split("_")
    said = set(parts)
    if said & _SIGNED:
        return ""
    if said & _COUNTS or parts[-1] in _COUNTS_AT_THE_END or parts[0] == "num":
        return "count"
    return "amount" if len(parts) > 1 and parts[-1] in _AMOUNTS_AT_THE_END else ""


def _asked(text: str) -> tuple[frozenset[str], bool]:
    """The functions and variables that a condition asks for, and whether it asks for any twice."""
    facts = parse(text).facts
    asked = [call.name for call in facts.calls]
    if facts.variables:
        asked += [variable.name for variable in facts.variables]
    names = frozenset(asked)
    return names, len(names) < len(asked)


class Fact:
    """A condition as it stands in the playbook; it is broken down only when somebody asks.

    Conditions that share none of their `names` have nothing to do with each other.
    """

    __slots__ = ("_condition", "_looked", "_side", "expression", "names", "owner", "repeats")

    def __init__(self, expression: Expression, owner: Invariant | Transition) -> None:
        self.expression, self.owner = expression, owner
        self.names, self.repeats = _asked(expression.text)
        self._condition: Condition | None = None
        self._looked = False
        self._side: int | None = None

    @property
    def side(self) -> int:
        """1 for a lower bound such as `f() >= 3`, -1 for an upper one, 0 for anything else.

        Two bounds on the same side leave room beyond both: nothing has to be worked out.
        """
        if self._side is None:
            self._side = _side(parse(self.expression.text).tree)
        return self._side

    @property
    def text(self) -> str:
        return self.expression.text

    @property
    def condition(self) -> Condition | None:
        """None where the text cannot be read."""
        if not self._looked:
            self._looked, self._condition = True, condition(self.expression.text)
        return self._condition


def _side(root: tree.Node | None) -> int:
    if not isinstance(root, tree.Binary) or root.op not in ("<", "<=", ">", ">="):
        return 0
    on_the_right = isinstance(root.right, tree.Literal)
    if on_the_right is isinstance(root.left, tree.Literal):
        return 0
    return 1 if (root.op in (">", ">=")) is on_the_right else -1


def said(text: str) -> str:
    """A condition as messages quote it: on one line, cut where it is long."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= _SHOWN else f'"{line[: _SHOWN - 3]}..."'


def conditions(facts: Iterable[Fact]) -> list[Condition]:
    """The conditions that can be read."""
    return [fact.condition for fact in facts if fact.condition is not None]


class Knowledge:
    """About one playbook and the system bound to it; built once, filled as it is asked."""

    def __init__(self, playbook: Playbook, signatures: Signatures) -> None:
        self.playbook, self.signatures = playbook, signatures
        self.solver = Solver()
        self._guards: dict[int, Fact] = {}

    @cached_property
    def invariants(self) -> dict[str, tuple[Fact, ...]]:
        """By state, for the states that have any."""
        return {
            state.id: tuple(Fact(invariant.condition, invariant) for invariant in state.invariants)
            for state in self.playbook.machine.states
            if state.invariants
        }

    @cached_property
    def names(self) -> dict[str, frozenset[str]]:
        """What the invariants of a state speak of."""
        return {
            state: facts[0].names if len(facts) == 1 else frozenset().union(*(f.names for f in facts))
            for state, facts in self.invariants.items()
        }

    @cached_property
    def states_by_name(self) -> dict[str, list[str]]:
        """By name: the states whose invariants speak of it, in document order."""
        found: dict[str, list[str]] = {}
        for state, names in self.names.items():
            for name in names:
                found.setdefault(name, []).append(state)
        return found

    def guard(self, transition: Transition) -> Fact | None:
        """The guard of a transition."""
        if transition.guard is None:
            return None
        found = self._guards.get(id(transition))
        if found is None:
            found = self._guards[id(transition)] = Fact(transition.guard, transition)
        return found

    @cached_property
    def meetings(self) -> list[tuple[Transition, Fact, str]]:
        """Every guard with each source by name whose invariants speak of the same."""
        found, names = [], self.names
        for transition in self.playbook.machine.transitions:
            guard = self.guard(transition)
            if guard is None:
                continue
            for source in dict.fromkeys(ref.name for ref in transition.sources):
                if source in names and not names[source].isdisjoint(guard.names):
                    found.append((transition, guard, source))
        return found

    @cached_property
    def known(self) -> Known:
        """What is certain: sections of the playbook, and the kinds that the system's functions declare."""
        functions = self.signatures.functions or {}
        kinds = {name: f.returns for name, f in functions.items() if f.returns != "any"}
        return Known(self._sections(), kinds)

    @cached_property
    def likely(self) -> Known:
        """With names that plainly count taken for counts: good enough for a hint."""
        return Known(self.known.fixed, _ByName(self.known.kinds))

    def likely_among(self, facts: Sequence[Fact]) -> Known:
        """The values that such conditions have in mind: few texts, and numbers as they are written there.

        What they do not exclude among these can really be; so it is said only of them.
        """
        texts = " ".join(fact.text for fact in facts)
        whole = not _FRACTION.search(texts) and not _NEGATIVE.search(texts)
        choices = self._texts if "'" in texts or '"' in texts else {}
        if any("state" in fact.names for fact in facts):
            choices = {**choices, "state": tuple(state.id for state in self.playbook.machine.states)}
        return Known(self.known.fixed, _ByName(self.known.kinds), choices, whole)

    def at(self, state: str | None, known: Known, *facts: Iterable[Fact]) -> Known:
        """The same in a state; for most conditions that makes no difference."""
        if state is not None and any("state" in fact.names for group in facts for fact in group):
            return known.at(state=state)
        return known

    # What the playbook says of names.

    def _facts(self) -> Iterator[frozenset[str]]:
        yield from self.names.values()
        for transition in self.playbook.machine.transitions:
            fact = self.guard(transition)
            if fact is not None:
                yield fact.names

    def _sections(self) -> dict[str, Value]:
        """The entries of the sections that conditions name, by the names that they have there."""
        if self.signatures.problem and self.signatures.functions is None:
            return {}
        sections = self.playbook.sections
        used: set[str] = set()
        for names in self._facts():
            if not names.isdisjoint(sections):
                used |= names & sections.keys()
        # A function without arguments comes before a section of its name (playbook.machine.scope).
        functions = self.signatures.functions or {}
        found: dict[str, Value] = {}
        for name in sorted(used - functions.keys()):
            _flatten(name, sections[name], found, 0)
        return found

    @cached_property
    def _texts(self) -> Mapping[str, tuple[str, ...]]:
        """By function or variable: the texts that it may be, declared or as the playbook compares it with."""
        found: dict[str, dict[str, None]] = {}
        for _, _, expression in expressions(self.playbook):
            root = parse(expression.text).tree
            for node in tree.walk(root) if root is not None else ():
                for name, text in _compared(node):
                    found.setdefault(name, {})[text] = None
        functions = self.signatures.functions or {}
        declared = {name: f.choices for name, f in functions.items() if f.choices}
        return {**{name: tuple(texts) for name, texts in found.items()}, **declared}


class _ByName(dict[str, str]):
    """Kinds by name: declared, or what the name says."""

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        return super().get(name) or kind_by_name(name)


def _flatten(name: str, value: Value, found: dict[str, Value], depth: int) -> None:
    if isinstance(value, dict):
        for key, entry in value.items() if depth < _DEEPEST else ():
            if len(found) >= _MOST_ENTRIES:
                return
            _flatten(f"{name}.{key}", entry, found, depth + 1)
    elif not isinstance(value, list):
        found[name] = value


def _compared(node: tree.Node) -> Iterator[tuple[str, str]]:
    """The functions and variables of a comparison, each with a text that it is compared with."""
    if not isinstance(node, tree.Binary) or node.op not in ("==", "!=", "in"):
        return
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(one, tree.Call | tree.Variable) and one.name != "state":
            for part in other.items if isinstance(other, tree.ListOf) else (other,):
                if isinstance(part, tree.Literal) and isinstance(part.value, str):
                    yield one.name, part.value
