"""One table of keys: the model and the decoder must say the same."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from playbook.document import decode, decode_sections, model
from playbook.document.vocabulary import LEGACY_SECTIONS, SHAPES, keys

MODELS = {
    "state": model.State,
    "invariant": model.Invariant,
    "transition": model.Transition,
    "forbidden": model.Forbidden,
    "violation": model.InvariantViolation,
    "assertion": model.PerformanceAssertion,
    "scenario": model.Scenario,
    "step": model.Step,
    "tui": model.Tui,
    "panel": model.Panel,
    "status_bar": model.StatusBar,
}
# Where the language's word is not what the model calls it.
CALLED = {
    "final_state": "final",
    "from": "source",
    "to": "target",
    "except": "except_",
    "assert": "assertion",
}
DERIVED = {"claims", "path", "at", "extras", "key"}


@pytest.mark.parametrize("shape", MODELS)
def test_the_model_has_exactly_the_shapes_keys(shape):
    named = {field.name for field in fields(MODELS[shape])} - DERIVED
    wanted = {CALLED.get(name, name) for name in keys(shape)}
    if shape == "transition":
        wanted = wanted - {"source"} | {"sources"}
    assert named == wanted


def test_a_key_is_in_its_shape_once_and_has_help():
    for shape, found in SHAPES.items():
        assert len(keys(shape)) == len(found)
        assert all(key.help.endswith(".") for key in found)


def test_what_decoding_reads_is_in_the_table():
    known = {name for shape in SHAPES for name in keys(shape)}
    for module in (decode, decode_sections):
        source = Path(module.__file__).read_text()
        read = re.findall(
            r"\.(?:text|boolean|number|items|maps|texts|values|expression|states?)\(\"(\w+)\"", source
        )
        assert read and set(read) <= known


def test_older_sections_are_sections():
    assert set(LEGACY_SECTIONS) <= set(keys("playbook"))


def test_bounds_belong_to_numbers():
    bounded = [
        key for shape in SHAPES.values() for key in shape if key.least is not None or key.most is not None
    ]
    assert {key.kind for key in bounded} <= {"number", "integer"}
