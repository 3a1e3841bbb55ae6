"""Scopes for the expression tests."""

from __future__ import annotations

from playbook.expr.values import Unknown


class Fixed:
    """A scope of fixed variables and functions; anything else is unknown."""

    def __init__(self, **values) -> None:
        self.values = values

    def variable(self, name):
        return self.values.get(name, Unknown(frozenset({name})))

    def call(self, name, args, kwargs):
        value = self.values.get(name, Unknown(frozenset({f"{name}()"})))
        return value(*args, **kwargs) if callable(value) else value
