"""Throws mutated playbooks at the validator for as long as is asked: `make fuzz` (FUZZ_SECONDS=600).

Coverage-guided by atheris, from the demo playbooks, the examples of every rule and real playbooks beside
this checkout. Whatever the bytes are, the answer must be findings that can be shown: anything raised, or a
place outside the text, ends the run and leaves the input in `var/fuzz/`. What is found becomes a test in
tests/playbook/test_hostile_texts.py.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["playbook"]):
    from playbook.analysis import Analysis, analyse
    from playbook.catalogue.everything import CATALOGUE
    from playbook.catalogue.example import completed
    from playbook.source.fixing import applied

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "var" / "fuzz" / "seeds"
PLAYBOOKS = [ROOT / "playbooks", ROOT.parent / "shared" / "corpus", ROOT.parent / "shared" / "spec"]


def sow() -> None:
    """Write the seeds, one file each."""
    SEEDS.mkdir(parents=True, exist_ok=True)
    for folder in PLAYBOOKS:
        for path in folder.glob("*.yaml"):
            (SEEDS / path.name).write_bytes(path.read_bytes())
    for entry in CATALOGUE.values():
        (SEEDS / f"{entry.id}-bad").write_text(completed(entry, entry.bad))
        (SEEDS / f"{entry.id}-good").write_text(completed(entry, entry.good))


def look(analysis: Analysis) -> None:
    """What must hold of any answer."""
    size = len(analysis.text)
    for finding in (*analysis.diagnostics, *analysis.suppressed):
        json.dumps(finding.as_json())
        spans = [finding.span, *(related.span for related in finding.related)]
        spans += [edit.span for fix in finding.fixes for edit in fix.edits]
        for span in spans:
            assert 0 <= span.start <= span.end <= size, (finding, span)
            assert 1 <= span.line <= span.end_line, (finding, span)
        for fix in finding.fixes:
            applied(analysis.text, fix.edits)


def one_input(data: bytes) -> None:
    """The fuzzer's target."""
    look(analyse(data))


def main() -> None:
    sow()
    atheris.Setup([*sys.argv, str(SEEDS)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
