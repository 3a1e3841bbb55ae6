import re

import pytest
from django.urls import reverse

from tests import factories


@pytest.fixture
def gate(door):
    """The door after a second revision, which renamed it."""
    return factories.revised(door, factories.renamed("Gate"))


def address(name, playbook, *more):
    return reverse(f"editor:{name}", args=[playbook.public_id, *more])


def test_the_list_has_the_newest_first_and_compares_it_with_the_one_before(client, gate):
    page = client.get(address("revisions", gate)).content.decode()
    assert page.index("/revisions/2/") < page.index("/revisions/1/")
    checked = re.findall(r'name="(old|new)" value="(\d+)"[^>]* checked', page)
    assert checked == [("new", "2"), ("old", "1")]


def test_the_list_takes_as_many_queries_for_ten_as_for_two(
    client, gate, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(5) as two:
        client.get(address("revisions", gate))
    factories.revised(gate, *(factories.renamed(f"Gate {n}") for n in range(8)))
    with django_assert_num_queries(len(two)):
        client.get(address("revisions", gate))


def test_the_chosen_two_lead_to_their_difference(client, gate):
    answer = client.get(address("revisions", gate), {"old": "1", "new": "2"})
    assert answer.headers["Location"] == address("diff", gate, 1, 2)


@pytest.mark.parametrize("question", [{"old": "1"}, {"old": "x", "new": "1"}, {"new": "9" * 5000}])
def test_a_choice_of_no_two_revisions_is_not_found(client, gate, question):
    assert client.get(address("revisions", gate), question).status_code == 404


def test_an_old_revision_opens_as_it_was(client, gate):
    page = client.get(address("revision", gate, 1)).content.decode()
    assert "name: &quot;Door&quot;" in page
    assert '<svg class="machine"' in page


def test_a_difference_says_what_was_removed_and_added(client, gate):
    page = client.get(address("diff", gate, 1, 2)).content.decode()
    assert re.search(r"diff-removed.*?name: &quot;Door&quot;", page, re.DOTALL)
    assert re.search(r"diff-added.*?name: &quot;Gate&quot;", page, re.DOTALL)


def test_a_revision_of_another_playbook_is_not_found_under_this_one(client, gate):
    other = factories.playbook()
    assert client.get(address("revision", other, 2)).status_code == 404
    assert client.get(address("diff", other, 1, 2)).status_code == 404


@pytest.mark.parametrize("number", [0, 3, 10**30])
def test_a_revision_that_never_was_is_not_found(client, gate, number):
    assert client.get(address("revision", gate, number)).status_code == 404


def test_a_message_is_text_and_never_markup(client, door):
    sent = {"text": factories.renamed("Gate"), "base": 1, "message": factories.HOSTILE}
    client.post(address("save", door), sent, content_type="application/json")
    for page in (address("revisions", door), address("revision", door, 2), address("diff", door, 1, 2)):
        assert "<img" not in client.get(page).content.decode()
