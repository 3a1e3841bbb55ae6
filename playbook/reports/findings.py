"""Findings as JSON: one list of the shape that saving a playbook and the browser get, too."""

from __future__ import annotations

import json
from collections.abc import Sequence

from playbook.reports.checked import Checked, Manner


def report(files: Sequence[Checked], manner: Manner) -> str:
    """`Diagnostic.as_json` of every finding, in the order of the files."""
    found = [finding.as_json(file.file) for file in files for finding in file.diagnostics]
    return json.dumps(found, indent=2)
