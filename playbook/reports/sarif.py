"""Findings as SARIF 2.1.0 (OASIS), the format in which code scanners exchange results."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath
from urllib.parse import quote_from_bytes

from playbook.catalogue.everything import CATALOGUE, FAMILY_OF
from playbook.diagnostics import Diagnostic, Fix
from playbook.reports.checked import Checked, Manner
from playbook.reports.excerpt import Source
from playbook.reports.explanation import markdown, plain
from playbook.spans import Span, pointer

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_SNIPPET_LINES = 3
Json = dict[str, object]


def report(files: Sequence[Checked], manner: Manner) -> str:
    """One run over all files; the rules that found something are described in it."""
    found = {f.id for file in files for f in (*file.diagnostics, *file.suppressed)}
    rules = {id: position for position, id in enumerate(sorted(found))}
    driver: Json = {"name": "playbook", **_version(), "rules": [_rule(id) for id in rules]}
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that the command was given in."}}},
        "invocations": [_invocation(files)],
        "artifacts": [{"location": _artifact(file.file)} for file in files],
        "results": [result for place, file in enumerate(files) for result in _results(place, file, rules)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _version() -> dict[str, str]:
    try:
        return {"version": version("playbooks")}
    except PackageNotFoundError:
        return {}


def _rule(id: str) -> Json:
    entry = CATALOGUE.get(id)
    if entry is None:
        return {"id": id}
    return {
        "id": id,
        "shortDescription": {"text": f"{entry.title}."},
        "fullDescription": {"text": entry.why},
        "help": {"text": plain(entry), "markdown": markdown(entry)},
        "defaultConfiguration": {"level": _LEVELS[entry.severity.value]},
        "properties": {"tags": [FAMILY_OF[id]], "docs": entry.page},
    }


def _invocation(files: Sequence[Checked]) -> Json:
    """Whether everything could be read, and what could not."""
    unread = [
        {"level": "error", "message": {"text": file.problem}, "locations": [_location(place, file)]}
        for place, file in enumerate(files)
        if file.problem
    ]
    said: Json = {"executionSuccessful": not unread}
    return said | ({"toolExecutionNotifications": unread} if unread else {})


def _artifact(file: str) -> Json:
    """Where a file is: below the folder that is worked in, or an address of its own."""
    path = PurePath(file)
    if path.is_absolute() or ".." in path.parts:
        return {"uri": Path(file).absolute().resolve().as_uri()}
    return {"uri": quote_from_bytes(os.fsencode(path.as_posix())), "uriBaseId": ROOT}


def _results(place: int, file: Checked, rules: dict[str, int]) -> Iterator[Json]:
    source = Source(file.text)
    for finding in file.diagnostics:
        yield _result(place, file, source, finding, rules)
    for finding in file.suppressed:
        yield {**_result(place, file, source, finding, rules), "suppressions": [{"kind": "inSource"}]}


def _result(place: int, file: Checked, source: Source, finding: Diagnostic, rules: dict[str, int]) -> Json:
    where = _location(place, file, finding.span, source)
    if finding.path:
        where["logicalLocations"] = [{"fullyQualifiedName": pointer(finding.path), "kind": "element"}]
    result: Json = {
        "ruleId": finding.id,
        "ruleIndex": rules[finding.id],
        "level": _LEVELS[finding.severity.value],
        "message": {"text": finding.message},
        "locations": [where],
        "partialFingerprints": {"finding/v1": _fingerprint(finding)},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(place, file, near.span), "message": {"text": near.message}}
            for number, near in enumerate(finding.related)
        ]
    if finding.fixes:
        result["fixes"] = [_fix(place, file, fix) for fix in finding.fixes]
    return result


def _location(place: int, file: Checked, span: Span | None = None, source: Source | None = None) -> Json:
    physical: Json = {"artifactLocation": {**_artifact(file.file), "index": place}}
    if span is not None:
        physical["region"] = _region(span) | _snippet(span, source)
    return {"physicalLocation": physical}


def _region(span: Span) -> Json:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
        "charOffset": span.start,
        "charLength": span.end - span.start,
    }


def _snippet(span: Span, source: Source | None) -> Json:
    """The text of a short range: what is read where the file itself is not at hand."""
    if source is None or span.start == span.end or span.end_line - span.line >= _SNIPPET_LINES:
        return {}
    return {"snippet": {"text": source.text[span.start : span.end]}}


def _fix(place: int, file: Checked, fix: Fix) -> Json:
    replacements = [
        {
            "deletedRegion": _region(edit.span),
            **({"insertedContent": {"text": edit.text}} if edit.text else {}),
        }
        for edit in fix.edits
    ]
    change: Json = {
        "artifactLocation": {**_artifact(file.file), "index": place},
        "replacements": replacements,
    }
    return {
        "description": {"text": fix.title},
        "artifactChanges": [change],
        "properties": {"safe": fix.safe},
    }


def _fingerprint(finding: Diagnostic) -> str:
    """The same for the same finding in a text whose lines have moved."""
    said = "\n".join((finding.id, pointer(finding.path), finding.message))
    return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:32]
