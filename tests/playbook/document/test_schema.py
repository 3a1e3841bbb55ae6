"""The JSON Schema: valid itself, and of one mind with the validator."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from playbook.catalogue.everything import CATALOGUE
from playbook.catalogue.example import completed
from playbook.document.schema import DIALECT, schema
from playbook.document.vocabulary import SHAPES, Key
from playbook.source.nodes import plain
from playbook.source.reader import read
from tests.playbook.texts import lamp

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"
REAL = [
    *(ROOT / "playbooks").glob("*.yaml"),
    *(SHARED / "corpus").glob("*.yaml"),
    *(SHARED / "spec").glob("*.fragments.yaml"),
]
VALIDATOR = Draft202012Validator(schema())


def problems(text: str | bytes) -> list[tuple[str, str]]:
    """Where and by which keyword the schema refuses a text, as our reader reads it."""
    value = plain(read(text).root)
    return [("/".join(map(str, e.absolute_path)), str(e.validator)) for e in VALIDATOR.iter_errors(value)]


def test_it_is_a_valid_schema_of_its_dialect():
    assert schema()["$schema"] == DIALECT == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema())


def test_every_reference_leads_to_a_shape():
    text = json.dumps(schema())
    named = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert named <= set(SHAPES) == set(schema()["$defs"])


def test_it_has_no_address_that_an_editor_would_fetch():
    assert "$id" not in schema()


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_playbooks_are_valid(path):
    assert problems(path.read_bytes()) == []


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=list(CATALOGUE))
def test_it_refuses_no_good_example(entry):
    assert problems(completed(entry, entry.good)) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('version: "1.0"', "version: 1.0", ("version", "enum")),
        ('version: "1.0"', 'version: "2.0"', ("version", "enum")),
        ('version: "1.0"\n', "", ("", "required")),
        ('  initial: "dark"\n', "", ("machine", "required")),
        ('id: "lamp"', 'id: ""', ("machine/id", "minLength")),
        ('id: "lamp"', "id:", ("machine/id", "type")),
        ('id: "lamp"', "id: [lamp]", ("machine/id", "type")),
        (
            "machine:",
            "scenarios: [{name: s, steps: [], performance: {a: fine}}]\nmachine:",
            ("scenarios/0/performance/a", "enum"),
        ),
        (
            "machine:",
            "scenarios: [{name: s, steps: [], performance: []}]\nmachine:",
            ("scenarios/0/performance", "type"),
        ),
        (
            "machine:",
            "scenarios: [{name: s, steps: [], seed: -1}]\nmachine:",
            ("scenarios/0/seed", "minimum"),
        ),
        (
            "machine:",
            "scenarios: [{name: s, steps: [], setup: [1]}]\nmachine:",
            ("scenarios/0/setup/0", "type"),
        ),
        ("dark: {}", "dark: 1", ("machine/states/dark", "type")),
        ("dark: {}", "dark: {final_state: perhaps}", ("machine/states/dark/final_state", "type")),
        ("event: pressed", "event: {a: 1}", ("machine/transitions/0/event", "type")),
        (", event: pressed", "", ("machine/transitions/0", "required")),
        ("from: dark", "from: [{}]", ("machine/transitions/0/from/0", "type")),
        ("from: dark", "from: dark, except: {}", ("machine/transitions/0/except", "type")),
    ],
)
def test_what_is_wrong_is_refused_at_its_place(old, new, problem):
    assert problem in problems(lamp(old, new))


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("circuit_breaker: {failure_threshold: 0}\n", ("circuit_breaker/failure_threshold", "minimum")),
        ("performance: {target_success_rate: 1.5}\n", ("performance/target_success_rate", "maximum")),
        ("performance: 3\n", ("performance", "type")),
        ("scenarios: {}\n", ("scenarios", "type")),
        ("scenarios: [1]\n", ("scenarios/0", "type")),
        ("scenarios: [{name: a, steps: [{action: a, repeat: x}]}]\n", ("scenarios/0/steps/0/repeat", "type")),
        ("tui: {panels: [{id: a, type: tabel}]}\n", ("tui/panels/0/type", "enum")),
        ("simulation: {actions: {a(): [{emit: [1]}]}}\n", ("simulation/actions/a()/0/emit", "type")),
    ],
)
def test_what_is_wrong_in_a_section_is_refused(more, problem):
    assert problems(lamp(more=more)) == [problem]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from: dark", "from: [dark, bright]"),
        ("from: dark", "from: '*', except: [bright]"),
        ("dark: {}", "dark:"),
        ("dark: {}", "dark: {description: 2024, owner: [me]}"),
        ('name: "Lamp"', "name:"),
        ('name: "Lamp"', "name: 12"),
        ('name: "Lamp"', 'name: ""'),
        ('condition: "warmth() > 0"', "condition: true"),
    ],
)
def test_what_the_validator_takes_is_not_refused(old, new):
    assert problems(lamp(old, new)) == []


def test_unknown_sections_are_kept():
    assert problems(lamp(more="tracing: {rate: 3}\n")) == []


def test_every_key_says_what_it_is_for():
    for name, shape in schema()["$defs"].items():
        keys = {key.name: key for key in SHAPES[name]}
        assert list(shape["properties"]) == list(keys)
        for key, value in shape["properties"].items():
            assert value["description"] == keys[key].help and value["markdownDescription"].startswith(
                keys[key].help
            )


def test_what_may_be_anything_has_no_type(monkeypatch):
    monkeypatch.setitem(SHAPES, "system", (Key("x", "any", "X."),))
    value = schema()["$defs"]["system"]["properties"]["x"]
    assert "type" not in value and value["markdownDescription"] == "X.\n\n*any value*"


def test_help_in_an_editor_has_the_range_and_the_words():
    defs = schema()["$defs"]
    rate = defs["performance"]["properties"]["target_success_rate"]["markdownDescription"]
    assert rate.endswith("\n\n*a number, 0 to 1*")
    assert "`heatmap`" in defs["panel"]["properties"]["type"]["markdownDescription"]
    assert defs["machine"]["properties"]["id"]["markdownDescription"].endswith("; required*")
