import json
import re

import pytest
from django.urls import reverse

from editor import analysis, contexts
from editor.contexts import FEW_NOTES
from editor.models import Playbook
from playbook.api import MAX_TEXT_BYTES, Diagnostic, Severity
from tests import factories


def address(name, playbook, *more):
    return reverse(f"editor:{name}", args=[playbook.public_id, *more])


def save(client, playbook, text, base=1, message=""):
    sent = {"text": text, "base": base, "message": message}
    return client.post(address("save", playbook), sent, content_type="application/json")


def check(client, text):
    return client.post(reverse("editor:check"), {"text": text}, content_type="application/json")


def draw(client, text):
    return client.post(reverse("editor:draw"), {"text": text}, content_type="application/json")


def errors(answer):
    return [found for found in answer["problems"] if found["severity"] == "error"]


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


# The findings on the playbook's page

UNREACHED = factories.DOOR.replace("    open: {}", "    open: {}\n    attic: {}")
TWICE = factories.DOOR.replace(
    "scenarios:", '    - {from: "closed", to: "closed", reason: "Still"}\nscenarios:'
)


def test_the_page_lists_the_findings_with_their_rule_and_their_place(client, db):
    found = factories.playbook(UNREACHED)
    page = client.get(address("playbook", found)).content.decode()
    assert "the state &quot;attic&quot; cannot be reached" in page
    assert f'href="{reverse("editor:rule", args=["PB301"])}"' in page
    assert f'href="{address("edit", found)}?line=14">14:5</a>' in page


def test_a_related_place_leads_into_the_text(client, db):
    found = factories.playbook(TWICE)
    page = client.get(address("playbook", found)).content.decode()
    assert f'first defined here <a class="mono" href="{address("edit", found)}?line=25">' in page


def test_a_great_many_notes_are_folded_away(client, db, monkeypatch):
    monkeypatch.setattr(contexts, "FEW_NOTES", 0)
    found = factories.playbook(factories.DOOR)
    page = client.get(address("playbook", found)).content.decode()
    assert re.search(r"<summary>Show \d+ notes?</summary>", page)


def test_what_is_no_yaml_is_listed_before_the_other_errors():
    found = [Diagnostic(id, Severity.ERROR, "an error") for id in ("PB201", "PB001", "PB202")]
    errors = contexts.Problems(tuple(found)).errors
    assert [finding.id for finding in errors] == ["PB001", "PB201", "PB202"]


def test_a_few_notes_are_not():
    note = Diagnostic("PB000", Severity.INFO, "a note")
    assert not contexts.Problems((note,) * FEW_NOTES).many_notes
    assert contexts.Problems((note,) * (FEW_NOTES + 1)).many_notes


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
    (problem,) = errors(check(client, factories.BROKEN).json())
    assert (problem["line"], problem["id"]) == (22, "PB201")


@pytest.mark.django_db
def test_a_check_brings_the_fixes_as_edits(client):
    (problem,) = errors(check(client, factories.BROKEN.replace("shed", "opn")).json())
    (edit,) = problem["fixes"][0]["edits"]
    assert (edit["line"], edit["column"], edit["end_column"], edit["text"]) == (22, 11, 16, '"open"')


@pytest.mark.django_db
def test_a_check_draws_nothing_and_says_which_picture_the_text_has(client, monkeypatch):
    monkeypatch.setattr(analysis, "draw", lambda playbook: pytest.fail("drawn"))
    never = factories.DOOR.replace("opened", "never drawn before")
    answer = check(client, never).json()
    assert answer["picture"]
    assert answer["picture"] != check(client, never.replace('"open"', '"ajar"')).json()["picture"]


@pytest.mark.django_db
def test_a_change_that_is_not_drawn_keeps_the_picture(client):
    other = factories.DOOR.replace("through", "inside out")
    assert check(client, other).json()["picture"] == check(client, factories.DOOR).json()["picture"]


@pytest.mark.django_db
def test_the_picture_comes_under_the_name_that_the_check_gave_it(client):
    answer = draw(client, factories.BROKEN).json()
    assert answer["picture"] == check(client, factories.BROKEN).json()["picture"]
    assert answer["svg"].startswith("<svg")


@pytest.mark.django_db
def test_a_text_without_a_machine_has_no_picture(client):
    assert check(client, "name: nothing").json()["picture"] == ""
    assert draw(client, "name: nothing").json() == {"picture": "", "svg": None, "notice": ""}


@pytest.mark.django_db
def test_of_a_broken_text_the_rest_has_a_picture_and_the_check_says_so(client):
    answer = check(client, factories.DOOR + "\n  : [").json()
    assert (answer["recovered"], bool(answer["picture"])) == (True, True)
    assert [problem["id"] for problem in errors(answer)] == ["PB001"]
    assert not check(client, factories.BROKEN).json()["recovered"]


def test_the_editing_page_comes_with_the_picture_that_it_names(client, door):
    page = client.get(address("edit", door)).content.decode()
    assert f'data-picture="{check(client, factories.DOOR).json()["picture"]}"' in page


@pytest.mark.parametrize("name", ["check", "draw"])
@pytest.mark.django_db
def test_checking_and_drawing_are_only_posted(client, name):
    assert client.get(reverse(f"editor:{name}")).status_code == 405


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
    found = errors(answer.json())
    assert any((p["line"], p["column"]) == place and said in p["message"] for p in found)


@pytest.mark.django_db
def test_bytes_that_are_not_utf_8_are_a_problem_with_a_place(client):
    answer = client.post(reverse("editor:check"), b"a: 1\nb: \xff", content_type="text/plain")
    problems = answer.json()["problems"]
    assert [(p["line"], p["column"]) for p in problems if p["id"] == "PB001"] == [(2, 4)]


@pytest.mark.django_db
def test_a_text_over_the_limit_is_a_problem_with_a_place(client):
    text = "a: " + "x" * MAX_TEXT_BYTES
    (problem,) = check(client, text).json()["problems"]
    assert (problem["id"], problem["line"]) == ("PB008", 1)


@pytest.mark.django_db
def test_a_body_over_the_servers_limit_is_refused_in_a_sentence(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    for answer in (check(client, factories.DOOR), draw(client, factories.DOOR)):
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
    assert [problem["line"] for problem in errors(answer.json())] == [22]
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


def test_without_a_script_every_finding_is_listed_with_its_fixes_in_words(client, db):
    answer = client.post(
        reverse("editor:new"), {"text": factories.BROKEN.replace("shed", "opn"), "base": "0"}
    )
    page = answer.content.decode()
    listed = page[page.index('data-part="problem-list"') : page.index("<template")]
    assert "goes to undeclared state &quot;opn&quot;" in listed
    assert re.search(r"Possible fix:</span> Replace by &quot;open&quot;", listed)
    assert "<button" not in listed


def test_only_the_editing_page_allows_style_elements(client, door):
    policy = client.get(address("edit", door)).headers["Content-Security-Policy"]
    assert "style-src 'self' 'nonce-" in policy
    policy = client.get(address("playbook", door)).headers["Content-Security-Policy"]
    assert "nonce" not in policy
