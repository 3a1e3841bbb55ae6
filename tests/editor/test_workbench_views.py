import json

import pytest
from django.urls import reverse

from editor.models import Playbook
from playbook.api import MAX_TEXT_BYTES
from tests import factories


def address(name, playbook, *more):
    return reverse(f"editor:{name}", args=[playbook.public_id, *more])


def save(client, playbook, text, base=1, message=""):
    sent = {"text": text, "base": base, "message": message}
    return client.post(address("save", playbook), sent, content_type="application/json")


def check(client, text):
    return client.post(reverse("editor:check"), {"text": text}, content_type="application/json")


# The playbook's page


def test_the_page_shows_the_machine_and_lists_it(client, door):
    page = client.get(address("playbook", door)).content.decode()
    assert '<svg class="machine"' in page
    assert "key() == &#x27;mine&#x27;" in page
    assert "It is shut already" in page
    assert "through" in page


def test_the_page_opens_the_element_that_its_address_names(client, door):
    page = client.get(address("playbook", door), {"path": "/machine/states/closed"})
    assert "people() == 0" in page.content.decode()


def test_an_address_of_nothing_opens_nothing(client, door):
    page = client.get(address("playbook", door), {"path": "/nowhere"})
    assert page.status_code == 200
    assert "Select a state" in page.content.decode()


@pytest.mark.parametrize("name", ["playbook", "edit", "revisions", "element"])
def test_a_playbook_that_is_not_there_is_not_found(client, db, name):
    assert client.get(reverse(f"editor:{name}", args=["nope"])).status_code == 404


@pytest.mark.parametrize("name", ["playbook", "edit", "element", "revisions"])
def test_pages_are_only_read(client, door, name):
    assert client.post(address(name, door)).status_code == 405


@pytest.mark.parametrize("name", ["save"])
def test_writes_are_only_posted(client, door, name):
    assert client.get(address(name, door)).status_code == 405


def test_names_in_the_text_are_never_markup(client, db):
    text = factories.DOOR.replace("Nobody passes", factories.HOSTILE).replace(
        "Nobody is in it", factories.HOSTILE
    )
    hostile = factories.playbook(text)
    for name in ("playbook", "edit"):
        page = client.get(address(name, hostile), {"path": "/machine/states/closed"})
        assert "<img" not in page.content.decode()
        assert "<script>alert" not in page.content.decode()


# One element


def test_a_state_shows_its_invariants_and_its_ways(client, door):
    panel = client.get(address("element", door), {"path": "/machine/states/closed"})
    text = panel.content.decode()
    for said in ("people() == 0", "Nobody is in it", "open_door", "close_door", "It is shut already"):
        assert said in text


def test_a_transition_shows_event_and_guard(client, door):
    panel = client.get(address("element", door), {"path": "/machine/transitions/0"})
    assert "opened" in panel.content.decode()
    assert "key() == &#x27;mine&#x27;" in panel.content.decode()


def test_a_forbidden_pair_shows_its_reason(client, door):
    panel = client.get(address("element", door), {"path": "/machine/forbidden/0"})
    assert "It is shut already" in panel.content.decode()


def test_an_element_of_an_old_revision_is_the_old_one(client, door):
    factories.revised(door, factories.DOOR.replace("people() == 0", "people() < 1"))
    question = {"path": "/machine/states/closed", "revision": "1"}
    assert "people() == 0" in client.get(address("element", door), question).content.decode()


@pytest.mark.parametrize("path", ["", "/machine/states/nope", "x", "/machine/transitions/99"])
def test_an_element_that_is_not_there_is_not_found(client, door, path):
    assert client.get(address("element", door), {"path": path}).status_code == 404


@pytest.mark.parametrize("number", ["2", "9" * 30, "-1", "x", "²"])
def test_an_element_of_no_revision_is_not_found(client, door, number):
    question = {"path": "/machine/states/closed", "revision": number}
    assert client.get(address("element", door), question).status_code == 404


# Checking


@pytest.mark.django_db
def test_a_check_finds_problems_with_their_place(client):
    answer = check(client, factories.BROKEN).json()
    (problem,) = [found for found in answer["problems"] if found["severity"] == "error"]
    assert (problem["line"], problem["id"]) == (22, "PB201")
    assert answer["svg"].startswith("<svg")


@pytest.mark.django_db
def test_a_check_says_where_the_drawn_elements_stand(client):
    outline = check(client, factories.DOOR).json()["outline"]
    assert {"path": "/machine/states/open", "line": 13, "end_line": 13} in outline


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a: 1\nb: \x00", (2, 4), "NUL"),
        ("a: \ud800", (1, 4), "surrogate"),
        ("a: [1", (1, 6), ""),
        ("a: 1\na: 2", (2, 1), "already defined"),
        ("", (1, 1), ""),
    ],
)
@pytest.mark.django_db
def test_no_text_breaks_the_check(client, text, place, said):
    answer = client.post(reverse("editor:check"), json.dumps({"text": text}), content_type="application/json")
    assert answer.status_code == 200
    found = [p for p in answer.json()["problems"] if p["severity"] == "error"]
    assert any((p["line"], p["column"]) == place and said in p["message"] for p in found)
    assert answer.json()["svg"] is None


@pytest.mark.django_db
def test_bytes_that_are_not_utf_8_are_a_problem_with_a_place(client):
    answer = client.post(reverse("editor:check"), b"a: 1\nb: \xff", content_type="text/plain")
    assert [(p["line"], p["column"]) for p in answer.json()["problems"]] == [(2, 4)]


@pytest.mark.django_db
def test_a_text_over_the_limit_is_a_problem_with_a_place(client):
    text = "a: " + "x" * MAX_TEXT_BYTES
    (problem,) = check(client, text).json()["problems"]
    assert (problem["id"], problem["line"]) == ("PB008", 1)


@pytest.mark.django_db
def test_a_body_over_the_servers_limit_is_refused_in_a_sentence(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = check(client, factories.DOOR)
    assert answer.status_code == 413
    assert "larger than" in answer.json()["message"]


@pytest.mark.parametrize("body", ["", "[", "[]", "{}", '{"text": 1}', "[" * 100_000])
@pytest.mark.django_db
def test_a_check_without_a_text_is_a_bad_request(client, body):
    answer = client.post(reverse("editor:check"), body, content_type="application/json")
    assert answer.status_code == 400


# Saving


def test_a_save_makes_the_next_revision(client, door):
    answer = save(client, door, factories.renamed("Gate"), message="renamed")
    assert answer.json()["revision"] == 2
    assert answer.json()["name"] == "Gate"
    assert door.revisions.get(number=2).message == "renamed"


def test_a_save_of_the_same_text_says_that_nothing_changed(client, door):
    answer = save(client, door, factories.DOOR)
    assert (answer.json()["changed"], answer.json()["revision"]) == (False, 1)
    assert "Nothing changed" in answer.json()["message"]


def test_a_broken_text_is_refused_with_its_problems(client, door):
    answer = save(client, door, factories.BROKEN)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["line"] == 22
    assert door.revisions.count() == 1


def test_a_save_that_was_overtaken_gets_both_texts(client, door):
    theirs = factories.renamed("Theirs")
    factories.revised(door, theirs)
    answer = save(client, door, factories.renamed("Mine"))
    assert answer.status_code == 409
    assert (answer.json()["head"], answer.json()["text"]) == (2, theirs)
    assert "Theirs" in answer.json()["panel"] and "Mine" in answer.json()["panel"]


def test_after_seeing_it_one_may_save_on_top(client, door):
    factories.revised(door, factories.renamed("Theirs"))
    assert save(client, door, factories.renamed("Mine"), base=2).json()["revision"] == 3


@pytest.mark.parametrize("base", [None, "x", -1, 1.5, [], 10**12])
def test_a_save_from_no_number_is_a_bad_request(client, door, base):
    assert save(client, door, factories.DOOR, base=base).status_code == 400


def test_a_save_cannot_set_what_is_not_its_own(client, door):
    sent = {"text": factories.renamed("Gate"), "base": 1, "number": 9, "name": "x", "author": 1}
    client.post(address("save", door), sent, content_type="application/json")
    revision = Playbook.objects.get(pk=door.pk).head
    assert (revision.number, revision.author) == (2, None)


# Saving without a script


def form(client, playbook, text, base=1):
    return client.post(address("save", playbook), {"text": text, "base": base, "message": "m"})


def test_a_form_saves_and_leads_back_to_the_editor(client, door):
    answer = form(client, door, factories.renamed("Gate").replace("\n", "\r\n"))
    assert answer.headers["Location"] == address("edit", door)
    assert door.revisions.get(number=2).text == factories.renamed("Gate")


def test_a_form_keeps_the_line_ends_that_the_text_had(client, db):
    windows = factories.playbook(factories.DOOR.replace("\n", "\r\n"))
    form(client, windows, factories.renamed("Gate").replace("\n", "\r\n"))
    text = windows.revisions.get(number=2).text
    assert text == factories.renamed("Gate").replace("\n", "\r\n")


def test_a_form_with_a_broken_text_is_shown_again_as_it_was(client, door):
    answer = form(client, door, "\nname: [")
    page = answer.content.decode()
    assert answer.status_code == 422
    # A browser drops the first line break of a <textarea>: one of ours stands before the text's own.
    assert 'data-part="textarea">\n\nname: [</textarea>' in page
    assert "Not saved" in page


def test_a_form_that_was_overtaken_shows_the_difference_and_may_save_on_top(client, door):
    factories.revised(door, factories.renamed("Theirs"))
    answer = form(client, door, factories.renamed("Mine"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Save on top of revision 2" in page and "Theirs" in page and "Mine" in page
    assert 'name="base" value="2"' in page


def test_a_form_from_a_revision_that_never_was_is_a_conflict(client, door):
    assert form(client, door, factories.renamed("Gate"), base=7).status_code == 409


# The editing page


def test_the_editor_gets_the_exact_text(client, db):
    text = factories.DOOR.replace("\n", "\r\n") + "# </script><!--\r\n"
    found = factories.playbook(text)
    page = client.get(address("edit", found)).content.decode()
    start = page.index('<script id="sent-text" type="application/json">') + 47
    assert json.loads(page[start : page.index("</script>", start)]) == text


def test_only_the_editing_page_allows_style_elements(client, door):
    policy = client.get(address("edit", door)).headers["Content-Security-Policy"]
    assert "style-src 'self' 'nonce-" in policy
    policy = client.get(address("playbook", door)).headers["Content-Security-Policy"]
    assert "nonce" not in policy
