"""An explanation of what cannot be evaluated quotes the part that is wrong, and the whole only once."""

from __future__ import annotations

import pytest

from playbook.expr.explain import explain
from tests.playbook.expr.scopes import Fixed

REFUSED = "\"<\" cannot order a text ('a') and a number (3)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("'a' < 3", f"`'a' < 3` cannot be evaluated: {REFUSED}"),
        (" 'a' < 3 ", f"` 'a' < 3 ` cannot be evaluated: {REFUSED}"),
        ("true && 'a' < 3", f"`true && 'a' < 3` cannot be evaluated: `'a' < 3`: {REFUSED}"),
    ],
)
def test_the_part_is_quoted_where_it_is_not_the_whole(text, said):
    assert explain(text, Fixed()).sentence == said
