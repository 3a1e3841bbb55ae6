"""Which tests a run is asked for: the files' playbooks, and of each what is to be run."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from playbook.analysis import analyse
from playbook.commands.files import named, read
from playbook.commands.outcome import Cannot, complain
from playbook.diagnostics import Severity
from playbook.document.model import Playbook
from playbook.reports.colour import Paint, for_stream
from playbook.reports.tested import Target
from playbook.reports.text import headline
from playbook.run.derived import KINDS, Derived, derive
from playbook.run.explore import Progress
from playbook.run.plan import runnable

# For how many seeds the derived tests are kept: they share what the search for them has found.
_KEPT_SEEDS = 16


# The tests that derive from a playbook, by id, for a seed; and who wants to hear how far the search is.
Deriving = Callable[[int | None, Progress | None], dict[str, Derived]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the options name; `ids` is None without `--derive`, and empty for all derived tests."""

    scenarios: tuple[str, ...] = ()
    ids: tuple[str, ...] | None = None

    @property
    def everything(self) -> bool:
        return self.ids == ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One test that is to be run; `seed` is its own, where it has one."""

    target: Target
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A file: its playbook and its tests, or else the problems for which it cannot be run."""

    file: str
    playbook: Playbook | None = None
    revision: str = ""
    tests: tuple[Wanted, ...] = ()
    problems: tuple[str, ...] = ()
    derived: Deriving = lambda seed, told: {}


def sorted_out(words: Iterable[str], files: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    """The words after `--derive`, as ids and as files: `--derive order.yaml` means the file.

    Raises Cannot for what is neither.
    """
    ids, paths = [], list(files)
    for word in words:
        kind, colon, name = word.partition(":")
        if colon and kind in KINDS:
            ids.append(word)
        elif colon and not Path(word).exists():
            close = get_close_matches(kind, KINDS, n=1)
            hint = f'did you mean "{close[0]}:{name}"?' if close else f"an id begins with {_either(KINDS)}"
            raise Cannot(f'there is no test "{word}"; {hint}')
        else:
            paths.append(word)
    return tuple(ids), paths


def subjects(names: Iterable[str], chosen: Chosen) -> list[Subject]:
    """The files with their tests, in order; what is wrong with one is told on standard error.

    Raises Cannot where a scenario or an id is named that none of the files has.
    """
    found = [_subject(name) for name in named(names)]
    readable = [subject for subject in found if subject.playbook is not None]
    if readable:
        _known(chosen.scenarios, [t.target.name for s in readable for t in s.tests], "scenario")
        ids = [t.target.id for s in readable for t in (*s.tests, *_others(s, chosen))]
        _known(chosen.ids or (), ids, "test")
    return [subject if subject.playbook is None else _narrowed(subject, chosen) for subject in found]


def shuffled(found: list[Subject], seed: int) -> list[Subject]:
    """The files in another order, and the tests of each: the same one for the same seed."""
    draw = random.Random(seed)
    mixed = [replace(s, tests=tuple(draw.sample(s.tests, len(s.tests)))) for s in found]
    draw.shuffle(mixed)
    return mixed


def _subject(file: str) -> Subject:
    try:
        analysis = analyse(read(file))
    except Cannot as problem:
        complain(problem)
        return Subject(file, problems=(str(problem),))
    if analysis.playbook is None or not analysis.ok:
        errors = [finding for finding in analysis.diagnostics if finding.severity is Severity.ERROR]
        paint = for_stream(sys.stderr)
        for finding in errors:
            print(headline(file, finding, paint), file=sys.stderr)
        complain(f"{file} has errors and cannot be run")
        return Subject(file, problems=tuple(headline(file, finding, Paint()) for finding in errors))
    playbook = analysis.playbook
    scenarios = tuple(
        Wanted(Target(file, f"scenario:{s.name}", "scenario", s.name, s.span.line), s.seed)
        for s in runnable(playbook)
    )

    @lru_cache(_KEPT_SEEDS)
    def derived(seed: int | None, told: Progress | None) -> dict[str, Derived]:
        return {test.id: test for test in derive(playbook, seed=seed, progress=told)}

    revision = sha256(analysis.text.encode()).hexdigest()
    return Subject(file, playbook, revision, scenarios, derived=derived)


def _others(subject: Subject, chosen: Chosen) -> Iterable[Wanted]:
    """The tests that derive from other elements than scenarios."""
    if chosen.ids is None:
        return ()
    return (
        Wanted(Target(subject.file, test.id, test.kind, test.name, test.line))
        for test in subject.derived(None, None).values()
        if test.kind != "scenario"
    )


def _narrowed(subject: Subject, chosen: Chosen) -> Subject:
    tests = [*subject.tests, *_others(subject, chosen)]
    if not chosen.everything and (chosen.scenarios or chosen.ids):
        tests = [test for test in tests if _wants(chosen, test.target)]
    return replace(subject, tests=tuple(tests))


def _wants(chosen: Chosen, target: Target) -> bool:
    if target.kind == "scenario" and target.name in chosen.scenarios:
        return True
    return any(_is(target.id, id) for id in chosen.ids or ())


def _is(id: str, wanted: str) -> bool:
    """Whether an id is meant: itself, or by a pattern such as `forbidden:*`."""
    return id == wanted or fnmatchcase(id, wanted)


def _known(wanted: Iterable[str], known: Sequence[str], what: str) -> None:
    for name in wanted:
        if name in known or (what == "test" and any(_is(id, name) for id in known)):
            continue
        close = get_close_matches(name, known, n=1)
        some = ", ".join(known[:20]) + (" ..." if len(known) > 20 else "")
        hint = f'did you mean "{close[0]}"?' if close else f"there are: {some or 'none'}"
        raise Cannot(f'there is no {what} "{name}"; {hint}')


def _either(kinds: Sequence[str]) -> str:
    return ", ".join(f'"{kind}:"' for kind in kinds[:-1]) + f' or "{kinds[-1]}:"'
