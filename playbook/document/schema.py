"""The language as JSON Schema (2020-12), for editors; derived from the vocabulary, which is the only list.

It says what has the wrong type, range or word, and what is missing; what names mean is the validator's
affair. Unknown keys are allowed, as the language keeps them. It never refuses what the validator takes.
"""

from __future__ import annotations

from collections.abc import Sequence

from playbook.document.vocabulary import SHAPES, Key

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ROOT = "playbook"
Json = dict[str, object]

# A number or a boolean where a text is expected is read as the text that it is written as.
_TEXT = ["string", "number", "boolean"]
_TYPES: dict[str, list[str]] = {
    "text": _TEXT,
    "expression": _TEXT,
    "state": _TEXT,
    "integer": ["integer"],
    "number": ["number"],
    "boolean": ["boolean"],
    "list": ["array"],
    "map": ["object"],
    "text or map": [*_TEXT, "object"],
    "text or list": [*_TEXT, "array"],
    "states": [*_TEXT, "array"],
}
_KINDS = {
    "expression": "a condition",
    "state": "the name of a state",
    "states": "the name of a state, or a list of them",
    "integer": "a whole number",
    "boolean": "true or false",
    "any": "any value",
}


def schema() -> Json:
    """The schema of a whole playbook; every shape of the vocabulary is one of its `$defs`."""
    return {
        "$schema": DIALECT,
        "title": "Playbook",
        "description": "A state-machine playbook.",
        **_each(ROOT),
        "$defs": {name: _shape(name) for name in SHAPES},
    }


def _shape(name: str) -> Json:
    """The keys of a map. That it is one is said where it is used: in places it may be something else."""
    shape: Json = {
        "title": name.replace("_", " "),
        "properties": {key.name: _key(key) for key in SHAPES[name]},
    }
    required = [key.name for key in SHAPES[name] if key.required]
    return shape | ({"required": required} if required else {})


def _key(key: Key) -> Json:
    return {"title": key.name, "description": key.help, "markdownDescription": _help(key)} | _value(key)


def _help(key: Key) -> str:
    """What editors show beside the key: what it is for, what it may be, whether it may be missing."""
    kind = _KINDS.get(key.kind, f"a {key.kind}")
    if key.least is not None:
        kind += (
            f", {key.least:,.10g} to {key.most:,.10g}"
            if key.most is not None
            else f", {key.least:,.10g} or more"
        )
    if key.choices:
        choices = "one of " + ", ".join(f"`{choice}`" for choice in key.choices)
        kind = f"{kind}, its values {choices}" if key.kind == "map" else choices
    return f"{key.help}\n\n*{kind}{'; required' if key.required else ''}*"


def _value(key: Key) -> Json:
    """What the key's value may be; a null stands for an absent value, so a required one cannot be null."""
    absent: list[str | None] = [] if key.required else [None]
    if key.choices and key.kind != "map":
        return {"enum": [*key.choices, *absent]}
    if key.kind == "any":
        return {}
    value: Json = {"type": [*_TYPES[key.kind], *([] if key.required else ["null"])]}
    if key.required and key.kind in ("text", "state", "states"):
        value["minLength"] = 1
    if key.least is not None:
        value["minimum"] = key.least
    if key.most is not None:
        value["maximum"] = key.most
    return value | _parts(key)


def _parts(key: Key) -> Json:
    """What is in a list or a map."""
    if key.shape:
        return {"$ref": _reference(key.shape)}
    if key.kind == "states":
        return {"items": {"type": _TEXT}}
    if not key.each or key.each == "any":
        return {}
    if key.choices:
        return {"additionalProperties": {"enum": [*key.choices, None]}}
    if key.kind == "map":
        return {"additionalProperties": _each(key.each, ["null"])}
    return {"items": _each(key.each)}


def _each(each: str, or_else: Sequence[str] = ()) -> Json:
    """An item: a shape or a kind, in brackets for a list of them; `or_else` are types that do as well."""
    if each.startswith("["):
        return {"type": ["array", *or_else], "items": _each(each[1:-1])}
    if each in SHAPES:
        return {"type": ["object", *or_else], "$ref": _reference(each)}
    return {"type": [*_TYPES[each], *or_else]}


def _reference(shape: str) -> str:
    return f"#/$defs/{shape}"
