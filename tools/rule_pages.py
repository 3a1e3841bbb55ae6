"""Writes docs/rules.md and docs/rules/: a page for every rule of the catalogue, with what the validator says.

`python -m tools.rule_pages` writes them anew; tests/project/test_rule_pages.py compares.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playbook.catalogue.entry import Entry
from playbook.catalogue.everything import CATALOGUE, FAMILIES, FAMILY_OF
from playbook.catalogue.example import completed
from playbook.commands.explain import EXAMPLE, drawn
from playbook.diagnostics import Severity
from playbook.reports.colour import Paint
from playbook.reports.explanation import cut, fenced, severities
from playbook.rules.suppression import NEVER_IGNORED

DOCS = Path(__file__).resolve().parent.parent / "docs"
INDEX = DOCS / "rules.md"
FOLDER = DOCS / "rules"
HEAD = """\
# The rules of the validator

Generated from the catalogue in the code by `python -m tools.rule_pages`; a test compares.
An **error** keeps a text from being saved as a revision and from being run; a **warning** is almost always a
defect; an **info** is worth a look. `playbook explain PB201` shows a page on the command line.

A warning or an info that is meant so is ignored by a comment, on its line or above the node that it speaks
of: `# playbook: ignore PB304 -- reason`. Errors cannot be ignored.
"""


def pages() -> dict[Path, str]:
    """Every page by the file that it belongs in."""
    return {INDEX: index()} | {FOLDER / f"{entry.id}.md": page(entry) for entry in CATALOGUE.values()}


def index() -> str:
    """All rules in a table, by family."""
    parts = [HEAD]
    for family, entries in FAMILIES.items():
        if entries:
            rows = "\n".join(_row(entry) for entry in sorted(entries, key=lambda entry: entry.id))
            parts.append(f"## {family}\n\n| rule | severity | what is wrong |\n| --- | --- | --- |\n{rows}\n")
    return "\n".join(parts)


def _row(entry: Entry) -> str:
    title = entry.title.replace("|", "\\|")
    return f"| [{entry.id}](rules/{entry.id}.md) | {severities(entry)} | {title} |"


def page(entry: Entry) -> str:
    """The page of one rule."""
    parts = [
        f"# {entry.id}: {entry.title}",
        f"**{severities(entry)}** · {FAMILY_OF[entry.id]} · [all rules](../rules.md)",
        entry.why,
        "## Example",
        fenced(cut(completed(entry, entry.bad)), "yaml"),
        f"`playbook validate {EXAMPLE}` says:",
        fenced(drawn(entry, Paint()), "text"),
        "## What to do",
        entry.remedy,
        fenced(cut(completed(entry, entry.good)), "yaml"),
        "## Ignoring it",
        _ignoring(entry),
        *_related(entry),
    ]
    return "\n\n".join(parts) + "\n"


def _ignoring(entry: Entry) -> str:
    if entry.id in NEVER_IGNORED:
        return "It speaks of the check itself and cannot be ignored by a comment."
    if all(severity is Severity.ERROR for severity in entry.severities):
        return (
            "An error cannot be ignored: a text that has one is kept as a draft, "
            "but neither saved as a revision nor run."
        )
    said = (
        "Where it is meant so, say why, on the line that it speaks of or on a line of its own above:\n\n"
        + fenced(f"# playbook: ignore {entry.id} -- the reason", "yaml")
    )
    if Severity.ERROR in entry.severities:
        said += "\n\nWhere it is an error, it cannot be ignored."
    return said


def _related(entry: Entry) -> list[str]:
    """The rules that this one's texts name."""
    named = dict.fromkeys(re.findall(r"\bPB\d{3}\b", f"{entry.why} {entry.remedy}"))
    others = [CATALOGUE[id] for id in named if id in CATALOGUE and id != entry.id]
    if not others:
        return []
    lines = (f"- [{other.id}: {other.title}]({other.id}.md)" for other in others)
    return ["## Related", "\n".join(lines)]


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    for path in FOLDER.glob("*.md"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
