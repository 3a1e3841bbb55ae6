"""Whatever is typed, uploaded or generated: findings, never an exception, and an answer that can be sent."""

import json
import unicodedata

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.analysis import analyse
from playbook.diagnostics import Severity
from playbook.document.vocabulary import SHAPES
from playbook.limits import MAX_DIAGNOSTICS, MAX_MESSAGE_CHARS
from tests.playbook.texts import LAMP, only

many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HEAD = 'version: "1.0"\nmachine:\n  id: m\n  initial: s0\n  states:\n'
TOKENS = [
    *(
        "{",
        "}",
        "[",
        "]",
        ": ",
        "- ",
        "*a",
        "&a ",
        "!x ",
        "|\n",
        ">\n",
        '"',
        "'",
        "\t",
        "\n",
        "\r\n",
        "  ",
        "? ",
    ),
    *(
        "null",
        "~",
        "1e999",
        ".inf",
        ".nan",
        "-1",
        "9" * 30,
        "<<: ",
        '"\\0"',
        "\ufeff",
        "\x85",
        "\u2028",
        "🙂",
    ),
    *("---\n", "...\n", "#", "%", "{{", "}}", "state", "from: ", "except: [dark]", "id: federation_gateway"),
]
KEYS = sorted({key.name for shape in SHAPES.values() for key in shape})

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(KEYS)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=6), inner, max_size=5)
    ),
    max_leaves=25,
)


def checked(source):
    """Analyse, and look at what must hold of any answer."""
    analysis = analyse(source)
    json.dumps([d.as_json() for d in analysis.diagnostics]).encode()
    assert len(analysis.diagnostics) <= MAX_DIAGNOSTICS
    for finding in analysis.diagnostics:
        assert 0 <= finding.span.start <= finding.span.end <= len(analysis.text)
        assert not {unicodedata.category(c) for c in finding.message} & {"Cc", "Cs", "Zl", "Zp"}
        assert len(finding.message) <= MAX_MESSAGE_CHARS
        assert all(edit.span.end <= len(analysis.text) for fix in finding.fixes for edit in fix.edits)
    assert analysis.playbook is not None or not analysis.ok
    return analysis


@many
@given(st.binary(max_size=400))
def test_any_bytes(source):
    checked(source)


@many
@given(st.text(max_size=400))
def test_any_text(source):
    checked(source)


@many
@given(st.lists(st.sampled_from(TOKENS), max_size=40).map("".join))
def test_any_pieces_of_yaml(source):
    checked(source)


@many
@given(values)
def test_any_structure(structure):
    checked(yaml.safe_dump(structure, allow_unicode=True))


@many
@given(
    st.sampled_from(["", "id: federation_gateway"]),
    st.dictionaries(st.sampled_from([key.name for key in SHAPES["playbook"]]), values, max_size=6),
    st.dictionaries(st.sampled_from([key.name for key in SHAPES["machine"]]), values, max_size=6),
)
def test_any_values_of_known_sections(bound, sections, machine):
    if bound:
        machine = {**machine, "id": "federation_gateway"}
    checked(yaml.safe_dump({**sections, "machine": machine}, allow_unicode=True))


@many
@given(
    st.lists(
        st.tuples(st.integers(0, len(LAMP)), st.integers(0, 12), st.sampled_from(TOKENS)),
        min_size=1,
        max_size=4,
    )
)
def test_a_playbook_with_pieces_replaced(changes):
    text = LAMP
    for start, length, token in changes:
        text = text[:start] + token + text[start + length :]
    checked(text.encode())


STATES = "".join(f"    state_number_{i}: {{}}\n" for i in range(4_000))


@pytest.mark.parametrize(
    "text",
    [
        HEAD
        + STATES
        + "  transitions:\n"
        + "".join(f"    - {{id: t{i}, from: '*', to: state_number_{i}, event: e}}\n" for i in range(4_000)),
        HEAD
        + STATES
        + "  transitions:\n"
        + "".join(f"    - {{id: t, from: stat_number_{i}, to: x, event: e}}\n" for i in range(4_000)),
        HEAD
        + "    s0: {}\n  transitions:\n"
        + "    - {id: t, from: '*', to: s0, event: e}\n" * 4_000
        + "  forbidden:\n"
        + "    - {from: s0, to: s0}\n" * 4_000,
        HEAD + "    s0: {}\ntui: {status_bar: {left: '" + "{{" * 500_000 + "'}}\n",
        HEAD
        + "    s0: {invariants: ["
        + ", ".join('{condition: "state in [' + "'q', " * 700 + "'q']\"}" for _ in range(100))
        + "]}\n",
    ],
    ids=["wildcards", "misspelt", "forbidden", "braces", "comparisons"],
)
def test_work_grows_with_the_text_not_with_its_square(text):
    """Each took minutes or gigabytes when it was quadratic; the suite's own time limit is the bound."""
    checked(text)


def test_a_name_of_a_megabyte_is_quoted_in_part():
    text = (
        f'name: &x "{"n" * 1_000_000}"\n'
        + HEAD
        + "    s0: {}\n  transitions:\n"
        + "    - {id: *x, from: *x, to: *x, event: *x}\n" * 500
    )
    assert len(json.dumps([d.as_json() for d in checked(text).diagnostics])) < 1_000_000


def test_a_condition_nested_to_the_limit_is_read_or_refused_on_any_stack():
    nested = "f(" * 60 + "x" + ")" * 60
    text = LAMP.replace("warmth() > 0", nested)

    def deeper(frames):
        return checked(text) if frames == 0 else deeper(frames - 1)

    told = {d.id for d in deeper(300).diagnostics if d.severity is Severity.ERROR}
    assert told <= {"PB506"}


@pytest.mark.parametrize(
    ("system", "place"),
    [
        ("circuit_breaker: {failure_threshold: x}", "circuit_breaker"),
        ("routing_policies: [{name: [a]}]", "routing_policies"),
        ("performance: {max_routing_ms: [1]}", "performance"),
        ("health: {check_interval_ms: {}}", "health"),
    ],
)
def test_a_system_is_not_upset_by_its_configuration(system, place):
    finding = only(LAMP.replace('"lamp"', '"federation_gateway"') + system + "\n", "PB104")
    assert (finding.path[0], finding.severity) == (place, Severity.ERROR)


def test_systems_that_cannot_be_had_are_no_reason_to_fail():
    for section in (
        "system: nosuch",
        "system: {http: {url: x}}",
        "simulation: {}",
        "system: [1]",
        "system: 5",
    ):
        assert checked(LAMP + section + "\n").playbook is not None
