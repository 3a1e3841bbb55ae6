"""A step's facts in words: the page from the server and the live one say the same (tests/js/run/facts.test.js)."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

FACTS = json.loads((Path(__file__).resolve().parents[1] / "fixtures" / "facts.json").read_text())


@pytest.mark.parametrize("case", FACTS, ids=lambda case: case["said"])
def test_the_server_says_it_in_the_agreed_words(case):
    markup = render_to_string("runner/fact.html", {"fact": case["fact"]})
    assert html.unescape(re.sub(r"<[^>]*>", "", markup)).strip() == case["said"]
