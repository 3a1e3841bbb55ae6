"""docs/systems.md shows the reference server and every message of the protocol as they are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from playbook.limits import MAX_HTTP_BODY_BYTES, MAX_HTTP_CALLS, MAX_HTTP_MESSAGES
from playbook.systems.http import answers
from playbook.systems.http.client import BACK_OFF_S
from playbook.systems.http.description import OPTIONAL, described
from playbook.systems.http.reach import HOSTS, OWN_MACHINE, SECRETS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "systems.md").read_text()
OPERATING = (ROOT / "docs" / "operating.md").read_text()


def shown(message: str) -> list[dict]:
    """The JSON objects below a message's heading."""
    part = PAGE.split(f"### `{message}`")[1].split("\n### ")[0]
    return [json.loads(text) for text in re.findall(r"```json\n(.*?)```", part, re.DOTALL)]


def test_the_reference_server_is_shown_as_it_is():
    assert f"```python\n{(ROOT / 'examples' / 'http_system.py').read_text()}```" in PAGE


@pytest.mark.parametrize("message", ["describe", "reset", "act", "evaluate", *sorted(OPTIONAL)])
def test_every_message_has_its_place(message):
    assert f"### `{message}`" in PAGE


def test_the_description_shown_is_one():
    told = described(shown("describe")[1])
    assert (told.name, set(told.actions), told.messages) == ("elevator", {"call"}, OPTIONAL)


@pytest.mark.parametrize("message", ["reset", "act", "tick"])
def test_the_effects_shown_can_be_read(message):
    answers.effects(message, shown(message)[1])


def test_the_values_and_panels_shown_can_be_read():
    asked, told = shown("evaluate")
    assert len(answers.values(told, len(asked["calls"]))) == 3
    assert answers.panels(shown("panels")[0])


def test_the_limits_are_those_of_the_code():
    assert (MAX_HTTP_BODY_BYTES, answers.MAX_ITEMS, BACK_OFF_S) == (1024 * 1024, 1_000, (0.1, 0.4))
    for said in (f"{MAX_HTTP_MESSAGES:,} messages", f"at most {MAX_HTTP_CALLS},", "0.1 and 0.4 seconds"):
        assert said in PAGE


@pytest.mark.parametrize("said", [HOSTS, SECRETS, OWN_MACHINE])
def test_what_an_operator_sets_is_documented(said):
    assert f"`{said}`" in OPERATING
