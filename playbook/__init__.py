"""State-machine playbooks: the language, the engine and the drawing, without any web."""

from playbook.api import Playbook, PlaybookRunner

__all__ = ["Playbook", "PlaybookRunner"]
