import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from editor.models import Playbook
from editor.skeleton import SKELETON
from playbook.api import PlaybookRunner, analyse
from tests import factories


@pytest.mark.django_db
def test_an_empty_library_offers_a_first_playbook(client):
    page = client.get("/").content.decode()
    assert "No playbooks yet" in page
    assert reverse("editor:new") in page


def test_the_list_tells_what_a_playbook_has(client, door):
    page = re.sub(r"<[^>]+>|\s+", " ", client.get("/").content.decode())
    assert "Door" in page and "Opens and shuts" in page
    assert re.search(r"States +2 .*Transitions +2 .*Scenarios +1 ", page)
    assert "Revision 1" in page


def test_the_list_takes_as_many_queries_for_ten_as_for_one(
    client, door, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4) as one:
        client.get("/")
    for number in range(9):
        factories.playbook(factories.renamed(f"Door {number}"))
    with django_assert_num_queries(len(one)):
        client.get("/")


def test_a_name_is_text_and_never_markup(client, db):
    name = factories.HOSTILE.replace('"', "")
    factories.playbook(factories.renamed(name))
    page = client.get("/").content.decode()
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(2)&gt;" in page


@pytest.mark.django_db
def test_a_new_playbook_starts_from_a_text_that_can_be_saved(client):
    assert analyse(SKELETON).diagnostics == ()
    assert "Somebody else reads it" in client.get(reverse("editor:new")).content.decode()


def test_the_scenarios_of_a_new_playbook_pass():
    playbook = analyse(SKELETON).playbook
    verdicts = [PlaybookRunner(playbook).run_scenario(scenario).verdict for scenario in playbook.scenarios]
    assert verdicts == ["passed", "passed"]


@pytest.mark.django_db
def test_a_form_makes_a_playbook_and_leads_to_it(client):
    text = factories.DOOR.replace("\n", "\r\n")
    answer = client.post(reverse("editor:new"), {"text": text, "base": "0"})
    made = Playbook.objects.get()
    assert answer.headers["Location"] == reverse("editor:playbook", args=[made.public_id])
    assert made.head.text == factories.DOOR


@pytest.mark.django_db
def test_a_script_makes_a_playbook_and_is_told_where_it_is(client):
    sent = {"text": factories.DOOR, "base": 0, "message": ""}
    answer = client.post(reverse("editor:new"), sent, content_type="application/json")
    assert answer.status_code == 201
    assert client.get(answer.json()["url"]).status_code == 200


@pytest.mark.django_db
def test_a_wish_that_is_sent_twice_makes_one_playbook(client):
    sent = {"text": factories.DOOR, "base": "0", "key": "one wish"}
    first, again = (client.post(reverse("editor:new"), sent) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    assert Playbook.objects.count() == 1


@pytest.mark.django_db
def test_two_wishes_make_two_playbooks(client):
    keys = re.findall(
        r'name="key" value="([^"]+)"',
        "".join(client.get(reverse("editor:new")).content.decode() for _ in range(2)),
    )
    for key in keys:
        client.post(reverse("editor:new"), {"text": factories.DOOR, "base": "0", "key": key})
    assert Playbook.objects.count() == 2


@pytest.mark.django_db
def test_a_key_that_is_none_of_ours_is_a_bad_request(client):
    sent = {"text": factories.DOOR, "base": "0", "key": "x" * 65}
    assert client.post(reverse("editor:new"), sent).status_code == 400


@pytest.mark.django_db
def test_a_broken_text_comes_back_with_its_problems(client):
    answer = client.post(reverse("editor:new"), {"text": factories.BROKEN, "base": "0"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "&quot;shed&quot;" in page and "22:11" in page
    assert not Playbook.objects.exists()


@pytest.mark.django_db
def test_a_file_is_taken_byte_for_byte(client):
    text = factories.DOOR.replace("\n", "\r\n")
    file = SimpleUploadedFile("door.yaml", text.encode())
    client.post(reverse("editor:new"), {"text": "ignored", "base": "0", "file": file})
    assert Playbook.objects.get().head.text == text


@pytest.mark.django_db
def test_a_file_that_is_not_utf_8_is_refused_with_the_place(client):
    file = SimpleUploadedFile("door.yaml", b"name: a\n  \xff")
    answer = client.post(reverse("editor:new"), {"base": "0", "file": file})
    assert answer.status_code == 422
    assert "not UTF-8: byte 0xFF" in answer.content.decode()


def test_reading_pages_writes_nothing(client, door):
    before = door.updated_at
    for name in ("library", "new"):
        client.get(reverse(f"editor:{name}"))
    door.refresh_from_db()
    assert (door.updated_at, Playbook.objects.count()) == (before, 1)


def test_a_form_without_the_token_is_refused(db):
    answer = Client(enforce_csrf_checks=True).post(reverse("editor:new"), {"text": factories.DOOR})
    assert answer.status_code == 403
    assert not Playbook.objects.exists()


def test_in_production_a_stranger_sees_nothing(client, door, settings):
    settings.PRODUCTION = True
    assert "Door" not in client.get("/").content.decode()
    assert client.get(reverse("editor:playbook", args=[door.public_id])).status_code == 404
    assert client.get(reverse("editor:new")).status_code == 403
    for name in ("check", "draw"):
        sent = {"text": factories.DOOR}
        answer = client.post(reverse(f"editor:{name}"), sent, content_type="application/json")
        assert answer.status_code == 403
