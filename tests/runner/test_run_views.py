"""The pages of runs, as a person without JavaScript sees them."""

from __future__ import annotations

from threading import Event

import pytest
from django.urls import reverse

from editor import services
from playbook.api import fold_all
from runner import contexts, execution, log, queue
from runner.models import Run
from runner.views.runs import PER_PAGE
from tests.runner.cast import crossing, make_run

pytestmark = pytest.mark.django_db

ENDING = {"kind": "verdict", "at_ms": 0, "path": "", "state": "", "missing": []}
LOST = {**ENDING, "verdict": "lost", "reasons": ["3 workers stopped answering"]}


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


def test_only_a_playbook_with_a_dashboard_shows_one(client, door):
    assert 'aria-label="Dashboard" hidden' in page(client, make_run("through", playbook=door))
    assert 'aria-label="Dashboard">' in page(client, make_run())


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
        ({"scenario": "impatient", "seed": str(2**53)}, "seed must be a whole number"),
        ({"scenario": "impatient", "seed": "0" * 5_000}, "seed must be a whole number"),
        ({"scenario": "impatient", "seed": "0" * 20 + "9" * 30}, "seed must be a whole number"),
        ({"scenario": "impatient", "seed": "\u0661"}, "seed must be a whole number"),
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


def test_the_largest_seed_is_taken(client):
    url = reverse("runner:start", args=[crossing().public_id])
    client.post(url, {"scenario": "impatient", "seed": str(2**53 - 1)})
    assert Run.objects.get().seed == 2**53 - 1


def test_pressing_run_twice_starts_one_run(client):
    url = reverse("runner:start", args=[crossing().public_id])
    answers = [client.post(url, {"scenario": "impatient", "key": "k1"}).url for _ in range(2)]
    assert answers[0] == answers[1]
    assert Run.objects.count() == 1


def test_run_again_leads_to_a_new_run_on_the_same_revision(client):
    run = finished()
    response = client.post(reverse("runner:control", args=[run.public_id]), {"wish": "again", "key": "k1"})
    copy = Run.objects.exclude(pk=run.pk).get()
    assert response.url == reverse("runner:run", args=[copy.public_id])
    assert copy.revision == run.revision


def test_a_wish_by_script_is_answered_with_how_the_run_stands(client):
    url = reverse("runner:control", args=[make_run().public_id])
    answer = client.post(url, {"wish": "pause"}, headers={"accept": "application/json"}).json()
    assert (answer["wanted"], answer["status"]) == ("pause", "queued")


def test_a_speed_that_there_is_not_is_refused(client):
    url = reverse("runner:control", args=[make_run().public_id])
    assert client.post(url, {"wish": "pace", "pace": "1e9"}).status_code == 400


@pytest.mark.parametrize(("wanted", "said"), [("run", "no worker has taken it yet"), ("pause", ">paused<")])
def test_a_run_in_the_queue_says_why_it_does_not_move(client, wanted, said):
    assert said in page(client, make_run(wanted=wanted))


def test_the_list_asks_again_only_while_a_run_is_unfinished(client):
    run = make_run()
    url = reverse("runner:runs", args=[run.playbook.public_id])
    assert f'hx-get="{url}?page=1"' in client.get(url).content.decode()
    Run.objects.update(status=Run.Status.FINISHED, verdict="passed")
    assert "hx-get" not in client.get(url).content.decode()


def test_a_refused_start_leaves_a_list_that_asks_its_own_address(client):
    """What answers a POST must not be asked for by GET."""
    run = make_run()
    address = reverse("runner:runs", args=[run.playbook.public_id])
    html = client.post(f"{address}start/", {"scenario": "nobody"}).content.decode()
    assert f'hx-get="{address}?page=1"' in html


def test_the_list_is_paged(client):
    playbook = crossing()
    for _ in range(PER_PAGE + 1):
        make_run(playbook=playbook)
    url = reverse("runner:runs", args=[playbook.public_id])
    assert client.get(url).content.decode().count('id="run-') == PER_PAGE
    assert client.get(url, {"page": 2}).content.decode().count('id="run-') == 1


@pytest.mark.parametrize("number", ["x", "0", "-1", "9" * 30])
def test_a_page_that_there_is_not_is_another_one(client, number):
    url = reverse("runner:runs", args=[make_run().playbook.public_id])
    assert client.get(url, {"page": number}).content.decode().count('id="run-') == 1


def test_htmx_gets_the_table_alone(client):
    url = reverse("runner:runs", args=[make_run().playbook.public_id])
    html = client.get(url, headers={"hx-request": "true"}).content.decode()
    assert 'id="runs-rows"' in html and "<html" not in html


def test_a_page_costs_the_same_queries_whatever_happened_in_the_run(client, django_assert_num_queries):
    short, long = finished("impatient"), finished("someone_crosses")
    page(client, short)
    with django_assert_num_queries(4):
        page(client, short)
    with django_assert_num_queries(4):
        page(client, long)


def test_a_run_that_was_lost_shows_where_it_was(client):
    whole = list(log.everything(finished().pk))
    run = make_run()
    log.append(queue.claim(run.pk, "one"), whole[: len(whole) // 2])
    assert log.append_unleased(run, [LOST], {}, status=Run.Status.FINISHED, verdict="lost")
    run.refresh_from_db()
    assert 'class="banner lost"' in page(client, run)
    assert contexts.folded(run)[0]["state"] == fold_all(whole[: len(whole) // 2])["state"] != ""
