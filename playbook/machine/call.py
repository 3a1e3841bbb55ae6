"""The parameters of an action's call, checked against what the system declares."""

from __future__ import annotations

from collections.abc import Mapping

from playbook.errors import PlaybookError
from playbook.machine.port import Action
from playbook.signatures import fits
from playbook.values import Value


class BadCall(PlaybookError):
    """The action or its parameters are not what the system offers."""


def arguments(name: str, action: Action, params: Mapping[str, Value]) -> dict[str, Value]:
    """The keyword arguments of the call. Raises BadCall with what was expected."""
    known = {parameter.name: parameter for parameter in action.parameters}
    for parameter in action.parameters:
        if parameter.required and parameter.name not in params:
            raise BadCall(f'the action "{name}" needs the parameter "{parameter.name}"')
    for given, value in params.items():
        if given not in known:
            takes = ", ".join(known) or "none"
            raise BadCall(f'the action "{name}" has no parameter "{given}"; it takes: {takes}')
        if not fits(value, known[given].kind):
            raise BadCall(f'"{given}" of the action "{name}" must be {known[given].wanted}')
    return dict(params)
