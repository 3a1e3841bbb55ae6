"""A system written in the playbook (PB720 to PB729), and what scenarios and conditions may use of it."""

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import findings, ids, lamp, mended, only, quoted

SIMULATION = """\
simulation:
  variables: {heat: 0, failures: {}}
  functions:
    warmth(): "heat"
    failed(lamp): "failures[lamp] >= limits.failures"
  actions:
    press(lamp):
      - set: {heat: "heat + 1", "failures[lamp]": "0"}
      - emit: pressed
      - {when: "failed(lamp)", after_ms: 500, emit: released}
    break_it(): [{fail: "always fails"}]
  panels:
    lamps: {each: "failures", as: [lamp, count], row: {Lamp: "lamp", Failures: "count"}}
limits: {failures: 3}
"""


def simulated(old="", new="", more=""):
    assert old in SIMULATION
    return lamp(more=(SIMULATION.replace(old, new, 1) if old else SIMULATION) + more)


def own(text):
    return [id for id in ids(text) if id.startswith(("PB50", "PB72"))]


def test_a_simulation_as_the_language_shows_it_draws_nothing():
    assert own(simulated()) == []


@pytest.mark.parametrize("section", ["simulation: {}", "simulation:", "simulation: {variables: , panels: }"])
def test_an_empty_simulation_is_as_good_as_none(section):
    assert [id for id in own(lamp(more=section + "\n")) if id.startswith("PB72")] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "  variables: {heat: 0, failures: {}}",
            "  variables: [heat]",
            '"variables" of the simulation must be a map',
        ),
        ('warmth(): "heat"', "warmth(): [heat]", 'the function "warmth" must be one expression'),
        ('[{fail: "always fails"}]', '{fail: "x"}', 'the action "break_it" must be a list of statements'),
        ("- emit: pressed", "- pressed", "a statement is a map"),
        ("- emit: pressed", "- emit: [pressed]", '"emit" must be a text'),
        ("- emit: pressed", "- emit: ''", '"emit" must be a text'),
        ('{heat: "heat + 1", "failures[lamp]": "0"}', "heat + 1", '"set" must be a map'),
        ('row: {Lamp: "lamp", Failures: "count"}', "rows: 1", 'must be a map with "row"'),
    ],
)
def test_parts_of_the_wrong_shape(old, new, said):
    finding = only(simulated(old, new), "PB720")
    assert (finding.severity, said in finding.message) == (Severity.ERROR, True)


def test_a_simulation_that_is_no_map():
    assert only(lamp(more="simulation: [1]\n"), "PB720").path == ("simulation",)


def test_a_misspelt_part_is_renamed():
    text = simulated("  actions:", "  action:")
    finding = next(d for d in findings(text, "PB720"))
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "action")
    assert findings(mended(text, finding.fixes[0]), "PB720") == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("failed(lamp):", "failed(lamp, lamp):", 'the parameter "lamp" is named twice'),
        ("failed(lamp):", "failed(1):", '"1" cannot name a parameter'),
        ("failed(lamp):", "failed(lamp:", "a header is a name with its parameters"),
        ("warmth():", "failed(a, b):", '"failed" is declared twice'),
        ("warmth():", "heat():", '"heat" is a variable already'),
        ("{heat: 0", "{state: 0, heat: 0", "is the machine's current state"),
        ("{heat: 0", "{my-heat: 0, heat: 0", '"my-heat" cannot name a variable'),
    ],
)
def test_headers_that_cannot_be_read_or_are_taken(old, new, said):
    finding = only(simulated(old, new), "PB721")
    assert (finding.severity, said in finding.message) == (Severity.ERROR, True)


@pytest.mark.parametrize("name", ["heat", "state"])
def test_a_parameter_that_hides_something(name):
    text = simulated("break_it()", f"break_it({name})")
    assert only(text, "PB721").severity is Severity.WARNING


def test_a_header_without_brackets_takes_nothing():
    assert own(simulated("warmth():", "warmth:")) == []


@pytest.mark.parametrize("statement", ["{when: 'heat > 1'}", "{after_ms: 5}", "{}"])
def test_a_statement_without_effect(statement):
    finding = only(simulated("- emit: pressed", f"- {statement}"), "PB722")
    assert (finding.severity, "does nothing" in finding.message) == (Severity.ERROR, True)


def test_a_misspelt_key_of_a_statement():
    text = simulated("after_ms: 500", "after: 500")
    finding = only(text, "PB722")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "after")
    assert own(mended(text, finding.fixes[0])) == []


@pytest.mark.parametrize("target", ["haet", "limits.failures", "lamp", "warmth()", "heat + 1"])
def test_what_cannot_be_set(target):
    text = simulated('{heat: "heat + 1"', f'{{"{target}": "heat + 1"')
    finding = only(text, "PB723")
    assert (finding.severity, f'"{target}"' in finding.message) == (Severity.ERROR, True)


def test_a_misspelt_variable_is_corrected_at_its_place():
    text = simulated('"failures[lamp]": "0"', '"failurs[lamp]": "0"')
    finding = only(text, "PB723")
    assert quoted(text, finding) == "failurs"
    assert own(mended(text, finding.fixes[0])) == []


@pytest.mark.parametrize("target", ["failures.a", "failures['a'].b", "failures[heat]", "failures"])
def test_parts_of_variables_can_be_set(target):
    assert own(simulated('"failures[lamp]"', f'"{target}"')) == []


@pytest.mark.parametrize("value", ["1", "true", "null", "[]", "{}", "1.5"])
def test_plain_values_can_be_set(value):
    assert own(simulated('"0"}', f"{value}}}")) == []


def test_an_event_that_no_transition_waits_for():
    text = simulated("emit: released", "emit: relesed")
    finding = only(text, "PB724")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "relesed")
    assert findings(mended(text, finding.fixes[0]), "PB724") == []


def test_variables_that_nothing_reads():
    text = simulated("{heat: 0,", "{heat: 0, spare: 1, other: 2,")
    finding = only(text, "PB725")
    assert (finding.severity, finding.message) == (Severity.INFO, "nothing reads: spare, other")


@pytest.mark.parametrize(
    "reader",
    [
        "tui: {status_bar: {left: '{{spare}}'}}",
        "tui: {panels: [{id: lamps, columns: [Lamp], data_source: spare}]}",
        "performance_assertions: [{name: a, condition: 'spare < 1'}]",
    ],
)
def test_a_variable_may_be_read_anywhere_in_the_playbook(reader):
    assert findings(simulated("{heat: 0,", "{heat: 0, spare: 1,", more=reader + "\n"), "PB725") == []


@pytest.mark.parametrize("delay", ["-1", "true", "1e12"])
def test_a_delay_that_is_no_time(delay):
    text = simulated("after_ms: 500", f"after_ms: {delay}")
    finding = only(text, "PB726")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, delay)


@pytest.mark.parametrize("delay", ["0", '"heat * 100"', "limits.failures"])
def test_a_delay_may_be_a_number_or_an_expression(delay):
    assert own(simulated("after_ms: 500", f"after_ms: {delay}")) == []


@pytest.mark.parametrize(
    ("body", "circle"),
    [("warmth()", "warmth -> warmth"), ("failed('a')", "warmth -> failed -> warmth")],
)
def test_functions_that_call_themselves(body, circle):
    text = simulated('"failures[lamp] >= limits.failures"', "warmth() > 1").replace('"heat"', f'"{body}"', 1)
    finding = only(text, "PB727")
    assert (finding.severity, circle in finding.message) == (Severity.WARNING, True)


def test_functions_may_call_each_other():
    assert own(simulated('"failures[lamp] >= limits.failures"', '"warmth() > 1 && warmth() < 5"')) == []


def test_events_that_never_come():
    text = simulated("after_ms: 500, emit: released", "fail: 'broken'")
    finding = only(text, "PB728")
    assert (finding.severity, finding.message) == (
        Severity.INFO,
        "no action of the simulation emits: released",
    )


@pytest.mark.parametrize(
    ("old", "new", "id", "at"),
    [
        ('"heat + 1"', '"haet + 1"', "PB503", "haet"),
        ('"heat + 1"', '"heat +"', "PB501", ""),
        ('"failed(lamp)"', '"faild(lamp)"', "PB502", "faild"),
        ('"failed(lamp)"', '"failed()"', "PB502", "failed()"),
        ('"failed(lamp)"', '"heat + 1"', "PB504", "heat + 1"),
        ('warmth(): "heat"', 'warmth(): "lamp"', "PB503", "lamp"),
        ('"failures[lamp]":', '"failures[lmap]":', "PB503", "lmap"),
        ('Failures: "count"', 'Failures: "cuont"', "PB503", "cuont"),
        ('each: "failures"', 'each: "failrues"', "PB503", "failrues"),
        ('"failures[lamp]": "0"', '"failures[lamp": "0"', "PB501", ""),
    ],
)
def test_expressions_are_checked_with_the_names_in_scope(old, new, id, at):
    text = simulated(old, new)
    finding = only(text, id)
    assert (finding.severity, quoted(text, finding)[: len(at)]) == (Severity.ERROR, at)
    assert finding.path[0] == "simulation"


@pytest.mark.parametrize(
    "body", ["state == 'dark' ? 1 : 0", "limits.failures + heat", "failed('a')", "heat() + 1"]
)
def test_functions_may_read_the_state_sections_variables_and_functions(body):
    assert own(simulated('warmth(): "heat"', f'warmth(): "{body}"')) == []


def steps(*given):
    return "scenarios:\n  - name: s\n    steps:\n" + "".join(f"      - {step}\n" for step in given)


@pytest.mark.parametrize(
    ("step", "id"),
    [
        ("action: pres", "PB703"),
        ("action: press", "PB704"),
        ("{action: press, params: {lmap: a, lamp: b}}", "PB704"),
        ("assert: 'warmht() > 0'", "PB502"),
        ("assert: 'failed() == true'", "PB502"),
    ],
)
def test_scenarios_are_checked_against_the_simulation(step, id):
    assert only(simulated(more=steps(step, "assert: 'warmth() > 0'")), id).severity is Severity.ERROR


def test_scenarios_may_use_what_it_declares():
    given = ("{action: press, params: {lamp: a}}", "{action: wait, params: {ms: 5}}", "assert: 'heat > 0'")
    text = simulated(more=steps(*given))
    assert own(text) == findings(text, "PB703") == findings(text, "PB704") == findings(text, "PB715") == []


def test_a_header_that_cannot_be_read_is_the_only_complaint():
    text = simulated("break_it():", "break_it(:", more=steps("action: break_it", "assert: 'failed(1, 2)'"))
    assert findings(text, "PB703") == []
    text = simulated("failed(lamp):", "failed(lamp:", more=steps("assert: 'failed(1, 2)'"))
    assert findings(text, "PB502") == []


def test_the_dashboard_is_checked_against_its_panels():
    panel = (
        "tui: {panels: [{id: lamps, columns: [Lamp, Failurs]}], status_bar: {left: '{{heat}} {{haet}}'}}\n"
    )
    text = simulated(more=panel)
    assert quoted(text, only(text, "PB808")) == "Failurs"
    assert quoted(text, only(text, "PB803")) == "{{haet}}"


def test_another_system_is_preferred_to_the_simulation():
    text = simulated(more="system: bare\n" + steps("action: pressed", "assert: 'x()'"))
    assert findings(text, "PB703") == findings(text, "PB715") == []


def test_a_misspelt_name_in_an_expression_is_corrected_in_it():
    text = simulated('"failed(lamp)"', '"faild(lamp)"')
    assert own(mended(text, only(text, "PB502").fixes[0])) == []


def test_a_name_in_what_is_set_is_not_corrected_at_the_place_of_its_value():
    text = simulated('"failures[lamp]":', '"failures[lmap]":')
    assert only(text, "PB503").fixes == ()


def test_an_unknown_key_like_no_other_is_kept():
    assert findings(simulated("  actions:", "  notes: 1\n  actions:"), "PB720") == []


def test_an_action_may_do_nothing():
    assert own(simulated('[{fail: "always fails"}]', "")) == []


def test_a_function_may_be_a_number():
    assert own(simulated('warmth(): "heat"', "warmth(): 5")) == []


def test_a_condition_that_cannot_be_read_reads_nothing():
    text = simulated(
        "{heat: 0,", "{heat: 0, spare: 1,", more="performance_assertions: [{name: a, condition: 'spare <'}]\n"
    )
    assert only(text, "PB725")


def test_a_panel_may_have_one_row_and_plain_cells():
    view = 'lamps: {row: {Lamp: "heat", Notes: [1]}}'
    old = 'lamps: {each: "failures", as: [lamp, count], row: {Lamp: "lamp", Failures: "count"}}'
    assert own(simulated(old, view)) == []


def test_what_a_function_gives_is_known_where_its_expression_shows_it():
    text = simulated(more=steps("{action: press, params: {lamp: a}}", "assert: \"failed('a') > 1\""))
    assert quoted(text, only(text, "PB504")) == "failed('a')"


@pytest.mark.parametrize("value", [".inf", ".nan", "[1, {a: .inf}]", "9223372036854775808"])
def test_what_no_variable_can_start_from(value):
    text = simulated("{heat: 0", f"{{heat: {value}")
    finding = only(text, "PB729")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, value)


def test_variables_that_aliases_make_too_large():
    big = ", ".join(["*a"] * 100)
    text = simulated("{heat: 0", f"{{spare: &a {'x' * 30_000}, more: [{big}], heat: 0")
    assert "too large" in only(text, "PB729").message


@pytest.mark.parametrize("when", ["1", "0.5"])
def test_a_condition_that_is_a_number(when):
    finding = only(simulated('when: "failed(lamp)"', f"when: {when}"), "PB720")
    assert (finding.severity, '"when" must be a condition' in finding.message) == (Severity.ERROR, True)


@pytest.mark.parametrize(
    "delay", ["\"'soon'\"", '"heat > 1"', '"0 - 5"', '"1 / 0"', '"[heat]"', '"8 * 86400000"']
)
def test_a_delay_that_can_never_be_a_time(delay):
    text = simulated("after_ms: 500", f"after_ms: {delay}")
    finding = only(text, "PB726")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, delay)


def test_a_statement_that_fails_and_changes_something():
    text = simulated('fail: "always fails"', 'fail: "always fails", emit: pressed')
    finding = only(text, "PB722")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "emit")


def test_an_action_of_too_many_statements():
    text = simulated('[{fail: "always fails"}]', "[" + "{emit: pressed}, " * 1_001 + "]")
    assert "more than 1,000 statements" in only(text, "PB720").message


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("failed(lmap='a')", 'failed() has no parameter "lmap"; it takes: lamp'),
        ("failed(lamp='a') && warmth(x=1) > 0", "warmth() takes"),
    ],
)
def test_arguments_by_names_are_checked(call, said):
    inside = only(simulated('when: "failed(lamp)"', f'when: "{call}"'), "PB502")
    outside = only(simulated(more=steps("action: break_it", f'assert: "{call}"')), "PB502")
    assert said in inside.message and said in outside.message


def test_an_argument_may_be_given_by_its_name():
    assert own(simulated('when: "failed(lamp)"', 'when: "failed(lamp=lamp)"')) == []


def test_texts_in_lists_and_maps_that_are_set_are_expressions():
    text = simulated('"failures[lamp]": "0"', '"failures[lamp]": {count: "cuont", where: ["heat"]}')
    assert quoted(text, only(text, "PB503")) == "cuont"


@pytest.mark.parametrize("body", ["random() < 0.5", "random_int(1, 6) > 3"])
def test_actions_may_draw_by_chance_and_functions_may_not(body):
    assert own(simulated('when: "failed(lamp)"', f'when: "{body}"')) == []
    text = simulated('"failures[lamp] >= limits.failures"', f'"{body}"')
    finding = only(text, "PB502")
    assert (finding.severity, "only actions may draw by chance" in finding.message) == (Severity.ERROR, True)


def test_a_function_of_ones_own_may_be_called_random():
    text = simulated('warmth(): "heat"', 'random(): "heat"').replace("warmth()", "random()")
    assert own(text) == []


@pytest.mark.parametrize(
    ("body", "at"), [("limits.faults + heat", "faults"), ("performance.max_ms > 1 ? 1 : 0", "max_ms")]
)
def test_entries_that_a_section_does_not_have(body, at):
    text = simulated('warmth(): "heat"', f'warmth(): "{body}"', more="performance: {max_routing_ms: 5}\n")
    assert quoted(text, only(text, "PB503")) == at


def test_a_parameter_may_be_called_like_a_section():
    old = 'failed(lamp): "failures[lamp] >= limits.failures"'
    assert own(simulated(old, 'failed(limits): "limits.any >= 1"')) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('each: "failures"', "each: 5", '"each" must be a list or a map, not 5'),
        ('each: "failures"', 'each: "heat > 1"', '"each" must be a list or a map, not a boolean'),
        ("as: [lamp, count]", "as: [lamp, count, more]", '"as" must be one name'),
        ("as: [lamp, count]", "as: [lamp, count, 1x]", '"1x" cannot be a name'),
        ('each: "failures", ', "", '"as" names the parts of "each"'),
    ],
)
def test_rows_of_panels(old, new, said):
    assert any(said in finding.message for finding in findings(simulated(old, new), "PB720"))


def test_statements_of_states_are_checked_with_the_simulation():
    hooks = "    dark: {on_entry: [{set: {haet: 1}}, {emit: relesed}, dim, {action: dim}, {note: x}]}"
    text = simulated().replace("    dark: {}", hooks)
    assert quoted(text, only(text, "PB723")) == "haet"
    assert quoted(text, only(text, "PB724")) == "relesed"


def test_what_a_transition_emits_counts_as_emitted():
    silent = simulated("after_ms: 500, emit: released", "fail: 'broken'")
    text = silent.replace("event: pressed}", "event: pressed, actions: [{emit: released}]}")
    assert (len(findings(silent, "PB728")), findings(text, "PB728")) == (1, [])


def test_a_panel_may_list_its_parts():
    assert own(simulated('each: "failures", as: [lamp, count]', "each: [heat, 1], as: [lamp, count]")) == []


def test_a_wait_that_no_scenario_uses_is_not_told_of_the_simulation():
    given = steps("{action: press, params: {lamp: a}}", "assert: 'heat > 0'")
    assert (
        only(simulated(more=given), "PB709").message
        == "no scenario uses the action break_it of the simulation"
    )
