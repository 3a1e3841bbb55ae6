"""The dashboard's panels and status bar (PB803, PB804, PB807 to PB809, PB811)."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Fix, Related, TextEdit
from playbook.document.model import Panel
from playbook.expr.names import used
from playbook.expr.parser import parse
from playbook.limits import STREAM_TICK_MS
from playbook.rules import keys
from playbook.rules.hints import listed, meant, replacement
from playbook.rules.places import value_span
from playbook.rules.registry import Subject, error, info, warning
from playbook.source.nodes import Scalar, find
from playbook.source.positions import span_in_scalar
from playbook.spans import Path, Span
from playbook.values import Value

_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}|\{\{|\}\}")
_NAME = re.compile(r"\s*[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*\s*\Z")
_OPENED = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_.]{0,99})\s*\}?(?!\})")
_CLOSED = re.compile(r"(?:\{\s*)?([A-Za-z_][A-Za-z0-9_.]{0,99})\s*\Z")
_SLOWEST_PROPER_MS = 16
# Of one text; nobody writes so many placeholders.
_MOST_UNKNOWN = 50
_PLOTS = ("ascii_plot", "heatmap")


def placeholders(subject: Subject) -> Iterator[Diagnostic]:
    """PB803: a placeholder that nothing provides; PB804: one that is malformed."""
    bar = subject.playbook.tui.status_bar if subject.playbook.tui else None
    if bar is None:
        return
    known = _provided(subject)
    for key in ("left", "center", "right"):
        text, path, unknown = getattr(bar, key), (*bar.path, key), 0
        for match in _PLACEHOLDER.finditer(text):
            name = (match[1] or "").strip()
            if match[1] is None or not _NAME.match(match[1]):
                span = _span(subject, path, *match.span())
                message = f'malformed placeholder "{match.group()[:40]}"; write {{{{name}}}}'
                yield error("PB804", message, span, path, *_closed(subject, path, text, match))
            elif (
                known is not None and unknown < _MOST_UNKNOWN and (problem := _unknown(subject, name, known))
            ):
                unknown += 1
                said, close = problem
                span = _span(subject, path, *match.span())
                inner = _span(subject, path, match.start() + 2, match.end() - 2)
                yield warning("PB803", said + meant(close), span, path, *replacement(close, inner))


def _span(subject: Subject, path: Path, start: int, end: int) -> Span:
    node = find(subject.root, path)
    assert isinstance(node, Scalar)
    return span_in_scalar(subject.text, node, start, end, subject.lines)


def _closed(subject: Subject, path: Path, text: str, match: re.Match[str]) -> tuple[Fix, ...]:
    """The braces that are missing around a name, where there is one beside the others."""
    if match.group() == "{{":
        around = _OPENED.match(text, match.start())
        start, end = around.span() if around is not None else (0, 0)
    elif match.group() == "}}":
        first = max(0, match.start() - 120)
        around = _CLOSED.search(text[first : match.start()])
        start, end = (first + around.start(), match.end()) if around is not None else (0, 0)
    else:
        return ()
    if around is None:
        return ()
    written = f"{{{{{around[1]}}}}}"
    return (Fix(f"Write {written}", (TextEdit(_span(subject, path, start, end), written),)),)


def _provided(subject: Subject) -> set[str] | None:
    """Every name that a placeholder may start with; None where that is not known.

    The bare machine provides `state` and the sections. What a condition asks for counts as well: the
    system that the playbook is written for must have it.
    """
    provided = subject.signatures.placeholders
    if provided is None:
        return None
    known = {*provided, *subject.playbook.sections}
    if subject.bare:
        for site in subject.sites:
            if site.parsed.tree is not None:
                names = used(site.parsed.tree)
                known.update(variable.name for variable in names.variables)
                known.update(call.name for call in names.calls if not call.args and not call.kwargs)
    return known


def _unknown(subject: Subject, name: str, known: Collection[str]) -> tuple[str, str | None] | None:
    """What is wrong with a name, and the nearest one that is right."""
    first, *rest = name.split(".")
    if first not in known:
        why = "; no system is bound, and no condition speaks of it" if subject.bare else ""
        return f'nothing provides the placeholder "{name}"{why}', subject.hints.nearest(name, known)
    if first in (subject.signatures.placeholders or ()) or first not in subject.playbook.sections:
        return None
    value: Value = subject.playbook.sections[first]
    for position, part in enumerate(rest):
        if not isinstance(value, dict):
            return None
        if part not in value:
            path = ".".join([first, *rest[:position]])
            close = subject.hints.nearest(part, value)
            return f'"{path}" has no "{part}"', f"{path}.{close}" if close else None
        value = value[part]
    return None


def panels(subject: Subject) -> Iterator[Diagnostic]:
    """PB807: a panel that has nothing to show, or shows the same twice."""
    tui = subject.playbook.tui
    given = subject.signatures.panels
    for panel in tui.panels if tui is not None else ():
        for key, names in (("columns", panel.columns), ("fields", panel.fields)):
            yield from _twice(subject, panel, key, names)
        if given is None or panel.id in given or panel.data_source:
            continue
        wants = {"stats": "fields", **dict.fromkeys(_PLOTS, "data_source")}.get(panel.type, "columns")
        if not getattr(panel, wants):
            has = wants if wants == "data_source" else f"{wants} and no data_source"
            message = f'the panel "{panel.id}" ({panel.type}) has no {has}: it can show nothing'
            yield warning("PB807", message, value_span(subject, panel, "id"), panel.path)


def _twice(subject: Subject, panel: Panel, key: str, names: Collection[Value]) -> Iterator[Diagnostic]:
    seen: dict[str, int] = {}
    for position, name in enumerate(names):
        if isinstance(name, str) and seen.setdefault(name, position) != position:
            path = (*panel.path, key, position)
            node = find(subject.root, path)
            message = f'the panel "{panel.id}" lists "{name}" twice in its {key}'
            yield warning("PB807", message, node.span if node is not None else panel.span, path)


def sources(subject: Subject) -> Iterator[Diagnostic]:
    """PB808: a panel, column, field or data_source for which the bound system has nothing."""
    tui, given = subject.playbook.tui, subject.signatures.panels
    if tui is None or given is None or subject.bare:
        return
    names = _provided(subject) or set()
    for panel in tui.panels:
        if panel.id in given:
            yield from _columns(subject, panel, given[panel.id], names)
        elif panel.data_source:
            yield from _data_source(subject, panel, names)
        elif panel.type != "stats":
            close = subject.hints.nearest(panel.id, given)
            known = meant(close) or f"; it has: {listed(given) or 'none'}"
            message = f'{subject.signatures.system} has no rows for the panel "{panel.id}"{known}'
            span = value_span(subject, panel, "id")
            yield warning("PB808", message, span, panel.path, *replacement(close, span, '"'))


def _columns(
    subject: Subject, panel: Panel, known: tuple[str, ...], provided: set[str]
) -> Iterator[Diagnostic]:
    """Columns come from the system's rows; what a stats panel lists may also be a name like any other."""
    stats = panel.type == "stats"
    key, names = ("fields", panel.fields) if stats else ("columns", panel.columns)
    filled = set(known)
    free = [name for name in known if name not in names]
    for position, name in enumerate(names):
        if not isinstance(name, str) or name in filled:
            continue
        if stats and name.split(".")[0].strip() in provided:
            continue
        path = (*panel.path, key, position)
        node = find(subject.root, path)
        span = node.span if node is not None else panel.span
        close = subject.hints.nearest(name, free)
        hint = meant(close) or f"; there are: {listed(known)}"
        message = f'{subject.signatures.system} gives "{panel.id}" no "{name}"{hint}'
        fixes = (Fix(f'Replace by "{close}"', (TextEdit(span, json.dumps(close)),)),) if close else ()
        yield warning("PB808", message, span, path, *fixes)


def _data_source(subject: Subject, panel: Panel, provided: set[str]) -> Iterator[Diagnostic]:
    """The names that a data_source reads; the dashboard evaluates it as an expression."""
    root = parse(panel.data_source).tree
    if root is None:
        return
    names = used(root)
    for name in (*(v.name for v in names.variables), *(c.name for c in names.calls)):
        if name not in provided and name not in (subject.signatures.functions or {}):
            close = subject.hints.nearest(name, provided)
            message = f'nothing provides "{name}", the data_source of the panel "{panel.id}"{meant(close)}'
            span = value_span(subject, panel, "data_source")
            fixes = replacement(close, span, '"') if panel.data_source.strip() == name else ()
            yield warning("PB808", message, span, (*panel.path, "data_source"), *fixes)


def refresh(subject: Subject) -> Iterator[Diagnostic]:
    """PB809: panels are asked for more often than viewers are told of anything."""
    tui = subject.playbook.tui
    if tui is None or not _SLOWEST_PROPER_MS <= tui.refresh_rate_ms < STREAM_TICK_MS:
        return
    path = (*tui.path, "refresh_rate_ms")
    span = value_span(subject, tui, "refresh_rate_ms")
    message = (
        f"refresh_rate_ms is {tui.refresh_rate_ms}, but who watches a run in the browser is told of news "
        f"about every {STREAM_TICK_MS} ms"
    )
    fix = Fix(f"Write {STREAM_TICK_MS}", (TextEdit(span, str(STREAM_TICK_MS)),))
    yield info("PB809", message, span, path, fix)


def like_states(subject: Subject) -> Iterator[Diagnostic]:
    """PB811: panels that are called as a state is; one note for all."""
    tui = subject.playbook.tui
    shared = [panel for panel in tui.panels if panel.id in subject.index.states] if tui is not None else []
    if shared:
        names = listed([f'"{panel.id}"' for panel in shared])
        what = "a panel and a state" if len(shared) == 1 else "panels and states"
        message = f"{what} are both called {names}: in talk nobody can tell which is meant"
        found = info("PB811", message, value_span(subject, shared[0], "id"), shared[0].path)
        state = subject.index.states[shared[0].id]
        yield changed(found, related=(Related("the state", state.key_span),))


RULES = (placeholders, panels, sources, refresh, like_states, *keys.RULES)
