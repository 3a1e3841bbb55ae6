"""State-machine playbooks: the language, the engine and the drawing, without any web.

The two names are handed on when somebody asks for them: to import one module of this package does not
import all of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playbook.api import Playbook, PlaybookRunner

__all__ = ["Playbook", "PlaybookRunner"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("playbook.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
