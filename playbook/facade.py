"""`Playbook` as the case study writes it: read from a file, and asked for its parts."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path

from playbook.analysis import Analysis, analyse
from playbook.diagnostics import Diagnostic, Severity
from playbook.document import model
from playbook.errors import PlaybookError
from playbook.limits import MAX_TEXT_BYTES
from playbook.run import parts
from playbook.run.derived import Derived, derive
from playbook.run.plan import runnable
from playbook.run.supply import Supply, SystemSource
from playbook.signatures import Signatures
from playbook.systems.choose import offered

# So many findings say enough; `playbook validate` lists them all.
_MOST_SHOWN = 10


class Unreadable(PlaybookError):
    """The file cannot be read; the message says which and why."""


class Invalid(PlaybookError):
    """The text has error-level findings, and so cannot be run; `findings` has them in the text's order."""

    def __init__(self, source: str, findings: tuple[Diagnostic, ...]) -> None:
        self.source, self.findings = source, findings
        count = len(findings)
        lines = [f"{source} has {count} error{'' if count == 1 else 's'} and cannot be run:"]
        lines += [f"  line {f.span.line}: {f.message} [{f.id}]" for f in findings[:_MOST_SHOWN]]
        if count > _MOST_SHOWN:
            lines.append(f"  and {count - _MOST_SHOWN} more; `playbook validate` lists them all")
        super().__init__("\n".join(lines))


class Playbook:
    """A playbook that can be run.

    >>> lamp = Playbook.from_text('''
    ... version: "1.0"
    ... name: Lamp
    ... machine:
    ...   id: lamp
    ...   initial: dark
    ...   states: {dark: {}, bright: {}}
    ...   transitions: [{id: switch_on, from: dark, to: bright, event: pressed}]
    ... ''')
    >>> lamp.name, [state.id for state in lamp.states()]
    ('Lamp', ['dark', 'bright'])
    >>> [(t.id, t.from_, t.to) for t in lamp.transitions()]
    [('switch_on', ('dark',), 'bright')]
    """

    def __init__(
        self,
        document: model.Playbook,
        *,
        system: SystemSource = None,
        analysis: Analysis | None = None,
        file: str = "",
    ) -> None:
        self.document, self.system, self.analysis, self.file = document, system, analysis, file

    @classmethod
    def from_file(cls, path: str | PathLike[str], *, system: SystemSource = None) -> Playbook:
        """Read a file. Raises Unreadable, or Invalid with every error-level finding and its line.

        `system` is a system under test, or what makes one from the playbook and a seed: the text is checked
        against what it offers, and runners of this playbook take it. Without it the playbook chooses.
        """
        return cls.from_text(_bytes(path), system=system, name=str(path))

    @classmethod
    def from_text(cls, text: str | bytes, *, system: SystemSource = None, name: str = "the text") -> Playbook:
        """Read a text, to be called `name`. Raises Invalid with every error-level finding and its line."""
        analysis = analyse(text) if system is None else analyse(text, _offers(system))
        return cls._made(analysis, name, system)

    @classmethod
    def unbound(cls, path: str | PathLike[str]) -> Playbook:
        """Read a file for a system that will be known later: what it has to offer is not checked.

        Raises Unreadable, or Invalid with the error-level findings that no system could mend.
        """
        return cls._made(analyse(_bytes(path), lambda document: Signatures()), str(path), None)

    @classmethod
    def _made(cls, analysis: Analysis, name: str, system: SystemSource) -> Playbook:
        if analysis.playbook is None or not analysis.ok:
            errors = [found for found in analysis.diagnostics if found.severity is Severity.ERROR]
            raise Invalid(name, tuple(errors))
        return cls(analysis.playbook, system=system, analysis=analysis, file=name)

    @property
    def name(self) -> str:
        return self.document.name

    @property
    def description(self) -> str:
        return self.document.description

    def scenarios(self) -> tuple[model.Scenario, ...]:
        """All that can be run, in the text's order; an older `playbook:` section comes last."""
        return runnable(self.document)

    def states(self) -> tuple[parts.State, ...]:
        """The machine's states, in the text's order."""
        return tuple(parts.states(self.document))

    def transitions(self) -> tuple[parts.Transition, ...]:
        """The machine's transitions, in the text's order."""
        return tuple(parts.transitions(self.document))

    def forbidden(self) -> tuple[parts.Forbidden, ...]:
        """The machine's forbidden pairs, in the text's order."""
        return tuple(parts.forbidden(self.document))

    def derive(self, system: SystemSource = None, seed: int | None = None) -> tuple[Derived, ...]:
        """The tests that derive from it (LANGUAGE.md section 7); nothing runs before they are asked to."""
        return derive(self.document, self.system if system is None else system, seed)

    def __repr__(self) -> str:
        return f"<Playbook {self.name!r}{f' of {self.file}' if self.file else ''}>"


def _bytes(path: str | PathLike[str]) -> bytes:
    """The file's bytes, one more than the limit at most: a larger one is refused by its size."""
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_TEXT_BYTES + 1)
    except OSError as problem:
        raise Unreadable(f"cannot read {path}: {problem.strerror}") from None


def _offers(system: SystemSource) -> Callable[[model.Playbook], Signatures]:
    """What a system of the caller's offers, asked of a fresh one."""

    def asked(document: model.Playbook) -> Signatures:
        supply = Supply(document, system)
        try:
            return offered(supply.name, supply.fresh())
        finally:
            supply.close()

    return asked
