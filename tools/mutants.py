"""Breaks our own code in small ways and counts what the tests notice: `make mutants` (MUTANTS="expr run").

mutmut makes one mutant at a time of the functions of a package (an operator swapped, a text changed, an
argument dropped) and runs the tests that reach it. A mutant that no test notices *survives* and is printed,
unless tools/mutants_equivalent.toml says why it cannot be noticed. It works on a copy in var/mutants/, with
settings of its own: no Django, nothing of the site's conftest, hypothesis without chance. A run goes on where
the last one ended: only what has changed, and what survived, is judged again.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The tests that judge each package.
PACKAGES = {
    "expr": ["tests/playbook/expr"],
    "machine": ["tests/playbook/machine", "tests/playbook/run"],
    "run": ["tests/playbook/run", "tests/playbook/machine"],
}
COPIED = ("playbook", "playbooks", "tests/playbook", "tests/fixtures")
EQUIVALENT = ROOT / "tools" / "mutants_equivalent.toml"
# Imported once and shared by all mutants; of ours only what does without the package, for what is imported
# early cannot be mutated.
PRELOADED = ("pytest", "hypothesis", "hypothesis.strategies", "re2", "yaml")
READING = ("playbook.rules.everything", "playbook.document.decode", "playbook.source.reader")
BESIDE = {
    "expr": (),
    "machine": READING,
    "run": (*READING, "playbook.machine.engine", "playbook.systems.choose"),
}
# A run of a million repetitions takes minutes where each function of ours takes three frames.
LEFT_OUT = "--deselect tests/playbook/run/test_brief.py::test_a_million_repetitions_run_in_bounded_memory"
SETTINGS = """\
[tool.mutmut]
source_paths = ["playbook"]
only_mutate = ["playbook/{package}/*.py"]
also_copy = ["playbooks", "conftest.py"]
pytest_add_cli_args_test_selection = {tests}
process_isolation = "forkserver"
forkserver_warmup = "import"
preload_modules_file = "preloaded.txt"
use_git_change_detection = false
# A mutant that never ends is waited for four times as long as all its tests take.
timeout_multiplier = 4.0

[tool.pytest.ini_options]
pythonpath = ["."]
addopts = "--import-mode=importlib -p no:cacheprovider -p no:django -p no:asyncio -p no:cov {left_out}"
filterwarnings = ["error", "ignore::pytest.PytestAssertRewriteWarning"]
"""
# A test failed, or pytest itself, or the time was up, or the process died, or a test could not be imported.
_NOT_IMPORTED = {2, 255}
_KILLED = {1, 3, -24, 24, 152, -11, -9} | _NOT_IMPORTED


@dataclass(frozen=True)
class Survivor:
    """A mutant that no test noticed: its function, and the lines that it changes."""

    name: str
    before: str
    after: str

    @property
    def function(self) -> str:
        module, _, mangled = self.name.rpartition(".")
        return f"{module}.{re.sub('^x_?|__mutmut_[0-9]+$', '', mangled).strip('ǁ').replace('ǁ', '.')}"

    def __str__(self) -> str:
        before, after = (
            [f"  {sign} {line}" for line in lines.splitlines()]
            for sign, lines in (("-", self.before), ("+", self.after))
        )
        return "\n".join([self.function, *before, *after])


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tools.mutants", description="Mutants of our own code.")
    asked.add_argument("packages", nargs="*", default=list(PACKAGES), help=f"any of {', '.join(PACKAGES)}")
    asked.add_argument("--at", type=Path, default=ROOT / "var" / "mutants", help="where to work")
    asked.add_argument("--processes", type=int, default=1, help="how many mutants are judged at a time")
    options = asked.parse_args()
    for package in options.packages:
        if package not in PACKAGES:
            asked.error(f'there is no package "{package}"; there are {", ".join(PACKAGES)}')
    return max(judge(options.at / package, package, options.processes) for package in options.packages)


def judge(workspace: Path, package: str, processes: int) -> int:
    """Runs what is left to run and says what came of it; 1 where mutmut could not."""
    prepare(workspace, package)
    forget_survivors(workspace)
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(processes)]
    # Thousands of processes import the same modules: they must find them compiled.
    ended = subprocess.run(command, cwd=workspace, env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""})
    if ended.returncode:
        hint = f"{sys.executable} -m pytest {' '.join(PACKAGES[package])}"
        _say(f"mutmut stopped; do the tests pass? cd {workspace / 'mutants'} && MUTANT_UNDER_TEST= {hint}")
        return 1
    codes = [code for path in _outcomes(workspace) for code in _codes(path).values()]
    if sum(code in _NOT_IMPORTED for code in codes) > len(codes) / 2:
        _say(f"the tests could not be imported beside most mutants: look at the settings in {workspace}")
        return 1
    report(workspace)
    return 0


def prepare(workspace: Path, package: str) -> None:
    """The files that the tests of a package need, as they are now; what has not changed is left alone."""
    shutil.rmtree(workspace / "mutants" / "tests", ignore_errors=True)
    for folder in COPIED:
        wanted = {path.relative_to(ROOT) for path in _files(ROOT / folder)}
        for old in list(_files(workspace / folder)):
            if old.relative_to(workspace) not in wanted:
                old.unlink()
                for copy in (workspace / "mutants" / old.relative_to(workspace).parent).glob(f"{old.name}*"):
                    copy.unlink()
        for path in wanted:
            _write(workspace / path, (ROOT / path).read_bytes())
    settings = SETTINGS.format(package=package, tests=json.dumps(PACKAGES[package]), left_out=LEFT_OUT)
    _write(workspace / "pyproject.toml", settings.encode())
    _write(workspace / "preloaded.txt", "\n".join((*PRELOADED, *BESIDE[package])).encode())
    _write(workspace / "conftest.py", (ROOT / "tools" / "mutants_conftest.py").read_bytes())


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _write(path: Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _outcomes(workspace: Path) -> list[Path]:
    """The files in which mutmut keeps what became of the mutants of each source file."""
    return sorted((workspace / "mutants" / "playbook").rglob("*.py.meta"))


def _codes(outcomes: Path) -> dict[str, int | None]:
    codes: dict[str, int | None] = json.loads(outcomes.read_text())["exit_code_by_key"]
    return codes


def forget_survivors(workspace: Path) -> None:
    """mutmut lets a result stand until the function changes, but new tests may kill what survived."""
    for path in _outcomes(workspace):
        meta = json.loads(path.read_text())
        codes = meta["exit_code_by_key"]
        meta["exit_code_by_key"] = {key: code if code in _KILLED else None for key, code in codes.items()}
        path.write_text(json.dumps(meta))


def report(workspace: Path) -> None:
    """Every survivor of which it is not known why, and the counts."""
    known = tomllib.loads(EQUIVALENT.read_text())["equivalent"]
    excused = {(entry["function"], entry["before"], entry["after"]) for entry in known}
    rows: list[tuple[str, list[int]]] = []
    for path in _outcomes(workspace):
        codes = _codes(path)
        survivors = list(_survivors(path, [key for key, code in codes.items() if code not in _KILLED]))
        unknown = [s for s in survivors if (s.function, s.before, s.after) not in excused]
        for survivor in unknown:
            _say(f"\n{survivor}")
        file = str(path.relative_to(workspace / "mutants").with_suffix(""))
        rows.append((file, [len(codes), len(survivors) - len(unknown), len(unknown)]))
    rows.append(("all", [sum(column) for column in zip(*(row for _, row in rows), strict=True)]))
    _say(f"\n{'':32}{'mutants':>9}{'equivalent':>12}{'survived':>10}{'killed':>9}")
    for file, (made, alike, survived) in rows:
        if made:
            _say(f"{file:32}{made:9}{alike:12}{survived:10}{1 - (alike + survived) / made:9.1%}")


def _survivors(meta: Path, names: list[str]) -> Iterator[Survivor]:
    lines = meta.with_suffix("").read_text().splitlines()
    for name in names:
        mutant = name.rpartition(".")[2]
        yield Survivor(name, *change(lines, mutant))


def change(lines: list[str], mutant: str) -> tuple[str, str]:
    """The lines of the function that a mutant does not have, and those that it has in their place."""
    before = _body(lines, re.sub(r"__mutmut_\d+$", "__mutmut_orig", mutant))
    after = _body(lines, mutant)
    compared = [line for line in difflib.ndiff(before, after) if line.strip()]
    gone, come = ([line[2:] for line in compared if line.startswith(sign)] for sign in ("- ", "+ "))
    return "\n".join(gone), "\n".join(come)


def _body(lines: list[str], name: str) -> list[str]:
    """The lines of one function in a file of mutants, under the name that it has in ours."""
    head = next(at for at, line in enumerate(lines) if re.match(rf"\s*(async )?def {name}\b", line))
    indent = len(lines[head]) - len(lines[head].lstrip())
    body = [re.sub(r"def \w+", "def", lines[head]).strip()]
    for line in lines[head + 1 :]:
        if line.strip() and len(line) - len(line.lstrip()) <= indent and line.lstrip()[0] not in ")]}":
            break
        body.append(line.strip())
    return body


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
