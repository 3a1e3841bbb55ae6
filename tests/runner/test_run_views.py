"""The pages of runs, as a person without JavaScript sees them."""

from __future__ import annotations

from threading import Event

import pytest
from django.urls import reverse

from editor import services
from runner import execution
from runner.models import Run
from tests.runner.cast import crossing, make_run

pytestmark = pytest.mark.django_db


def finished(scenario: str = "someone_crosses", **values) -> Run:
    run = make_run(scenario, **values)
    execution.execute(run.pk, "worker", Event())
    run.refresh_from_db()
    return run


def page(client, run: Run) -> str:
    return client.get(reverse("runner:run", args=[run.public_id])).content.decode()


def test_a_finished_run_is_complete_without_javascript(client):
    html = page(client, finished())
    assert "Passed" in html
    assert "cars_go → cars_warned" in html
    assert 'class="step passed"' in html
    assert "Pedestrian crossing" in html


def test_an_old_run_is_shown_on_the_revision_that_it_ran_on(client):
    run = finished()
    playbook = run.playbook
    text = playbook.head.text.replace("lamp_failed", "lamp_broken")
    services.save(playbook, text, base=1)
    html = page(client, run)
    assert "lamp_failed" in html and "lamp_broken" not in html
    assert "not the newest" in html


def test_a_start_leads_to_the_page_of_the_run(client):
    url = reverse("runner:start", args=[crossing().public_id])
    response = client.post(url, {"scenario": "impatient", "pace": "0"})
    assert response.status_code == 302
    assert Run.objects.get().scenario == "impatient"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"scenario": "nobody"}, "there is no scenario"),
        ({"scenario": "impatient", "seed": "-1"}, "seed must be a whole number"),
        ({"scenario": "impatient", "pace": "9"}, "speed must be one of"),
    ],
)
def test_a_start_that_cannot_be_says_why(client, fields, said):
    response = client.post(reverse("runner:start", args=[crossing().public_id]), fields)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_get_starts_nothing(client):
    url = reverse("runner:start", args=[crossing().public_id])
    assert client.get(url).status_code == 405


def test_a_foreign_form_is_refused(client):
    client.handler.enforce_csrf_checks = True
    url = reverse("runner:start", args=[crossing().public_id])
    assert client.post(url, {"scenario": "impatient"}).status_code == 403


def test_the_events_come_after_a_number(client):
    run = finished()
    url = reverse("runner:events", args=[run.public_id])
    answer = client.get(url, {"after": run.last_seq - 2}).json()
    assert [e["seq"] for e in answer["events"]] == [run.last_seq - 1, run.last_seq]
    assert answer["run"]["verdict"] == "passed"


@pytest.mark.parametrize("after", ["x", "-1", "1e9", "9" * 20])
def test_a_number_that_is_none_is_refused(client, after):
    url = reverse("runner:events", args=[finished().public_id])
    assert client.get(url, {"after": after}).status_code == 400


def test_an_unknown_run_is_absent(client):
    assert client.get(reverse("runner:run", args=["nothing-here"])).status_code == 404


@pytest.mark.parametrize("wish", ["pause", "step", "continue", "cancel"])
def test_every_wish_leads_back_to_the_run(client, wish):
    run = make_run()
    response = client.post(reverse("runner:control", args=[run.public_id]), {"wish": wish})
    assert response.url == reverse("runner:run", args=[run.public_id])


def test_an_unknown_wish_is_refused(client):
    url = reverse("runner:control", args=[make_run().public_id])
    assert client.post(url, {"wish": "explode"}).status_code == 400


def test_the_list_shows_verdict_revision_and_duration(client):
    run = finished("impatient")
    html = client.get(reverse("runner:runs", args=[run.playbook.public_id])).content.decode()
    assert "Passed" in html and "Revision 1" in html and "impatient" in html


def test_an_empty_list_says_what_to_do(client):
    html = client.get(reverse("runner:runs", args=[crossing().public_id])).content.decode()
    assert "Nothing has been run yet" in html


def test_the_list_costs_the_same_queries_however_long(client, django_assert_num_queries):
    playbook = crossing()
    url = reverse("runner:runs", args=[playbook.public_id])
    make_run(playbook=playbook)
    client.get(url)
    with django_assert_num_queries(3) as few:
        client.get(url)
    for _ in range(10):
        make_run(playbook=playbook)
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_what_a_scenario_says_is_never_markup(client):
    run = make_run()
    run.scenario = "<script>alert(1)</script>"
    run.save()
    assert "<script>alert(1)" not in page(client, run)
