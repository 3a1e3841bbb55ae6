"""What every test of the site may ask for: a cast of playbooks (tests/factories.py)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from editor.models import Playbook
from tests import factories

# WhiteNoise warns of a missing folder; collected files are only there in production.
Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)

# For the tests of our own pytest plugin.
pytest_plugins = ["pytester"]


@pytest.fixture
def door(db: None) -> Playbook:
    """A saved playbook with one revision: the text of factories.DOOR."""
    return factories.playbook()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop running, and the others want their own."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
