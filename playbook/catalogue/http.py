"""PB719: a system over HTTP. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import ERROR, WARNING, Entry

ENTRIES = (
    Entry(
        "PB719",
        (ERROR, WARNING),
        "The system over HTTP is written in a way that no run can use",
        "A url that two programs could read differently, a header that is the client's own, or an action without a readable header "
        "would stop every run at its start. A password or token in plain text is a warning: it works, and everyone who may read the "
        "playbook may use it.",
        "Write http:// or https://, a host, a port and a path, nothing else. Let a header name a variable of whoever operates the "
        "machine: `{env: NAME}` (docs/systems.md).",
        bad="""\
system:
  http:
    url: "http://user:secret@localhost:8700/?debug=1"
    headers: { X-Api-Key: "4711" }
""",
        good="""\
system:
  http:
    url: "http://localhost:8700"
    actions: ["started()", "finished()"]
""",
    ),
)
