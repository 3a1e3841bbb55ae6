"""Declared transitions against forbidden pairs (PB331, PB332)."""

import pytest

from tests.playbook.texts import findings, lamp, only, place


def forbidding(pair, transition=""):
    return lamp(more=transition + "  forbidden:\n    - {" + pair + "}\n")


def test_a_declared_transition_that_is_forbidden():
    finding = only(forbidding("from: dark, to: bright, reason: it blinds"), "PB331")
    assert (place(finding), finding.related[0].span.line) == ((13, 7), 16)
    assert finding.message.endswith("which is forbidden: it blinds")


@pytest.mark.parametrize("pair", ['from: "*", to: bright', 'from: dark, to: "*"'])
def test_a_forbidden_star_covers_it(pair):
    assert place(only(forbidding(pair), "PB331")) == (13, 7)


def test_each_forbidden_source_of_a_list_is_told():
    text = forbidding('from: "*", to: bright').replace("from: dark", "from: [dark, bright, dark]")
    assert [d.message.split('"')[3] for d in findings(text, "PB331")] == ["bright", "dark"]


BLOW = '    - {id: blow, from: "*", to: bright, event: blown}\n'


def test_a_wildcard_that_allows_a_forbidden_pair():
    finding = only(forbidding("from: bright, to: bright", BLOW), "PB332")
    assert (place(finding), 'allows "bright" to "bright"' in finding.message) == ((15, 7), True)


def test_an_excepted_state_is_not_allowed():
    text = forbidding("from: bright, to: bright", BLOW.replace('"*"', '"*", except: [bright]'))
    assert findings(text, "PB332") == []


def test_a_wildcard_against_a_forbidden_star():
    text = forbidding('from: "*", to: bright', BLOW)
    assert 'allows any state to "bright"' in only(text, "PB332").message


def test_a_pair_of_an_undeclared_state_is_not_allowed_by_a_wildcard():
    assert findings(forbidding("from: gone, to: bright", BLOW), "PB332") == []


def test_other_pairs_are_no_contradiction():
    text = forbidding("from: bright, to: bright")
    assert findings(text, "PB331") == findings(text, "PB332") == []
