"""What all uses of a name say together: types, numbers of arguments, texts, near names (PB5xx)."""

from __future__ import annotations

import itertools

import pytest

from playbook.analysis import analyse
from playbook.diagnostics import Severity
from playbook.systems.choose import signatures
from tests.playbook.texts import findings, lamp, mended, only, quoted

BOUND = 'id: "federation_gateway"'


def asserted(*conditions, bound=False, more=""):
    """The lamp with these conditions as performance assertions, one a line."""
    lines = "".join(f'  - {{name: a{i}, condition: "{c}"}}\n' for i, c in enumerate(conditions))
    text = lamp("warmth() > 0", "warmth.now > 0", more=f"performance_assertions:\n{lines}{more}")
    return text.replace('id: "lamp"', BOUND) if bound else text


def lines(finding):
    """How many lines below the first assertion the finding, and each of its related places, stands."""
    first = 16
    return [finding.span.line - first, *(r.span.line - first for r in finding.related)]


def test_a_function_compared_with_text_here_and_with_numbers_there():
    text = asserted("load() < 3", "load() == 'high'", "load() >= 1")
    finding = only(text, "PB504")
    assert (quoted(text, finding), lines(finding)) == ("load()", [1, 0, 2])
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        '"load()" is compared with a text here, but ordered as a number in 2 other places'
    )


def test_of_two_uses_the_later_is_pointed_out():
    finding = only(asserted("load() == 'high'", "load() + 1 > 2"), "PB504")
    assert lines(finding) == [1, 0]
    assert finding.related[0].message == "compared with a text here"


@pytest.mark.parametrize(
    ("first", "second", "how"),
    [
        ("f() > 1", "f()", "used as a condition"),
        ("f() > 1", "f().starts_with('x')", "asked for .starts_with()"),
        ("f() > 1", "f() matches 'x'", "matched with a pattern"),
        ("f() > 1", "f() in ['a', 'b']", "looked for as a text"),
        ("f() > 1", "'a' in f()", "looked into"),
        ("f() > 1", "f()['a'] == 1", "indexed as a map"),
        ("x.y > 1", "x.y.z == 1", 'asked for the entry "z"'),
        ("f()", "g('a').starts_with(f())", "given to .starts_with()"),
        ("f()", "f() * 2 > 1", "calculated with as a number"),
        ("f('a') > 1", "f('a') == 'x'", "compared with a text"),
    ],
)
def test_how_a_name_is_used(first, second, how):
    finding = only(asserted(first, second), "PB504")
    assert f"is {how} here, but" in finding.message


@pytest.mark.parametrize(
    "conditions",
    [
        ("get('a') > 1", "get('b') == 'x'"),
        ("f() > 1", "f() == g()", "f() != null"),
        ("f() == 'none' || f() > 3",),
        ("f() == 'none' ? true : f() > 3",),
        ("f() < g()", "f() == 'x'", "g() == 1"),
        ("x.len() > 1", "x == 'a'", "x.contains('b')"),
    ],
)
def test_uses_that_agree_or_may_differ(conditions):
    assert findings(asserted(*conditions), "PB504") == []


@pytest.mark.parametrize(
    ("condition", "severity", "said"),
    [
        ("catalog_count()", "error", '"catalog_count()" gives a number, but is used as a condition here'),
        ("catalog_count() > 'x'", "error", "ordered as a text"),
        ("catalog_count() == 'x'", "warning", "they are never equal: there is no coercion"),
        ("catalog_count in ['x']", "warning", '"catalog_count" gives a number'),
        ("circuit_state('n').abs() > 1", "error", "gives a text, but is asked for .abs()"),
        ("has_candidates() > 1", "error", "gives a boolean"),
    ],
)
def test_what_the_system_declares_is_certain(condition, severity, said):
    finding = only(asserted(condition, bound=True), "PB504")
    assert (finding.severity, said in finding.message) == (severity, True)


@pytest.mark.parametrize(
    "condition", ["selected_node() == null", "success_rate() > 0.5", "gateway_status().len() > 2"]
)
def test_what_the_system_declares_fits(condition):
    assert findings(asserted(condition, bound=True), "PB504") == []


LIMITS = "limits: {days: 30, name: x, deep: {a: 1}}\n"


@pytest.mark.parametrize(
    ("condition", "severity"),
    [
        ("limits.days", "error"),
        ("limits.days == '30'", "warning"),
        ("limits.name > 3", "error"),
        ("limits.name.x == 1", "error"),
        ("limits > 1", "error"),
    ],
)
def test_what_the_playbook_says_is_certain(condition, severity):
    assert only(asserted(condition, more=LIMITS), "PB504").severity == severity


@pytest.mark.parametrize("condition", ["limits.days >= 30", "limits.deep.a == 1", "limits.len() == 3"])
def test_sections_that_fit(condition):
    assert findings(asserted(condition, more=LIMITS), "PB504") == []


def test_one_function_with_different_numbers_of_arguments():
    finding = only(asserted("circuit('a') == 'x'", "circuit() == 'x'", "circuit() == 'y'"), "PB512")
    assert (finding.severity, lines(finding)) == (Severity.WARNING, [1, 0])
    assert "called with no arguments here, and with 1 argument at line 16" in finding.message


def test_what_the_system_allows_both_ways_is_a_hint():
    text = asserted("circuit_state('a') == 'open'", "circuit_state() == 'open'", bound=True)
    finding = only(text, "PB512")
    assert (finding.severity, "federation_gateway allows both" in finding.message) == (Severity.INFO, True)


def test_a_number_of_arguments_that_the_system_refuses_is_said_once():
    text = asserted("circuit_state('a') == 'open'", "circuit_state(1, 2) == 'open'", bound=True)
    assert (findings(text, "PB512"), len(findings(text, "PB502"))) == ([], 1)


def test_a_name_used_once_that_is_another_one_misspelt():
    text = asserted("healthy_node_count() > 0", "healthy_node_count() > 1", "healty_node_count() > 2")
    finding = only(text, "PB502")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "healty_node_count")
    assert "used only here" in finding.message
    assert findings(mended(text, finding.fixes[0]), "PB502") == []


@pytest.mark.parametrize(
    "conditions",
    [
        ("healthy_count() > 0", "healty_count() > 2"),
        ("healthy_count() > 0", "healthy_count() > 1", "healty_count() > 2", "healty_count() > 3"),
        ("healthy_count() > 0", "healthy_count() > 1", "healty_count('x') > 2"),
        ("healthy_count() > 0", "healthy_count() > 1", "healty_count()"),
        ("healthy_1() > 0", "healthy_1() > 1", "healty_1() > 2"),
        ("chunks_sent() > 0", "chunks_sent() > 1", "chunks_lost() > 2"),
    ],
)
def test_names_that_may_both_be_meant(conditions):
    assert findings(asserted(*conditions), "PB502") == []


@pytest.mark.parametrize(
    "more", ["simulation: {functions: {reset(): 'true'}}\n", "system: federation_gateway\n"]
)
def test_where_functions_are_declared_names_are_not_guessed_at(more):
    text = asserted("healthy_count() > 0", "healthy_count() > 1", "healty_count() > 2", "reset()", more=more)
    assert findings(text, "PB507") == []
    assert all("used only here" not in d.message for d in findings(text, "PB502"))


@pytest.mark.parametrize(
    "call", ["reset()", "send_request()", "delete_user('x')", "set_mode('x')", "remove('x')"]
)
def test_an_order_is_no_question(call):
    finding = only(asserted(f"a() && !{call}"), "PB507")
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "condition",
    [
        "reset_timeout_remaining() > 0",
        "send_requested()",
        "set_complete()",
        "delete_all_done()",
        "update_available()",
        "reset() > 1",
        "send_count() > 1",
        "create_pending()",
        "open()",
        "start()",
        "settings()",
        "set_contains('x')",
    ],
)
def test_what_only_sounds_like_an_order(condition):
    assert findings(asserted(condition), "PB507") == []


def test_a_text_that_is_another_one_misspelt():
    text = asserted("c() == 'open'", "c() in ['open', 'half_open']", "c() == 'opne'")
    finding = only(text, "PB509")
    assert (finding.severity, quoted(text, finding), lines(finding)) == (Severity.WARNING, "'opne'", [2, 0])
    assert findings(mended(text, finding.fixes[0]), "PB509") == []


def test_a_text_that_differs_by_case():
    assert only(asserted("c() == 'on'", "c() == 'on'", "c() != 'On'"), "PB509").span.line == 18


@pytest.mark.parametrize(
    "conditions",
    [
        ("c() == 'open'", "c() == 'opne'"),
        ("c() == 'open'", "c() == 'open'", "d() == 'opne'"),
        ("c() == 'sent'", "c() == 'sent'", "c() == 'send'"),
        ("c() == 'closed'", "c() == 'closed'", "c() == 'close'"),
        ("c() == 'node1'", "c() == 'node1'", "c() == 'node2'"),
        ("state == 'dark'", "state == 'dark'"),
    ],
)
def test_texts_that_may_all_be_meant(conditions):
    assert findings(asserted(*conditions), "PB509") == []


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("circuit_state('a') == 'opne'", 'did you mean "open"?'),
        ("'xyz' != circuit_state()", "it gives closed, open, half_open"),
        ("gateway_status in ['ready', 'raedy']", 'did you mean "ready"?'),
    ],
)
def test_a_text_that_the_system_never_gives(condition, said):
    finding = only(asserted(condition, bound=True), "PB509")
    assert (finding.severity, said in finding.message) == (Severity.WARNING, True)


def test_what_the_system_offers_and_nobody_asks_is_summed_up_once():
    text = asserted("catalog_count() > 0", "catalog_count() > 1", "success_rate() > 0", bound=True)
    finding = only(text, "PB513")
    assert (finding.severity, quoted(text, finding)) == (Severity.INFO, '"federation_gateway"')
    assert "asked once only: success_rate(); never asked: gateway_status()," in finding.message


def test_of_an_undeclared_system_nothing_is_summed_up():
    assert findings(asserted("a() > 0"), "PB513") == []


def test_where_everything_is_asked_twice_nothing_is_summed_up():
    calls = [
        f"{name}({', '.join(['1'] * known.least)}) != null"
        for name, known in signatures(decoded(asserted("x", bound=True))).functions.items()
    ]
    assert findings(asserted(*calls, *calls, bound=True), "PB513") == []


def decoded(text):
    playbook = analyse(text).playbook
    assert playbook is not None
    return playbook


def test_a_hostile_number_of_names_is_not_compared_in_pairs():
    names = ["".join(letters) for letters in itertools.product("abcdef", repeat=4)][:220]
    calls = [f"x_{name}_count() > 1" for name in names]
    near = "x_aaaa_coutn() > 1"
    assert findings(asserted(*calls[:3], *calls[:3], near), "PB502") != []
    assert findings(asserted(*calls, *calls[110:], near), "PB502") == []
