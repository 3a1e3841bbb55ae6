from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from editor import services as editor
from runner import log, queue, services
from runner.models import Run
from runner.services import CannotStart, Request
from tests.runner.cast import CROSSING, crossing, make_run

pytestmark = pytest.mark.django_db


def test_a_start_stores_the_whole_request_and_hands_the_run_out(django_capture_on_commit_callbacks):
    playbook = crossing()
    with django_capture_on_commit_callbacks(execute=True):
        run = services.start(playbook, Request("impatient", seed=7, pace=4.0))
    assert (run.revision, run.scenario, run.seed, run.pace) == (playbook.head, "impatient", 7, 4.0)

    assert DBTaskResult.objects.get().args_kwargs["args"] == [run.pk]


def test_the_same_key_is_the_same_run():
    playbook = crossing()
    first = services.start(playbook, Request("impatient", key="k1"))
    assert services.start(playbook, Request("impatient", key="k1")) == first
    assert Run.objects.count() == 1


@pytest.mark.parametrize(
    "other", [Request("someone_crosses", key="k1"), Request("impatient", seed=1, key="k1")]
)
def test_another_wish_is_another_run_though_a_page_sends_its_old_key(other):
    playbook = crossing()
    first = services.start(playbook, Request("impatient", key="k1"))
    assert services.start(playbook, other) != first


def test_a_key_of_one_playbook_means_nothing_in_another():
    runs = [services.start(crossing(), Request("impatient", key="k1")) for _ in range(2)]
    assert runs[0] != runs[1]


def test_without_a_key_every_request_is_a_run():
    playbook = crossing()
    runs = [services.start(playbook, Request("impatient")) for _ in range(2)]
    assert runs[0] != runs[1]


def test_the_same_key_gives_one_run_again():
    run = make_run()
    first = services.again(run, key="k1")
    assert services.again(run, key="k1") == first
    assert services.again(first, key="k1") != first


def test_a_key_may_be_as_long_as_it_likes():
    assert services.start(crossing(), Request("impatient", key="k" * 10_000)).pk


def test_a_revision_with_errors_is_not_run():
    playbook = crossing()
    revision = playbook.head
    revision.text = revision.text.replace('to: "cars_warned"', 'to: "nowhere"')
    with pytest.raises(CannotStart, match="has errors"):
        services.start(playbook, Request("impatient"))


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_away_neither_fails_the_request_nor_loses_the_run(monkeypatch, caplog):
    def away(run_id: int) -> None:
        raise ConnectionError("no queue")

    monkeypatch.setattr(services, "enqueue", away)
    run = services.start(crossing(), Request("impatient"))
    assert run in Run.objects.filter(status=Run.Status.QUEUED)


def wanted(run: Run) -> tuple[str, int]:
    run.refresh_from_db()
    return run.wanted, run.wanted_steps


def test_single_steps_add_up():
    run = make_run()
    services.step(run)
    services.step(run)
    assert wanted(run) == (Run.Wanted.PAUSE, 2)


@pytest.mark.parametrize("wish", [services.pause, services.resume])
def test_pausing_and_going_on_forget_steps_that_were_not_taken(wish):
    run = make_run()
    services.step(run)
    wish(run)
    assert wanted(run)[1] == 0


def test_to_go_on_is_nothing_to_a_run_that_is_to_end():
    run = make_run()
    queue.claim(run.pk, "one")
    services.cancel(run)
    for wish in (services.resume, services.pause, services.step):
        wish(run)
    assert wanted(run) == (Run.Wanted.CANCEL, 0)


@pytest.mark.parametrize("wish", [services.resume, services.step])
def test_a_run_whose_pause_lasted_is_handed_out_again(wish, django_capture_on_commit_callbacks):
    run = make_run(wanted=Run.Wanted.PAUSE)
    with django_capture_on_commit_callbacks(execute=True):
        wish(run)
    assert DBTaskResult.objects.count() == 1


def test_the_speed_changes_while_a_run_is_under_way():
    run = make_run()
    services.set_pace(run, 4.0)
    run.refresh_from_db()
    assert run.pace == 4.0


def test_an_unknown_scenario_is_refused_with_the_known_ones():
    with pytest.raises(CannotStart, match="there are: someone_crosses, impatient"):
        services.start(crossing(), Request("nobody"))


def test_a_queued_run_is_cancelled_at_once():
    run = make_run()
    services.cancel(run)
    run.refresh_from_db()
    assert (run.status, run.verdict) == (Run.Status.FINISHED, "cancelled")
    assert log.after(run.pk, 0)[-1]["verdict"] == "cancelled"


def test_a_running_run_is_asked_to_end():
    run = make_run()
    queue.claim(run.pk, "one")
    services.cancel(run)
    run.refresh_from_db()
    assert (run.status, run.wanted) == (Run.Status.RUNNING, Run.Wanted.CANCEL)


def test_nothing_is_wanted_of_a_finished_run():
    run = make_run(status=Run.Status.FINISHED)
    services.pause(run)
    services.cancel(run)
    run.refresh_from_db()
    assert run.wanted == Run.Wanted.RUN


def test_again_runs_the_same_request_on_the_same_revision():
    run = make_run(seed=5)
    copy = services.again(run, key="")
    assert copy.pk != run.pk
    assert (copy.revision, copy.scenario, copy.seed) == (run.revision, run.scenario, 5)


OLDER = "playbook: {setup: [{type: navigate, url: /}], steps: [{name: Push, transitions: [press]}], teardown: [x]}\n"


def test_the_older_section_can_be_started():
    playbook = editor.create(CROSSING + OLDER)
    assert services.start(playbook, Request("playbook section")).scenario == "playbook section"


def test_what_cannot_be_started_names_what_can():
    playbook = editor.create(CROSSING + OLDER)
    with pytest.raises(CannotStart, match=r'"nobody"; there are: .*, playbook section$'):
        services.start(playbook, Request("nobody"))


@pytest.mark.parametrize(("asked", "chosen"), [(None, 11), (0, 0), (5, 5)])
def test_a_start_without_a_seed_takes_the_scenarios_own(asked, chosen):
    playbook = editor.create(CROSSING.replace('- name: "impatient"', '- seed: 11\n    name: "impatient"'))
    assert services.start(playbook, Request("impatient", seed=asked)).seed == chosen


def test_without_any_seed_it_is_zero():
    assert services.start(crossing(), Request("impatient")).seed == 0
