"""What is known of atoms before any condition is looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from playbook.logic.constants import ANY, BOOLEAN, NUMBER, OTHER, TEXT, constant
from playbook.logic.domain import Domain
from playbook.values import Value

_CALLED = re.compile(r"""([A-Za-z_]\w*)(?:\((?:[^()'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*\))?\Z""")
_TYPES = {"text": TEXT, "number": NUMBER, "amount": NUMBER, "count": NUMBER, "boolean": BOOLEAN}


@lru_cache(maxsize=4096)
def called(atom: str) -> str:
    """The name of the function or variable that an atom is; "" for any other."""
    match = _CALLED.match(atom)
    return match[1] if match else ""


@dataclass(frozen=True, slots=True)
class Known:
    """`fixed` has values by atom. By name of a function or variable: `kinds` (number, amount, count, text,
    boolean; an amount is a number of at least 0, a count is also whole) and the `choices` among texts.

    With `whole`, numbers of which nothing is known are counts, and their values in an example look so.
    """

    fixed: Mapping[str, Value] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole: bool = False

    def domain(self, atom: str) -> Domain:
        """The values that an atom may have."""
        if atom in self.fixed:
            value = constant(self.fixed[atom])
            return Domain(OTHER) if value is None else Domain(ANY, frozenset((value,)))
        name = called(atom)
        if name in self.choices:
            return Domain(TEXT, frozenset(self.choices[name]))
        kind = self.kinds.get(name, "") if name else "count" if atom.endswith(".len()") else ""
        domain = Domain(_TYPES.get(kind, ANY))
        counts = kind == "count" or (self.whole and not kind)
        if counts or kind == "amount":
            domain.low, domain.whole = 0, counts
        return domain

    def at(self, **fixed: Value) -> Known:
        """The same with more values fixed."""
        return replace(self, fixed={**self.fixed, **fixed})


NOTHING = Known()
