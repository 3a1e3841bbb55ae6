"""Comments that ignore findings: what they reach, and what is said of those that do nothing."""

from __future__ import annotations

import pytest

from playbook.analysis import analyse
from tests.playbook.texts import findings, ids, lamp, mended, only

LOST = "    lost: {}\n"


def lost(comment: str = "", behind: str = "") -> str:
    """The lamp with a state that nothing reaches or leaves (PB301, PB303)."""
    line = LOST.rstrip("\n") + behind + "\n"
    return lamp("    bright:\n", comment + line + "    bright:\n")


def test_without_a_comment_both_findings_are_there():
    assert {"PB301", "PB303"} <= set(ids(lost()))


def test_behind_its_line_it_speaks_of_that_line():
    found = ids(lost(behind=" # playbook: ignore PB301 -- it will be wired later"))
    assert "PB301" not in found and "PB303" in found and "PB990" in found


def test_above_a_node_it_speaks_of_all_that_is_below():
    text = lost().replace("  states:\n", "  # playbook: ignore PB301, PB303 -- drafted\n  states:\n")
    found = ids(text)
    assert not {"PB301", "PB303"} & set(found)
    assert "2 findings are ignored here: PB301, PB303" in only(text, "PB990").message


def test_it_does_not_reach_past_the_node():
    text = lost("    # playbook: ignore PB301 -- of dark\n    dim: {}\n")
    assert [d.path[-1] for d in findings(text, "PB301")] == ["lost"]


def test_of_a_list_it_takes_the_item_below():
    text = lamp(
        "    - {id: switch_off",
        "    # playbook: ignore PB206 -- on purpose\n    - {id: again, from: dark, to: bright, event: pressed}\n    - {id: switch_off",
    )
    assert "PB206" not in ids(text) and "PB990" in ids(text)


def test_what_was_ignored_is_kept_beside():
    suppressed = analyse(lost(behind=" # playbook: ignore PB301 -- later")).suppressed
    assert [d.id for d in suppressed] == ["PB301"]


def test_an_error_cannot_be_ignored():
    text = lamp("to: bright, event: pressed}", "to: brihgt, event: pressed} # playbook: ignore PB201 -- soon")
    assert "PB201" in ids(text)
    assert "cannot be ignored" in only(text, "PB991").message


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("ignore PB305 -- x", "there is no PB305 to ignore here"),
        ("ignore PB9999 -- x", 'there is no rule "PB9999"'),
        ("ignore PB301", 'say why it is ignored, behind "--"'),
        ("ignore", "name what to ignore"),
        ("ignore PB990 -- x", "cannot be ignored"),
    ],
)
def test_a_comment_that_does_nothing_is_told(comment, said):
    assert said in only(lost(behind=f" # playbook: {comment}"), "PB991").message


def test_removing_a_useless_comment_is_a_safe_fix():
    text = lost(behind=" # playbook: ignore PB305 -- x")
    (fix,) = only(text, "PB991").fixes
    assert fix.safe
    assert mended(text, fix) == lost()


def test_a_useless_comment_goes_with_its_line():
    text = lost("    # playbook: ignore PB305 -- x\n")
    assert mended(text, only(text, "PB991").fixes[0]) == lost()


def test_inside_a_text_it_is_no_comment():
    text = lamp('"It is warm"', '"see # playbook: ignore PB305 -- x"')
    assert "PB991" not in ids(text)


def test_at_the_end_of_the_text_it_speaks_of_nothing():
    assert "there is no PB301" in only(lost() + "# playbook: ignore PB301 -- x\n", "PB991").message
