"""What the dashboard's keys are and do (PB801, PB802, PB805, PB806, PB810)."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Fix, Related, TextEdit
from playbook.document.model import Keybinding, Panel, Tui
from playbook.rules.edits import add_entry
from playbook.rules.hints import listed, meant, replacement
from playbook.rules.keyboard import BROWSERS, HELD, NAMES, NO_KEYS, canonical
from playbook.rules.registry import Subject, error, info, warning
from playbook.source.nodes import Mapping, Scalar, find

BUILT_IN_PANELS = ("stats",)
_PLAIN_ACTIONS = ("quit", "refresh", "help", "reset", "toggle_pause")
_PANEL_ACTION = re.compile(r"(?:toggle_(?P<toggle>.+)_panel|panel_(?P<panel>.+))\Z")
# One character, or the name of a key with the keys held beside it: Enter, ctrl+x, f5.
_KEY = re.compile(r".\Z|(?:[A-Za-z]+\+)*(?:[A-Za-z]{2,}|[Ff][0-9]{1,2}|\S)\Z", re.DOTALL)
_WRITABLE = re.compile(r"[a-z][a-z0-9_-]{0,60}\Z")
_WANTED = (("quit", "q"), ("help", "?"))
_MOST_PROPOSED = 10


def keys(subject: Subject) -> Iterator[Diagnostic]:
    """PB805: what is no key, and what no key does."""
    tui = subject.playbook.tui
    node = find(subject.root, (*tui.path, "keybindings")) if tui is not None else None
    for key, value in node.entries if isinstance(node, Mapping) else ():
        path = ("tui", "keybindings", key.text)
        yield from _key(subject, key, path)
        if isinstance(value, Scalar):
            name = value.text
            if name not in _PLAIN_ACTIONS and not _PANEL_ACTION.match(name):
                close = subject.hints.nearest(name, _PLAIN_ACTIONS)
                hint = meant(close) or f"; there are: {', '.join(_PLAIN_ACTIONS)}, toggle_<panel>_panel"
                fixes = replacement(close, value.span, '"')
                yield error("PB805", f'unknown key action "{name}"{hint}', value.span, path, *fixes)


def _key(subject: Subject, key: Scalar, path: tuple[str, ...]) -> Iterator[Diagnostic]:
    if not _KEY.match(key.text):
        yield error("PB805", f'"{key.text}" is not one key', key.span, path)
    elif key.text.lower() in NO_KEYS:
        message = f'"{key.text}" is not the name of a key; a key is one character, or a name such as Enter'
        yield error("PB805", message, key.span, path)
    elif not isinstance(key.value, str):
        message = f"the key {key.text} is no text for other readers of YAML; quote it"
        fix = Fix("Quote it", (TextEdit(key.span, json.dumps(key.text)),), safe=True)
        yield info("PB805", message, key.span, path, fix)
    elif len(key.text) > 1:
        for part in filter(None, key.text.lower().split("+")):
            if len(part) > 1 and part not in NAMES:
                close = subject.hints.nearest(part, NAMES)
                message = f'no key is known as "{part}"{meant(close)}'
                yield warning("PB805", message, key.span, path)


def clashes(subject: Subject) -> Iterator[Diagnostic]:
    """PB806: two spellings of one key, and keys that the browser keeps for itself."""
    tui = subject.playbook.tui
    node = find(subject.root, (*tui.path, "keybindings")) if tui is not None else None
    if tui is None or not isinstance(node, Mapping):
        return
    seen: dict[str, tuple[Scalar, str]] = {}
    for key, value in node.entries:
        if not _KEY.match(key.text) or not isinstance(value, Scalar):
            continue
        same, does, path = (
            canonical(key.text),
            _does(subject, value.text),
            (*tui.path, "keybindings", key.text),
        )
        first = seen.setdefault(same, (key, does))
        if first[0].text != key.text:
            yield _clash(first, key, does, path)
        elif same in BROWSERS:
            message = f'in the browser "{key.text}" {BROWSERS[same]}: the dashboard may never see it'
            yield warning("PB806", message, key.span, path)
        elif set(same.split("+")[:-1]) & set(HELD):
            message = (
                f'"{key.text}" does nothing on a run\'s page: Ctrl, Alt and Meta are left to the browser'
            )
            yield info("PB806", message, key.span, path)


def _clash(first: tuple[Scalar, str], key: Scalar, does: str, path: tuple[str | int, ...]) -> Diagnostic:
    related = (Related("the same key", first[0].span),)
    if first[1] == does:
        message = f'"{key.text}" is the same key as "{first[0].text}", which does the same'
        return changed(warning("PB806", message, key.span, path), related=related)
    message = f'"{key.text}" is the same key as "{first[0].text}", which does "{first[1]}" already'
    return changed(error("PB806", message, key.span, path), related=related)


def _does(subject: Subject, action: str) -> str:
    """The action with its panel's own id, however that is written."""
    match = _PANEL_ACTION.match(action)
    panel = subject.index.panel(match["toggle"] or match["panel"]) if match is not None else None
    return f"toggle_{panel.id}_panel" if panel is not None else action


def panels_of_keys(subject: Subject) -> Iterator[Diagnostic]:
    """PB801: a key for a panel that there is not, or that is meant by its singular or plural."""
    tui = subject.playbook.tui
    if tui is None:
        return
    panels = [*(panel.id for panel in tui.panels), *BUILT_IN_PANELS]
    for binding in tui.keybindings:
        match = _PANEL_ACTION.match(binding.action)
        if match is None:
            continue
        wanted = match["toggle"] or match["panel"]
        found = subject.index.panel(wanted)
        if found is None and wanted not in BUILT_IN_PANELS:
            close = subject.hints.nearest(wanted, panels)
            known = f"panels are: {listed(panels)}{meant(close)}"
            message = f'the key "{binding.key}" speaks of the panel "{wanted}"; {known}'
            fixes = _naming(binding, match, close, safe=False)
            yield error("PB801", message, binding.span, binding.path, *fixes)
        elif found is not None and found.id != wanted:
            message = f'"{binding.action}" means the panel "{found.id}"'
            fixes = _naming(binding, match, found.id, safe=True)
            yield info("PB801", message, binding.span, binding.path, *fixes)


def _naming(binding: Keybinding, match: re.Match[str], panel: str | None, *, safe: bool) -> tuple[Fix, ...]:
    if panel is None or not _WRITABLE.match(panel):
        return ()
    written = f"toggle_{panel}_panel" if match["toggle"] else f"panel_{panel}"
    return (Fix(f'Write "{written}"', (TextEdit(binding.span, f'"{written}"'),), safe=safe),)


def panels_without_key(subject: Subject) -> Iterator[Diagnostic]:
    """PB802: panels that no key shows or hides, where other things have keys; one note for all."""
    tui = subject.playbook.tui
    if tui is None or not tui.keybindings:
        return
    reached = set()
    for binding in tui.keybindings:
        match = _PANEL_ACTION.match(binding.action)
        panel = subject.index.panel(match["toggle"] or match["panel"]) if match is not None else None
        if panel is not None:
            reached.add(panel.id)
    lacking = [panel for panel in tui.panels if panel.id and panel.id not in reached]
    if lacking:
        names = listed([panel.id for panel in lacking])
        what = "the panel" if len(lacking) == 1 else f"{len(lacking)} panels"
        message = f"no key shows or hides {what}: {names}"
        yield info("PB802", message, lacking[0].span, lacking[0].path, *_proposed(subject, tui, lacking))


def _proposed(subject: Subject, tui: Tui, lacking: list[Panel]) -> tuple[Fix, ...]:
    """A free key for each: a letter of its name, else any letter or digit."""
    taken = {canonical(binding.key) for binding in tui.keybindings} | {key for _, key in _WANTED}
    entries = []
    for panel in lacking[:_MOST_PROPOSED]:
        letters = [c for c in panel.id.lower() if c in string.ascii_lowercase]
        key = next((c for c in (*letters, *string.ascii_lowercase, *"123456789") if c not in taken), None)
        if key is None or not _WRITABLE.match(panel.id):
            continue
        taken.add(key)
        written = key if key.isalpha() and key not in "yn" else f'"{key}"'
        entries.append(f'{written}: "toggle_{panel.id}_panel"')
    edit = add_entry(subject, (*tui.path, "keybindings"), entries) if entries else None
    return (Fix(f"Add {listed(entries, 4)}", (edit,)),) if edit is not None else ()


def missing_keys(subject: Subject) -> Iterator[Diagnostic]:
    """PB810: no key to leave the dashboard, or to see the keys, where other things have keys."""
    tui = subject.playbook.tui
    if tui is None or not tui.keybindings:
        return
    actions = {binding.action for binding in tui.keybindings}
    missing = [(action, key) for action, key in _WANTED if action not in actions]
    if not missing:
        return
    taken = {canonical(binding.key) for binding in tui.keybindings}
    entries = [f'"{key}": "{action}"' for action, key in missing if key not in taken]
    edit = add_entry(subject, (*tui.path, "keybindings"), entries) if entries else None
    fixes = (Fix(f"Add {' and '.join(entries)}", (edit,)),) if edit is not None else ()
    node = find(subject.root, tui.path)
    key = node.key("keybindings") if isinstance(node, Mapping) else None
    message = f"no key does {' or '.join(action for action, _ in missing)}"
    yield info("PB810", message, key.span if key else tui.span, (*tui.path, "keybindings"), *fixes)


RULES = (keys, clashes, panels_of_keys, panels_without_key, missing_keys)
