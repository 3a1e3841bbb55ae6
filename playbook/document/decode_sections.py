"""The sections beside the machine: policies, assertions, scenarios and the dashboard."""

from __future__ import annotations

from collections.abc import Mapping as Mapped
from typing import cast

from playbook.document.fields import Fields
from playbook.document.model import (
    ExpectedBand,
    Keybinding,
    Panel,
    PerformanceAssertion,
    RoutingPolicy,
    Scenario,
    StatusBar,
    Step,
    Tui,
)
from playbook.document.vocabulary import BANDS, PANEL_TYPES, SHAPES
from playbook.source.nodes import Mapping, Scalar, plain

NOTHING_EXPECTED: Mapped[str, ExpectedBand] = {}


def settings(playbook: Fields, name: str) -> None:
    """A section of plain numbers: their types and ranges are checked, their values kept."""
    fields = playbook.mapping(name, name)
    if fields is None:
        return
    for key in SHAPES[name]:
        if key.kind in ("number", "integer"):
            fields.number(key.name, 0)


def system(playbook: Fields) -> None:
    """Which system is driven: a name, or where it is found."""
    node = playbook.by_key.get("system")
    if node is None or isinstance(node, Scalar):
        return
    if not isinstance(node, Mapping):
        playbook.wrong("system", node, "a text or a map")
        return
    http = Fields(node, "system", ("system",), playbook.findings).mapping("http", "http")
    if http is not None:
        http.text("url")
        http.number("timeout_ms", 0)
        http.values("actions")
        http.values("functions")


def policies(playbook: Fields) -> tuple[RoutingPolicy, ...]:
    found = []
    for fields in playbook.maps("routing_policies", "policy"):
        own = ("max_latency_ms", "default_level", "same_region_boost")
        found.append(
            RoutingPolicy(
                path=fields.path,
                at=fields.node,
                name=fields.text("name"),
                weight=fields.number("weight", 1.0),
                description=fields.text("description"),
                extras={
                    **{name: plain(fields.by_key[name]) for name in own if name in fields.by_key},
                    **fields.extras(),
                },
            )
        )
    return tuple(found)


def performance_assertions(playbook: Fields) -> tuple[PerformanceAssertion, ...]:
    found = []
    for fields in playbook.maps("performance_assertions", "assertion"):
        condition = fields.expression("condition")
        if condition is not None:
            found.append(
                PerformanceAssertion(
                    path=fields.path,
                    at=fields.node,
                    extras=fields.extras(),
                    name=fields.text("name"),
                    condition=condition,
                    critical=fields.expression("critical"),
                    failure_reason=fields.text("failure_reason"),
                )
            )
    return tuple(found)


def scenarios(playbook: Fields) -> tuple[Scenario, ...]:
    found = []
    for fields in playbook.maps("scenarios", "scenario"):
        found.append(
            Scenario(
                path=fields.path,
                at=fields.node,
                extras=fields.extras(),
                name=fields.text("name"),
                description=fields.text("description"),
                setup=tuple(_step(step) for step in fields.maps("setup", "step")),
                steps=tuple(_step(step) for step in fields.maps("steps", "step")),
                seed=_seed(fields),
                performance=_expected(fields),
            )
        )
    return tuple(found)


def _seed(fields: Fields) -> int | None:
    # Below the least seed that there is, so that it cannot be mistaken for one.
    seed = int(fields.number("seed", -1))
    return None if seed < 0 else seed


def _expected(fields: Fields) -> Mapped[str, ExpectedBand]:
    """The bands that a scenario expects; an entry that is none is complained of (PB104) and left out."""
    node = fields.by_key.get("performance")
    if node is None or plain(node) is None:
        return NOTHING_EXPECTED
    if not isinstance(node, Mapping):
        fields.wrong("performance", node, "a map of performance assertions and the bands expected of them")
        return NOTHING_EXPECTED
    bands = Fields(node, "", (*fields.path, "performance"), fields.findings, checked=False)
    expected = {name: bands.one_of(name, BANDS) for name in node.by_key}
    return {name: cast(ExpectedBand, band) for name, band in expected.items() if band is not None}


def _step(fields: Fields) -> Step:
    action, assertion = fields.text("action"), fields.expression("assert")
    if bool(action) == (assertion is not None):
        message = "a step has either an action or an assert" + ("" if action else "; this has neither")
        fields.findings.error("PB701", message, fields.span, fields.path)
    params = fields.by_key.get("params")
    if params is not None and not isinstance(params, Mapping) and plain(params) is not None:
        fields.wrong("params", params, "a map")
    return Step(
        path=fields.path,
        at=fields.node,
        extras=fields.extras(),
        action=action or None,
        params=plain(params) if isinstance(params, Mapping) else {},  # type: ignore[arg-type]
        assertion=assertion,
        repeat=int(fields.number("repeat", 1)),
        description=fields.text("description"),
    )


def tui(playbook: Fields) -> Tui | None:
    fields = playbook.mapping("tui", "tui")
    if fields is None:
        return None
    return Tui(
        path=fields.path,
        at=fields.node,
        extras=fields.extras(),
        refresh_rate_ms=int(fields.number("refresh_rate_ms", 100)),
        panels=tuple(_panel(panel) for panel in fields.maps("panels", "panel")),
        status_bar=_status_bar(fields),
        keybindings=tuple(_keybindings(fields)),
    )


def _panel(fields: Fields) -> Panel:
    type_ = fields.text("type", "table")
    if type_ not in PANEL_TYPES:
        node = fields.by_key["type"]
        message = f'unknown panel type "{type_}"; there are: {", ".join(PANEL_TYPES)}'
        fields.findings.warning("PB807", message, node.span, (*fields.path, "type"))
    return Panel(
        path=fields.path,
        at=fields.node,
        extras=fields.extras(),
        id=fields.text("id"),
        title=fields.text("title"),
        type=type_,
        columns=fields.texts("columns"),
        fields=fields.values("fields"),
        data_source=fields.text("data_source"),
    )


def _status_bar(parent: Fields) -> StatusBar | None:
    fields = parent.mapping("status_bar", "status_bar")
    if fields is None:
        return None
    return StatusBar(
        path=fields.path,
        at=fields.node,
        extras=fields.extras(),
        left=fields.text("left"),
        center=fields.text("center"),
        right=fields.text("right"),
    )


def _keybindings(parent: Fields) -> list[Keybinding]:
    node = parent.by_key.get("keybindings")
    if node is None or plain(node) is None:
        return []
    if not isinstance(node, Mapping):
        parent.wrong("keybindings", node, "a map of keys and what they do")
        return []
    found = []
    for key, value in node.entries:
        if isinstance(value, Scalar):
            path = (*parent.path, "keybindings", key.text)
            found.append(Keybinding(key=key.text, action=value.text, path=path, at=value))
        else:
            parent.wrong("keybindings", value, "a map of keys and what they do")
    return found
