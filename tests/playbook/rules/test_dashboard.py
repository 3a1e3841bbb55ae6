"""The dashboard's panels and status bar (PB803, PB804, PB807 to PB809, PB811)."""

import pytest

from playbook.diagnostics import Severity
from playbook.limits import STREAM_TICK_MS
from tests.playbook.texts import findings, lamp, mended, only, quoted


def bar(left):
    return lamp(
        more=f"tui:\n  status_bar: {{left: '{left}'}}\nlimits: {{days: 3, inner: {{a: 1}}, list: [1]}}\n"
    )


def panels(*given):
    return lamp(more="tui:\n  panels:\n" + "".join(f"    - {{{panel}}}\n" for panel in given))


def gateway(text):
    return text.replace('id: "lamp"', 'id: "federation_gateway"')


@pytest.mark.parametrize("left", ["{{n", "n}}", "{{}}", "{{ }}", "{{a b}}", "{{1}}", "{{a.}}"])
def test_a_malformed_placeholder_is_marked_exactly(left):
    text = bar(f"ok {left} ok")
    assert quoted(text, findings(text, "PB804")[0]) in (left, "{{", "}}")


@pytest.mark.parametrize("left", ["plain", "{{state}}", "{{ state }}/{{limits.days}}", "a { b } c"])
def test_a_well_formed_text(left):
    assert findings(bar(left), "PB804") == findings(bar(left), "PB803") == []


@pytest.mark.parametrize("left", ["{{state}", "{{state", "{{ state }", "{state}}", "state}}"])
def test_a_placeholder_is_closed(left):
    text = bar(f"ok: {left}")
    assert "left: 'ok: {{state}}'" in mended(text, findings(text, "PB804")[0].fixes[0])


@pytest.mark.parametrize("left", ["{{", "}}", "{{}}", "{{a b}}", "{{1"])
def test_where_there_is_no_name_nothing_is_proposed(left):
    assert findings(bar(left), "PB804")[0].fixes == ()


def test_the_bare_machine_provides_what_conditions_ask_for():
    assert findings(bar("{{warmth}}"), "PB803") == []


def test_what_no_condition_asks_for_is_never_filled_in():
    text = bar("{{wamth}}")
    finding = only(text, "PB803")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "{{wamth}}")
    assert finding.message.endswith('no condition speaks of it; did you mean "warmth"?')
    assert findings(mended(text, finding.fixes[0]), "PB803") == []


def test_a_function_with_arguments_fills_in_nothing():
    assert only(bar("{{warmth}}").replace("warmth() >", "warmth(1) >"), "PB803")


def test_what_a_system_that_cannot_be_had_provides_is_not_known():
    assert findings("system: nosuch\n" + bar("{{anything}}"), "PB803") == []


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ("{{limits.dayz}}", '"limits" has no "dayz"; did you mean "limits.days"?'),
        ("{{limits.inner.b}}", '"limits.inner" has no "b"'),
    ],
)
def test_a_key_that_a_section_has_not(left, said):
    assert only(bar(left), "PB803").message == said


@pytest.mark.parametrize("left", ["{{limits.inner.a}}", "{{limits.days.x}}", "{{limits.list.x}}"])
def test_what_is_in_a_section_or_is_no_map(left):
    assert findings(bar(left), "PB803") == []


def test_a_placeholder_that_the_system_does_not_provide():
    text = gateway(bar("{{healthy_node}} up"))
    finding = only(text, "PB803")
    assert (quoted(text, finding), "no system" in finding.message) == ("{{healthy_node}}", False)


@pytest.mark.parametrize("name", ["state", "healthy_nodes", "catalog_count", "name", "limits.days"])
def test_placeholders_that_it_does(name):
    assert findings(gateway(bar("{{" + name + "}}")), "PB803") == []


@pytest.mark.parametrize(
    ("panel", "said"),
    [
        ("id: a", "has no columns and no data_source"),
        ("id: a, type: text", "has no columns and no data_source"),
        ("id: a, type: stats, columns: [N]", "has no fields and no data_source"),
        ("id: a, type: ascii_plot, columns: [N]", "has no data_source:"),
        ("id: a, type: heatmap", "has no data_source:"),
        ("id: a, columns: [N, M, N]", 'lists "N" twice in its columns'),
        ("id: a, type: stats, fields: [x, x]", 'lists "x" twice in its fields'),
        ("id: a, type: tabel, columns: [N]", 'unknown panel type "tabel"'),
    ],
)
def test_a_panel_that_has_nothing_to_show_or_the_same_twice(panel, said):
    finding = only(panels(panel), "PB807")
    assert (finding.severity, said in finding.message) == (Severity.WARNING, True)


@pytest.mark.parametrize(
    "panel",
    [
        "id: a, columns: [N]",
        "id: a, data_source: warmth",
        "id: a, type: stats, fields: [x]",
        "id: a, type: heatmap, data_source: warmth",
    ],
)
def test_a_panel_that_has_something(panel):
    assert findings(panels(panel), "PB807") == []


def test_a_panel_for_which_the_system_has_rows():
    assert findings(gateway(panels("id: circuits", "id: stats, type: stats")), "PB807") == []


def test_a_panel_of_a_system_that_is_not_known():
    assert findings("system: nosuch\n" + panels("id: a"), "PB807") == []


def test_a_column_that_the_system_does_not_fill():
    text = gateway(panels("id: circuits, columns: [Node, Failurs]"))
    finding = only(text, "PB808")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "Failurs")
    assert findings(mended(text, finding.fixes[0]), "PB808") == []


def test_a_column_like_no_other_is_told_what_there_is():
    text = gateway(panels("id: circuits, columns: [zzzzzz]"))
    assert "there are: Node, State, Failures, Last Failure, Reset In" in only(text, "PB808").message


def test_a_panel_that_the_system_does_not_fill():
    text = gateway(panels("id: circuit, columns: [Node]"))
    finding = only(text, "PB808")
    assert 'did you mean "circuits"' in finding.message
    assert findings(mended(text, finding.fixes[0]), "PB808") == []


def test_a_data_source_that_the_system_does_not_have():
    text = gateway(panels("id: a, type: ascii_plot, data_source: latency_p98_ms"))
    finding = only(text, "PB808")
    assert quoted(text, finding) == "latency_p98_ms"
    assert findings(mended(text, finding.fixes[0]), "PB808") == []


@pytest.mark.parametrize(
    "panel",
    [
        "id: circuits, columns: [Node, Reset In]",
        "id: a, type: heatmap, data_source: latency_p99_ms() + 1",
        "id: a, data_source: limits.days",
        "id: stats, type: stats, fields: [Requests, catalog_count]",
        "id: a, type: stats, fields: [catalog_count]",
    ],
)
def test_what_the_gateway_fills(panel):
    assert findings(gateway(panels(panel)) + "limits: {days: 1}\n", "PB808") == []


def test_a_field_that_the_gateway_does_not_fill():
    assert only(gateway(panels("id: stats, type: stats, fields: [Request]")), "PB808").fixes


def test_of_the_bare_machine_no_columns_are_asked():
    assert findings(panels("id: a, columns: [x]", "id: b, data_source: zzz"), "PB808") == []


@pytest.mark.parametrize("rate", [16, 50, STREAM_TICK_MS - 1])
def test_panels_that_are_refreshed_more_often_than_anybody_is_told(rate):
    text = lamp(more=f"tui: {{refresh_rate_ms: {rate}}}\n")
    finding = only(text, "PB809")
    assert (finding.severity, quoted(text, finding)) == (Severity.INFO, str(rate))
    assert findings(mended(text, finding.fixes[0]), "PB809") == []


@pytest.mark.parametrize("rate", [5, STREAM_TICK_MS, 1000])
def test_panels_that_are_refreshed_slowly_or_impossibly_fast(rate):
    assert findings(lamp(more=f"tui: {{refresh_rate_ms: {rate}}}\n"), "PB809") == []


def test_panels_that_are_called_like_states_are_one_note():
    text = panels("id: dark, columns: [N]", "id: bright, columns: [N]", "id: other, columns: [N]")
    finding = only(text, "PB811")
    assert (finding.severity, quoted(text, finding)) == (Severity.INFO, "dark")
    assert 'both called "dark", "bright"' in finding.message
    assert finding.related[0].span.line == 7


def test_panels_of_their_own_names():
    assert findings(panels("id: other, columns: [N]"), "PB811") == []


def test_a_data_source_that_cannot_be_read_has_no_names():
    assert findings(gateway(panels("id: a, type: ascii_plot, data_source: 'x('")), "PB808") == []


def test_a_condition_that_cannot_be_read_provides_nothing():
    assert only(bar("{{warmth}}").replace("warmth() > 0", "warmth( > 0"), "PB803")


def test_of_very_many_placeholders_only_the_first_are_told():
    assert len(findings(bar("{{a}} " * 60), "PB803")) == 50
