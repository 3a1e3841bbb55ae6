from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from runner import log, queue, services
from runner.models import Run
from runner.services import CannotStart, Request
from tests.runner.cast import crossing, make_run

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
