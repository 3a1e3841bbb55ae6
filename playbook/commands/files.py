"""Which files a command works on, and their bytes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from playbook.commands.outcome import Cannot
from playbook.limits import MAX_TEXT_BYTES

STDIN = "-"
_SUFFIXES = (".yaml", ".yml")


def read(name: str) -> bytes:
    """The file's bytes, one more than the limit at most: a larger file is refused by its size."""
    try:
        if name == STDIN:
            return sys.stdin.buffer.read(MAX_TEXT_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_TEXT_BYTES + 1)
    except OSError as problem:
        raise Cannot(f"cannot read {name}: {problem.strerror}") from None
    except ValueError as problem:
        raise Cannot(f"cannot read {name!r}: {problem}") from None


def named(names: Iterable[str]) -> list[str]:
    """The files that are meant, each once: a folder stands for every YAML file in it and below."""
    return list(dict.fromkeys(file for name in names for file in _of(name)))


def _of(name: str) -> Iterator[str]:
    if name == STDIN or not Path(name).is_dir():
        yield name
        return
    files = sorted(_below(name))
    if not files:
        raise Cannot(f"there is no file *.yaml or *.yml in {name} or below it")
    yield from files


def _below(folder: str) -> Iterator[str]:
    for where, folders, files in os.walk(folder):
        # Hidden folders are other tools' own: .git, .venv, .tox.
        folders[:] = [inner for inner in folders if not inner.startswith(".")]
        yield from (str(Path(where) / file) for file in files if file.endswith(_SUFFIXES))
