"""What changed between two texts, beside the rows of their difference."""

import re

import pytest
from django.urls import reverse

from editor.differences import compare
from editor.history import changed, told
from tests import factories

STRICTER = factories.DOOR.replace("people() == 0", "people() <= 0")
COMMENTED = "# The front door\n" + factories.DOOR


def page(client, name, playbook, *more):
    return client.get(reverse(f"editor:{name}", args=[playbook.public_id, *more])).content.decode()


def test_a_change_leads_to_its_row():
    [one] = told(factories.DOOR, STRICTER, compare(factories.DOOR, STRICTER))
    assert one.row == "new-12"


def test_what_is_gone_leads_to_the_row_of_the_old_text():
    fewer = factories.DOOR.replace("      guard: \"key() == 'mine'\"\n", "")
    [one] = told(factories.DOOR, fewer, compare(factories.DOOR, fewer))
    assert (one.change.kind, one.row) == ("removed", "old-19")


def test_behaviour_is_told_before_what_people_read():
    new = factories.renamed("Gate").replace("people() == 0", "people() <= 0")
    meanings = [one.change.meaning for one in told(factories.DOOR, new, compare(factories.DOOR, new))]
    assert meanings == ["behaviour", "text"]


def test_a_text_without_a_playbook_has_nothing_to_compare():
    assert changed("", factories.DOOR) == ()


def test_the_difference_tells_the_changes_in_words_with_a_link(client, door):
    factories.revised(door, STRICTER)
    shown = page(client, "diff", door, 1, 2)
    [row] = re.findall(r'<a href="#([\w-]+)">condition of invariant', shown)
    assert f'<tr class="diff-added" id="{row}">' in shown


def test_a_difference_of_comments_only_says_so(client, door):
    factories.revised(door, COMMENTED)
    assert "Nothing changed in meaning" in page(client, "diff", door, 1, 2)


def test_a_revision_against_itself_says_that_the_texts_are_the_same(client, door):
    shown = page(client, "diff", door, 1, 1)
    assert "The two texts are the same." in shown
    assert "Nothing changed in meaning" not in shown


def test_the_list_sums_each_revision_up(client, door):
    factories.revised(door, STRICTER)
    assert "condition of invariant &quot;Nobody is in it&quot; of <code>closed</code> changed" in page(
        client, "revisions", door
    )


@pytest.mark.django_db
def test_a_first_revision_has_nothing_to_sum_up():
    assert factories.playbook().head.summary == ""


def test_a_sentence_is_text_and_never_markup(client, door):
    name = "<img src=x>"
    factories.revised(door, factories.renamed(name))
    for shown in (page(client, "diff", door, 1, 2), page(client, "revisions", door)):
        assert "<img" not in shown
