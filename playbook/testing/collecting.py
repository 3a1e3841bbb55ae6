"""A playbook file as pytest collects it, and its derived tests as items.

The file passes for a module and each test for a function, so that fixtures of every scope work: a project
binds its own system with the fixture `playbook_system` in a conftest.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from playbook.api import Derived, Invalid, Playbook, PlaybookError, SystemSource
from playbook.testing import wording


class DerivedFailure(Exception):
    """A derived test did not pass; pytest shows the text, and no traceback."""

    def __init__(self, headline: str, text: str, line: int) -> None:
        super().__init__(headline)
        self.headline, self.text, self.line = headline, text, line


@dataclass(frozen=True, slots=True)
class Crash:
    """What the short summary and JUnit XML show of a failure."""

    path: str
    lineno: int
    message: str


@dataclass(frozen=True, slots=True)
class Told:
    """A failure as pytest shows it."""

    reprcrash: Crash
    text: str

    @property
    def plain(self) -> list[str | int]:
        """What `told_of` makes it of again, in another process."""
        return [self.reprcrash.path, self.reprcrash.lineno, self.reprcrash.message, self.text]

    def toterminal(self, writer: Any) -> None:
        for line in self.text.split("\n"):
            writer.line(line)

    def __str__(self) -> str:
        return self.text


def told_of(plain: list[Any]) -> Told:
    """The failure that its `plain` form tells of."""
    path, line, message, text = plain
    return Told(Crash(path, line, message), text)


def bound(playbook_system: SystemSource) -> None:
    """The signature of every item: it asks for the system under test."""


class PlaybookFile(pytest.Module):
    """One playbook file."""

    # There is no Python module behind it.
    obj = None

    playbook: Playbook | None = None
    _tests: tuple[SystemSource, dict[str, Derived]] | None = None

    def collect(self) -> Iterator[pytest.Item]:
        try:
            self.playbook = Playbook.from_file(self.path)
        except Invalid as problem:
            yield ValidItem.from_parent(self, name="validate", callobj=bound, problem=problem)
            try:
                # Perhaps it is only written for a system that a fixture brings.
                self.playbook = Playbook.unbound(self.path)
            except Invalid:
                return
        except PlaybookError as problem:
            raise self.CollectError(str(problem)) from None
        for test in self.playbook.derive(seed=self.seed):
            yield DerivedItem.from_parent(self, name=_name(test), callobj=bound, test=test)

    @property
    def shown(self) -> str:
        """The file's name as somebody would type it where pytest was started."""
        start = self.config.invocation_params.dir
        return os.path.relpath(self.path, start) if self.path.is_relative_to(start) else str(self.path)

    @property
    def seed(self) -> int | None:
        """The seed that was asked for; None leaves it to the scenarios."""
        given: int | None = self.config.getoption("playbook_seed")
        configured = self.config.getini("playbook_seed")
        return int(configured) if given is None and configured else given

    def tests(self, system: SystemSource) -> dict[str, Derived]:
        """The derived tests by id, bound to a system; they share one search as long as it is the same."""
        assert self.playbook is not None
        if self._tests is None or self._tests[0] is not system:
            self._tests = system, {test.id: test for test in self.playbook.derive(system, self.seed)}
        return self._tests[1]


def _name(test: Derived) -> str:
    # In a node's id "::" separates the parts, and pytest takes what follows "[" for parameters.
    return test.id.replace("::", ":").replace("[", "(").replace("]", ")")


class DerivedItem(pytest.Function):
    """One derived test."""

    # What is told where no action reaches what it is about (playbook.pytest_plugin makes the report).
    told_not_exercised = ""

    def __init__(self, *, test: Derived, **given: Any) -> None:
        super().__init__(**given)
        self.test = test

    def runtest(self) -> None:
        file = self.getparent(PlaybookFile)
        assert file is not None
        system: Any = self.funcargs["playbook_system"]
        result = file.tests(system)[self.test.id].run()
        if result.passed:
            for note in result.notes:
                self.add_report_section("call", "playbook", note)
            return
        if result.outcome == "not exercised" and not self._strict:
            self.told_not_exercised = result.message
            raise pytest.skip.Exception(result.message)
        # Only here is the system that was bound to it known.
        replay = "" if system is None else self._replay(file, result.seed)
        text = wording.failure(result, file.shown, replay)
        raise DerivedFailure(wording.headline(result), text, result.at_line or result.line)

    def _replay(self, file: PlaybookFile, seed: int | None) -> str:
        option = self.config.getoption
        words = [] if seed is None else ["--playbook-seed", str(seed)]
        words += ["--playbook-strict"] if option("playbook_strict") else []
        for pattern in option("playbook_files") or ():
            words += ["--playbook-files", pattern]
        return wording.under_pytest(f"{file.shown}::{self.name}", words)

    @property
    def _strict(self) -> bool:
        return bool(self.config.getoption("playbook_strict") or self.config.getini("playbook_strict"))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:  # type: ignore[override]
        return _told(self.path, excinfo.value) or super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.test.line - 1, self.name


class ValidItem(pytest.Function):
    """A playbook that is not valid for its own choice of a system: is it for the one that is bound to it?"""

    def __init__(self, *, problem: Invalid, **given: Any) -> None:
        super().__init__(**given)
        self.problem = problem

    def runtest(self) -> None:
        file = self.getparent(PlaybookFile)
        assert file is not None
        system: Any = self.funcargs["playbook_system"]
        problem = self.problem
        if system is not None and file.playbook is not None:
            try:
                Playbook.from_file(self.path, system=system)
                return
            except Invalid as left:
                problem = left
        text = wording.invalid(problem.findings, file.shown)
        raise DerivedFailure(text.partition(":\n")[0], text, problem.findings[0].span.line)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:  # type: ignore[override]
        return _told(self.path, excinfo.value) or super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name


def _told(path: Path, error: BaseException) -> Told | None:
    if not isinstance(error, DerivedFailure):
        return None
    return Told(Crash(str(path), error.line, error.headline), error.text)
