"""Scenarios against the system under test, and the dashboard (PB7xx, PB8xx)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.diagnostics import Diagnostic
from playbook.document.model import Keybinding, Step
from playbook.rules.hints import listed, meant, replacement
from playbook.rules.registry import Subject, error, info, warning
from playbook.signatures import Parameter, fits
from playbook.source.nodes import Mapping, Scalar, find
from playbook.source.positions import span_in_scalar
from playbook.spans import Span

_PLAIN_KEYS = ("quit", "refresh", "help", "reset", "toggle_pause")
_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}|\{\{|\}\}")
_NAME = re.compile(r"\s*[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*\s*\Z")
# One character, or the name of a key with the keys held beside it: Enter, ctrl+x, f5.
_KEY = re.compile(r".\Z|(?:[A-Za-z]+\+)*(?:[A-Za-z]{2,}|[Ff][0-9]{1,2}|\S)\Z", re.DOTALL)
_PANEL_ACTION = re.compile(r"(?:toggle_(?P<toggle>.+)_panel|panel_(?P<panel>.+))\Z")
BUILT_IN_PANELS = ("stats",)


def unknown_actions(subject: Subject) -> Iterator[Diagnostic]:
    """PB703: an action that the bound system does not offer; PB704: its parameters."""
    actions = subject.signatures.actions
    if actions is None:
        return
    for scenario in subject.playbook.scenarios:
        for step in scenario.steps:
            if step.action is None:
                continue
            if step.action not in actions:
                span = _value_span(subject, step, "action")
                close = subject.hints.nearest(step.action, actions)
                hint = meant(close) or f"; it offers: {listed(actions)}"
                message = f'{subject.signatures.system} has no action "{step.action}"{hint}'
                fixes = replacement(close, span, '"')
                yield error("PB703", message, span, (*step.path, "action"), *fixes)
            else:
                yield from _parameters(subject, step, actions[step.action])


def _parameters(subject: Subject, step: Step, declared: tuple[Parameter, ...]) -> Iterator[Diagnostic]:
    known = {parameter.name: parameter for parameter in declared}
    for parameter in declared:
        if parameter.required and parameter.name not in step.params:
            message = f'the action "{step.action}" needs the parameter "{parameter.name}"'
            yield error("PB704", message, _value_span(subject, step, "action"), step.path)
    for name, value in step.params.items():
        path = (*step.path, "params", name)
        node = find(subject.root, path)
        span = node.span if node is not None else step.span
        if name not in known:
            params = find(subject.root, (*step.path, "params"))
            key = params.key(name) if isinstance(params, Mapping) else None
            close = subject.hints.nearest(name, known)
            message = f'the action "{step.action}" has no parameter "{name}"{meant(close)}'
            yield error("PB704", message, key.span if key else span, path)
        elif not fits(value, known[name].kind):
            message = f'"{name}" must be {known[name].wanted}'
            yield error("PB704", message, span, path)


def _value_span(subject: Subject, step: Step, key: str) -> Span:
    node = find(subject.root, (*step.path, key))
    return node.span if node is not None else step.span


def unasserted(subject: Subject) -> Iterator[Diagnostic]:
    """PB705: a scenario that asserts nothing, or nothing after its last action."""
    for scenario in subject.playbook.scenarios:
        asserts = [i for i, step in enumerate(scenario.steps) if step.assertion is not None]
        actions = [i for i, step in enumerate(scenario.steps) if step.action is not None]
        if not asserts:
            message = f'the scenario "{scenario.name}" asserts nothing'
            first = scenario.steps[0] if scenario.steps else scenario
            yield warning("PB705", message, first.span, scenario.path)
        elif actions and asserts[-1] < actions[-1]:
            message = f'nothing is asserted after the last action of "{scenario.name}"'
            step = scenario.steps[actions[-1]]
            yield warning("PB705", message, step.span, step.path)


def keybindings(subject: Subject) -> Iterator[Diagnostic]:
    """PB801: a key for a panel that there is not; PB805: an action that there is not."""
    tui = subject.playbook.tui
    if tui is None:
        return
    keys = find(subject.root, (*tui.path, "keybindings"))
    panels = [*(panel.id for panel in tui.panels), *BUILT_IN_PANELS]
    for binding in tui.keybindings:
        if not _KEY.match(binding.key):
            key = keys.key(binding.key) if isinstance(keys, Mapping) else None
            message = f'"{binding.key}" is not one key'
            yield error("PB805", message, key.span if key else binding.span, binding.path)
        yield from _key_action(subject, binding, panels)


def _key_action(subject: Subject, binding: Keybinding, panels: list[str]) -> Iterator[Diagnostic]:
    name = binding.action
    if name in _PLAIN_KEYS:
        return
    match = _PANEL_ACTION.match(name)
    if match is None:
        close = subject.hints.nearest(name, _PLAIN_KEYS)
        fixes = replacement(close, binding.span, '"')
        yield error("PB805", f'unknown key action "{name}"{meant(close)}', binding.span, binding.path, *fixes)
        return
    wanted = match["toggle"] or match["panel"]
    found = subject.index.panel(wanted)
    if found is None and wanted not in BUILT_IN_PANELS:
        close = subject.hints.nearest(wanted, panels)
        known = f"panels are: {listed(panels)}{meant(close)}"
        message = f'the key "{binding.key}" speaks of the panel "{wanted}"; {known}'
        yield error("PB801", message, binding.span, binding.path)
    elif found is not None and found.id != wanted:
        message = f'"{name}" means the panel "{found.id}"'
        yield info("PB801", message, binding.span, binding.path)


def placeholders(subject: Subject) -> Iterator[Diagnostic]:
    """PB803: a placeholder that nothing provides; PB804: one that is malformed."""
    bar = subject.playbook.tui.status_bar if subject.playbook.tui else None
    if bar is None:
        return
    provided = subject.signatures.placeholders
    known = None if provided is None else provided | set(subject.playbook.sections)
    for key in ("left", "center", "right"):
        node = find(subject.root, (*bar.path, key))
        for match in _PLACEHOLDER.finditer(getattr(bar, key)):
            path, span = (*bar.path, key), bar.span
            if isinstance(node, Scalar):
                span = span_in_scalar(subject.text, node, *match.span(), subject.lines)
            name = (match[1] or "").strip()
            if match[1] is None or not _NAME.match(match[1]):
                message = f'malformed placeholder "{match.group()[:40]}"; write {{{{name}}}}'
                yield error("PB804", message, span, path)
            elif known is not None and name.split(".")[0] not in known:
                close = subject.hints.nearest(name, known)
                message = f'nothing provides the placeholder "{name}"{meant(close)}'
                yield warning("PB803", message, span, path)


def missing_system(subject: Subject) -> Iterator[Diagnostic]:
    """PB715: the system that the playbook asks for cannot be had here; its runs end with an error.

    A warning, not an error: another machine may have it, and the playbook can be written before it.
    """
    if not subject.signatures.problem or not isinstance(subject.root, Mapping):
        return
    section = "system" if subject.playbook.sections.get("system") is not None else "simulation"
    key = subject.root.key(section)
    if key is not None:
        yield warning("PB715", f"runs will refuse: {subject.signatures.problem}", key.span, (section,))


RULES = (missing_system, unknown_actions, unasserted, keybindings, placeholders)
