"""The pytest plugin: `pytest playbooks/` carries out the tests that derive from each playbook.

Found by pytest through its entry point. It imports nothing of this library before it meets a playbook, so
that projects without one pay nothing for it.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

_PATTERNS = ["*.yaml", "*.yml"]
# A playbook has a machine with states or transitions; other tools' YAML files are left alone.
_MACHINE = re.compile(rb"^([\"']?)machine\1[ \t]*:", re.MULTILINE)
_PARTS = re.compile(rb"(?:^|[\s{,])([\"']?)(?:states|transitions)\1[ \t]*:")
_MOST_BYTES = 2 * 1024 * 1024
NOT_EXERCISED = "not exercised"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("playbooks", "tests that derive from state-machine playbooks")
    group.addoption(
        "--playbook-files",
        action="append",
        metavar="PATTERN",
        help="which files may be playbooks, by name or path (may be repeated; default: *.yaml, *.yml)",
    )
    group.addoption(
        "--playbook-seed",
        type=int,
        metavar="N",
        help="for what systems draw by chance; counts before the seeds of scenarios",
    )
    group.addoption(
        "--playbook-strict",
        action="store_true",
        default=None,
        help="a transition that no action reaches is a failure",
    )
    parser.addini("playbook_files", "which files may be playbooks, by name or path", "args", _PATTERNS)
    parser.addini("playbook_seed", "for what systems draw by chance", default="")
    parser.addini("playbook_strict", "a transition that no action reaches is a failure", "bool", False)


def pytest_configure(config: pytest.Config) -> None:
    configured = config.getini("playbook_seed")
    if configured and not configured.strip().isdecimal():
        raise pytest.UsageError(f"playbook_seed must be a whole number, not {configured!r}")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    patterns = parent.config.getoption("playbook_files") or parent.config.getini("playbook_files")
    if not any(fnmatch(file_path.name, p) or fnmatch(file_path.as_posix(), p) for p in patterns):
        return None
    # Whoever names a file means it: what keeps it from being a playbook is then told.
    if not parent.session.isinitpath(file_path) and not looks_like_a_playbook(file_path):
        return None
    collector: Any = import_module("playbook.testing.collecting").PlaybookFile
    return collector.from_parent(parent, path=file_path)  # type: ignore[no-any-return]


def looks_like_a_playbook(path: Path) -> bool:
    """Whether a file has a top-level `machine:` with states or transitions; what cannot be read has none."""
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES)
    except OSError:
        return False
    return _MACHINE.search(text) is not None and _PARTS.search(text) is not None


@pytest.fixture(scope="module")
def playbook_under_test(request: pytest.FixtureRequest) -> Any:
    """The playbook whose derived tests run now: a `playbook.Playbook`."""
    found = getattr(request.node, "playbook", None)
    if found is None:
        pytest.fail("playbook_under_test is for the tests that derive from a playbook file", pytrace=False)
    return found


@pytest.fixture(scope="module")
def playbook_system() -> Any:
    """The system under test for derived tests: override it to bind your own.

    Return a system, a class or function that makes one from the playbook and a seed, or None for the
    playbook's own choice.
    """
    return None


# What is set on a report is plain: it must survive the way from a worker process.
@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    plain = getattr(report.longrepr, "plain", None)
    if plain is not None:
        vars(report)["playbook_told"] = plain
    told = getattr(item, "told_not_exercised", "")
    if told and report.when == "call":
        path, line, _ = item.reportinfo()
        report.longrepr = (str(path), (line or 0) + 1, told)
        vars(report)["playbook_outcome"] = NOT_EXERCISED
    return report


@pytest.hookimpl(wrapper=True)
def pytest_report_from_serializable() -> Generator[None, Any, Any]:
    """A failure that comes from a worker process is shown as one of this process is."""
    report = yield
    plain = getattr(report, "playbook_told", None)
    if plain is not None:
        report.longrepr = import_module("playbook.testing.collecting").told_of(plain)
    return report


def pytest_report_teststatus(
    report: pytest.TestReport,
) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
    if getattr(report, "playbook_outcome", "") != NOT_EXERCISED:
        return None
    return NOT_EXERCISED, "n", (NOT_EXERCISED.upper(), {"yellow": True})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """With `-rs` or `-ra`: why each was not exercised."""
    reports = terminalreporter.stats.get(NOT_EXERCISED, [])
    if not reports or not set("snaA") & set(terminalreporter.reportchars):
        return
    terminalreporter.section(NOT_EXERCISED, sep="=", yellow=True)
    for report in reports:
        node = terminalreporter.config.cwd_relative_nodeid(report.nodeid)
        terminalreporter.line(f"{NOT_EXERCISED.upper()} {node}: {report.longrepr[2]}")
