"""What a text means and how it is drawn, worked out once.

The analysis is a pure function of the text and the drawing one of the graph, so their hashes are the
keys: typing in a scenario does not lay the machine out again. The caches are bounded by entries and
by characters; of several requests for the same thing one works and the others wait for it.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

from playbook.api import Analysis, Document, Drawing, analyse, build_graph, draw

MAX_TEXTS = 64
MAX_CHARACTERS = 4 * 1024 * 1024
# A simplified picture may be the fault of a busy moment: it is tried again after this time.
SIMPLIFIED_S = 60.0

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Checked:
    """A text's analysis, and which picture it has: texts with one `picture` are drawn alike.

    `picture` is "" where the text has no machine that could be drawn.
    """

    analysis: Analysis
    picture: str

    @property
    def recovered(self) -> bool:
        """Whether the playbook and its picture are only of what could be read."""
        return self.analysis.recovered and self.analysis.playbook is not None


@dataclass(frozen=True, slots=True)
class Examined(Checked):
    """With the drawing; None where there is no picture."""

    drawing: Drawing | None


class SingleFlight(Generic[Made]):
    """A least-recently-used cache of results that are being made or have been made."""

    def __init__(
        self,
        max_entries: int,
        max_weight: int,
        *,
        passing: Callable[[Made], bool] = lambda made: False,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`passing` says of which results the next request after SIMPLIFIED_S makes a new one."""
        self._max_entries = max_entries
        self._max_weight = max_weight
        self._passing = passing
        self._clock = clock
        self._expiry: dict[str, float] = {}
        self._lock = Lock()
        self._entries: OrderedDict[str, tuple[Future[Made], int]] = OrderedDict()
        self._weight = 0

    def get(self, key: str, weight: int, make: Callable[[], Made]) -> Made:
        """The result under the key, made by this caller when nobody has; a failure is not kept."""
        with self._lock:
            now = self._clock()
            if self._expiry.get(key, now) < now:
                self._forget(key)
            entry = self._entries.get(key)
            if entry is None:
                future: Future[Made] = Future()
                self._entries[key] = (future, weight)
                self._weight += weight
                self._shrink()
            else:
                future = entry[0]
                self._entries.move_to_end(key)
        if entry is None:
            self._make(key, future, make)
        return future.result()

    def _make(self, key: str, future: Future[Made], make: Callable[[], Made]) -> None:
        try:
            made = make()
        except BaseException as problem:
            future.set_exception(problem)
            with self._lock:
                self._forget(key)
            return
        if self._passing(made):
            with self._lock:
                self._expiry[key] = self._clock() + SIMPLIFIED_S
        future.set_result(made)

    def _shrink(self) -> None:
        while len(self._entries) > 1 and (
            len(self._entries) > self._max_entries or self._weight > self._max_weight
        ):
            self._forget(next(iter(self._entries)))

    def _forget(self, key: str) -> None:
        self._expiry.pop(key, None)
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._weight -= entry[1]


_analyses: SingleFlight[Analysis] = SingleFlight(MAX_TEXTS, MAX_CHARACTERS)
_drawings: SingleFlight[Drawing] = SingleFlight(
    MAX_TEXTS, MAX_CHARACTERS, passing=lambda drawing: bool(drawing.notice)
)


def digest(source: str | bytes) -> str:
    """The SHA-256 of the text's bytes, as it is kept with a revision."""
    data = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def examine(source: str | bytes) -> Analysis:
    """The analysis of a text; never raises for any text or bytes."""
    return _analyses.get(digest(source), len(source), lambda: analyse(source))


def check(source: str | bytes) -> Checked:
    """The analysis and the name of the picture, which is not drawn: that can take seconds."""
    analysis = examine(source)
    described = _described(analysis.playbook)
    return Checked(analysis, digest(described) if described else "")


def examine_and_draw(source: str | bytes) -> Examined:
    """The analysis and, where there is any state to draw, the machine's drawing."""
    analysis = examine(source)
    playbook = analysis.playbook
    described = _described(playbook)
    if playbook is None or not described:
        return Examined(analysis, "", None)
    picture = digest(described)
    drawing = _drawings.get(picture, len(described), lambda: draw(playbook))
    return Examined(analysis, picture, drawing)


def _described(playbook: Document | None) -> str:
    """All that a drawing is made of; "" where there is nothing to draw."""
    if playbook is None:
        return ""
    graph = build_graph(playbook)
    return repr(graph) if graph.boxes else ""
