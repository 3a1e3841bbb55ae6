"""The gateway's actions as a scenario names them: their parameters, and what is said of each."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from playbook.machine.port import Action, ActionError
from playbook.signatures import Parameter
from playbook.systems.gateway.catalog import LEVELS

NODE = Parameter("node", "text", help="the node's name, such as us-west-1")


def _may(name: str, kind: str, help: str) -> Parameter:
    """A parameter that may be left out."""
    return Parameter(name, kind, False, help)


REGISTER = (
    Parameter("model", "text", help="the model's name"),
    NODE,
    Parameter("capability", "text", help="what it can do"),
    _may("region", "text", "where the node is; else read from its name"),
    _may("privacy", "text", "public, internal or confidential; else internal"),
    _may("latency_ms", "number", "median time of an answer of 32 tokens; else 120"),
    _may("cost", "number", "relative cost of a call; else 1"),
    _may("p99_ms", "number", "what one answer in a hundred exceeds; else the median give or take a fifth"),
    _may("first_token_ms", "number", "median time to the first token; else half of the answer's"),
    _may("tokens_per_s", "number", "rate after the first token; else what fits the answer's time"),
    _may("capacity", "integer", "requests that the node serves at once; else 4"),
)
SEND = (
    Parameter("capability", "text", help="what the request needs"),
    _may("privacy", "text", "the least privacy level of a node"),
    _may("region", "text", "where the request comes from"),
    _may("tokens", "integer", "how long the answer is; else 32"),
)
SLOW = (NODE, Parameter("factor", "number", help="how many times as long its calls take; 1 is as registered"))
LOAD = (
    NODE,
    Parameter("requests", "integer", help="requests of other clients that the node has in hand"),
    _may("duration_ms", "number", "after which they are gone; else they stay"),
)
WAIT = (Parameter("duration_ms", "number", help="milliseconds of virtual time"),)

OFFERED: Mapping[str, tuple[tuple[Parameter, ...], str]] = {
    "register_model": (REGISTER, "Register a model on a node, or what is new about a node."),
    "start_health_monitoring": ((), "Start health checks."),
    "send_request": (SEND, "Send an inference request."),
    "fail_node": ((NODE,), "Calls to the node fail from now on."),
    "record_failure": ((NODE,), "Record a failure for the circuit breaker."),
    "wait": (WAIT, "Let virtual time pass."),
    "recover_node": ((NODE,), "Calls to the node work again, at its registered speed."),
    "slow_node": (SLOW, "Calls to the node take longer from now on."),
    "set_load": (LOAD, "Give the node requests of other clients; what is past its capacity waits."),
}


def actions(methods: Mapping[str, Callable[..., None]]) -> dict[str, Action]:
    """The actions, each carried out by the method of its name."""
    return {name: Action(methods[name], parameters, help) for name, (parameters, help) in OFFERED.items()}


def check_name(what: str, name: str) -> None:
    """Raises ActionError where the name is empty."""
    if not name:
        raise ActionError(f'"{what}" must not be empty')


def check_level(privacy: str) -> None:
    """Raises ActionError for a privacy level that there is not."""
    if privacy not in LEVELS:
        raise ActionError(f'there is no privacy level "{privacy}"; there are: {", ".join(LEVELS)}')


def check_range(name: str, value: float, most: int, least: float = 0) -> None:
    """Raises ActionError for what is not within the bounds, both included."""
    if not (math.isfinite(value) and least <= value <= most):
        raise ActionError(f'"{name}" must be {least:,} to {most:,}, not {value}')
