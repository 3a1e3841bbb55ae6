"""Brings the bundled playbooks into the library, each once; a user's changes are never touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from editor.services import Refused, load_demo

FOLDER = "playbooks"


class Command(BaseCommand):
    help = "Add the bundled playbooks that the library lacks and update those that nobody changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / FOLDER)

    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        for path in sorted(folder.glob("*.yaml")):
            try:
                done = load_demo(path.stem, path.read_bytes())
            except Refused as refusal:
                self.stderr.write(f"{path.name}: not loaded, it has errors")
                for finding in refusal.analysis.diagnostics[:10]:
                    place = f"{finding.span.line}:{finding.span.column}"
                    self.stderr.write(f"  {place} {finding.id} {finding.message}")
                continue
            if verbosity:
                self.stdout.write(f"{path.stem}: {done}")
