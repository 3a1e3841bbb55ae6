"""How far a long work is, for people only: nothing where the stream is no terminal.

tqdm draws it: one small package without others behind it, imported only where a bar is to be seen. Where
it is not installed, there is no bar.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any, TextIO

# What is done sooner needs no bar (seconds).
_DELAY_S = 1.0


class Progress:
    """A bar that counts to `total`; every method is a no-op where there is none."""

    def __init__(self, total: int, stream: TextIO, *, wanted: bool = True) -> None:
        self._bar = _bar(total, stream) if wanted and _seen(stream) else None

    def at(self, what: str) -> None:
        """What is being done now."""
        if self._bar is not None:
            self._bar.set_postfix_str(what, refresh=False)
            self._bar.update(0)

    def done(self) -> None:
        """One more of the total is done."""
        if self._bar is not None:
            self._bar.update(1)

    def say(self, text: str, *, flush: bool = False) -> None:
        """Print a line to standard output, without the bar in its way."""
        if self._bar is not None:
            self._bar.clear()
        print(text, flush=flush)

    def close(self) -> None:
        """Leave the terminal as if there had been no bar."""
        if self._bar is not None:
            self._bar.close()

    @property
    def shown(self) -> bool:
        """Whether anybody can see it."""
        return self._bar is not None


def _seen(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _bar(total: int, stream: TextIO) -> Any:
    try:
        tqdm = import_module("tqdm").tqdm
    except ImportError:
        return None
    # Its watching thread would outlive us; `at` is called often enough.
    tqdm.monitor_interval = 0
    return tqdm(
        total=total,
        bar_format="{l_bar}{bar}| {n_fmt} of {total_fmt} [{elapsed}<{remaining}{postfix}]",
        delay=_DELAY_S,
        miniters=0,
        leave=False,
        file=stream,
        dynamic_ncols=True,
    )
