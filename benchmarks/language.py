"""Reading and validating, against PyYAML's bare C `compose` of the same text."""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from benchmarks.inputs import large, text
from benchmarks.measure import Row, best_ms
from playbook.api import analyse
from playbook.systems.registered import registered

GATEWAY = Path(__file__).resolve().parent.parent / "playbooks" / "federation-gateway.yaml"


def forget() -> None:
    """Empty every cache of the language, so that the next analysis is a first one.

    What is found once per process and not per text stays: the registered systems.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("playbook."):
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper) and value is not registered:
                    value.cache_clear()


def keystrokes(source: str) -> list[str]:
    """The text as it stands after each of several keystrokes in one name."""
    return [source.replace("Generated", "Generated" + "x" * n, 1) for n in range(1, 6)]


def rows() -> Iterator[Row]:
    inputs = [(f"{states} states", large(states)) for states in (100, 1_000, 10_000)]
    inputs += [(f"{states} states, guards and jumps", text(states)) for states in (100, 300)]
    inputs.append(("the federation gateway", GATEWAY.read_text()))
    for name, source in inputs:
        assert analyse(source).ok
        rounds = 3 if len(source) > 1_000_000 else 15
        bare = best_ms(lambda source=source: yaml.compose(source, Loader=yaml.CSafeLoader), rounds)
        ours = best_ms(lambda source=source: analyse(source), rounds, before=forget)
        yield Row(f"parse + validate, {name}", ours, "yaml.compose (C)", bare)
    typed = iter(keystrokes(text(100)) * 2)
    analyse(text(100))
    bare = best_ms(lambda: yaml.compose(text(100), Loader=yaml.CSafeLoader))
    yield Row(
        "one keystroke later, 100 states", best_ms(lambda: analyse(next(typed))), "yaml.compose (C)", bare
    )
    yield memory()


def memory() -> Row:
    """Peak memory of an analysis of 10,000 states, against that of `compose`; megabytes."""
    ours = peak("from playbook.api import analyse; analyse(text)")
    bare = peak("import yaml; yaml.compose(text, Loader=yaml.CSafeLoader)")
    return Row("peak memory, 10,000 states", ours, "yaml.compose (C)", bare, "MB")


def peak(work: str) -> float:
    """The most memory that a process of its own takes for the work, in megabytes."""
    # What getrusage tells includes the process that this one was forked from; Linux' own mark does not.
    code = (
        "import re; from pathlib import Path; from benchmarks.inputs import large; text = large(10_000)\n"
        f"{work}\nprint(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024
