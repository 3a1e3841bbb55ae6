"""A run from claim to verdict: the log, the replay after a takeover, and what people want meanwhile."""

from __future__ import annotations

from threading import Event

import pytest
from django.db import OperationalError

from editor.models import Revision
from playbook.api import fold_all
from runner import execution, log, queue, services
from runner.models import Run
from tests.runner.cast import make_run

pytestmark = pytest.mark.django_db


class Wishful(Event):
    """A stop event and its clock: time passes when the worker rests, and the test may do something."""

    def __init__(self, wish) -> None:
        super().__init__()
        self.wish = wish
        self.rests = 0
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    def wait(self, timeout=None) -> bool:
        self.rests += 1
        self.now += timeout
        self.wish(self.rests)
        return self.is_set()


def execute(run: Run, stop: Wishful | None = None) -> Run:
    execution.execute(run.pk, "worker", stop or Event(), *([stop.clock] if stop else []))
    run.refresh_from_db()
    return run


def bodies(run: Run) -> list[dict]:
    return list(log.everything(run.pk))


def kinds(run: Run, kind: str) -> list[str]:
    return [body["what"] for body in bodies(run) if body["kind"] == kind]


def test_a_run_ends_with_its_verdict_in_the_row_and_in_the_log():
    run = execute(make_run("someone_crosses"))
    assert (run.status, run.verdict, run.virtual_ms) == (Run.Status.FINISHED, "passed", 18_000)
    assert bodies(run)[-1]["kind"] == "verdict"
    assert run.last_seq == len(bodies(run))


def test_a_second_worker_replays_the_log_and_goes_on_behind_it():
    whole = bodies(execute(make_run("someone_crosses")))
    run = make_run("someone_crosses")
    lease = queue.claim(run.pk, "first")
    log.append(lease, whole[:10])
    Run.objects.filter(pk=run.pk).update(status=Run.Status.QUEUED)
    execute(run)
    told = [body for body in bodies(run) if body["kind"] != "worker"]
    assert told == whole
    assert kinds(run, "worker") == ["resumed"]
    assert bodies(run)[10]["what"] == "resumed"


def test_a_log_that_the_replay_does_not_repeat_ends_the_run():
    run = make_run("someone_crosses")
    lease = queue.claim(run.pk, "first")
    log.append(lease, [{"kind": "emitted", "event": "never", "at_ms": 0, "path": "", "cause": ""}])
    Run.objects.filter(pk=run.pk).update(status=Run.Status.QUEUED)
    assert execute(run).verdict == "lost"
    assert "differs from the log at event 1" in run.verdict_reason


def test_a_pause_holds_before_the_next_step_and_then_goes_on():
    run = make_run("someone_crosses", pace=1.0)

    def wish(rests: int) -> None:
        if rests == 1:
            services.pause(run)
        if "paused" in kinds(run, "worker") and rests > 60:
            services.resume(run)

    execute(run, Wishful(wish))
    assert run.verdict == "passed"
    assert kinds(run, "worker") == ["paused", "continued"]


def test_a_cancelled_run_has_one_verdict_and_it_is_the_last_event():
    run = make_run("someone_crosses", pace=1.0)
    execute(run, Wishful(lambda rests: services.cancel(run)))
    assert run.verdict == "cancelled"
    assert [b["kind"] for b in bodies(run)].count("verdict") == 1
    assert fold_all(bodies(run))["verdict"] == "cancelled"


def test_a_worker_that_stops_gives_the_run_back():
    run = make_run("someone_crosses", pace=1.0)
    stop = Wishful(lambda rests: stop.set())
    assert execution.execute(run.pk, "worker", stop, stop.clock)
    run.refresh_from_db()
    assert (run.status, run.attempts) == (Run.Status.QUEUED, 0)
    services.set_pace(run, 0.0)
    assert execute(run).verdict == "passed"
    assert kinds(run, "worker") == []


def test_a_fault_of_ours_ends_the_run_with_an_error(monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("boom")

    monkeypatch.setattr(execution, "run_scenario", broken)
    run = execute(make_run("someone_crosses"))
    assert (run.verdict, run.verdict_reason) == ("error", "the worker broke: RuntimeError: boom")


def test_a_database_that_is_away_is_no_verdict_and_the_next_worker_goes_on(monkeypatch, settings, caplog):
    whole = bodies(execute(make_run("someone_crosses")))
    run = make_run("someone_crosses", pace=1.0)
    appended: list[int] = []

    def append(lease, batch, **changes):
        if len(appended) == 5:
            raise OperationalError("database is locked")
        appended.append(write(lease, batch, **changes))
        return appended[-1]

    write = log.append
    with monkeypatch.context() as patched:
        patched.setattr(log, "append", append)
        execute(run, Wishful(lambda rests: None))
    assert (run.status, run.verdict, run.last_seq) == (Run.Status.RUNNING, "", appended[-1])
    give_up_on(run, settings)
    services.set_pace(run, 0.0)
    assert execute(run).verdict == "passed"
    assert [body for body in bodies(run) if body["kind"] != "worker"] == whole


def give_up_on(run: Run, settings) -> None:
    """What the observers do about a worker that is silent."""
    clock = Wishful(lambda rests: None)
    observer = queue.Observer(lambda run_id: None, clock.clock)
    observer.look()
    clock.now += settings.RUN_LEASE_S
    observer.look()


def test_a_run_that_takes_too_long_is_ended(settings):
    settings.RUN_MAX_S = -1
    assert "took longer" in execute(make_run("someone_crosses")).verdict_reason


def test_single_steps_each_take_one_step_and_then_the_run_stands_still(monkeypatch):
    run = make_run("someone_crosses", wanted=Run.Wanted.PAUSE, wanted_steps=1, pace=1.0)
    seen: list[int] = []

    def wish(rests: int) -> None:
        if rests % 200 == 0:
            seen.append(fold_all(bodies(run))["steps"][-1]["index"])
            services.step(run) if len(seen) < 3 else services.cancel(run)

    execute(run, Wishful(wish))
    assert seen == [0, 1, 2]


def test_a_pause_that_lasts_gives_the_slot_to_others_and_goes_on_later():
    run = make_run("someone_crosses", pace=1.0)
    stop = Wishful(lambda rests: services.pause(run))
    assert not execution.execute(run.pk, "worker", stop, stop.clock)
    run.refresh_from_db()
    assert (run.status, run.attempts, stop.now > execution.RELEASE_PAUSED_S) == (Run.Status.QUEUED, 0, True)
    services.resume(run)
    services.set_pace(run, 0.0)
    assert execute(run).verdict == "passed"


def test_whole_logs_are_the_same_whether_or_not_somebody_paused():
    whole = bodies(execute(make_run("someone_crosses")))
    run = make_run("someone_crosses", pace=1.0)

    def wish(rests: int) -> None:
        services.pause(run) if rests % 3 else services.step(run)
        if rests > 400:
            services.resume(run)
            services.set_pace(run, 0.0)

    execute(run, Wishful(wish))
    assert [body for body in bodies(run) if body["kind"] != "worker"] == whole


def test_a_worker_that_was_taken_over_in_mid_run_writes_nothing_more():
    run = make_run("someone_crosses", pace=1.0)
    written: list[int] = []

    def take_over(rests: int) -> None:
        if not written:
            Run.objects.filter(pk=run.pk).update(fence=99)
            written.append(log.after(run.pk, 0)[-1]["seq"])

    execute(run, Wishful(take_over))
    assert (run.status, run.verdict, run.last_seq) == (Run.Status.RUNNING, "", written[0])


def test_a_speed_that_becomes_instant_ends_the_wait():
    run = make_run("someone_crosses", pace=0.5)
    stop = Wishful(lambda rests: services.set_pace(run, 0.0))
    assert execute(run, stop).verdict == "passed"
    assert stop.now < 2


def test_a_run_that_nobody_may_claim_is_left_alone():
    run = make_run(status=Run.Status.FINISHED)
    assert not execution.execute(run.pk, "worker", Event())
    assert bodies(run) == []


@pytest.mark.parametrize("cut", range(0, 40, 3))
def test_wherever_the_first_worker_died_the_second_one_ends_with_the_same_log(cut):
    whole = bodies(execute(make_run("impatient")))
    run = make_run("impatient")
    lease = queue.claim(run.pk, "first")
    log.append(lease, whole[: min(cut, len(whole) - 1)])
    Run.objects.filter(pk=run.pk).update(status=Run.Status.QUEUED)
    execute(run)
    assert [body for body in bodies(run) if body["kind"] != "worker"] == whole


def test_a_third_worker_replays_what_two_have_written():
    whole = bodies(execute(make_run("someone_crosses")))
    run = make_run("someone_crosses")
    for start, end in ((0, 8), (8, 20)):
        lease = queue.claim(run.pk, "dies")
        log.append(lease, [*whole[start:end], log.note("lost", "The worker stopped answering.")])
        Run.objects.filter(pk=run.pk).update(status=Run.Status.QUEUED)
    execute(run)
    assert [body for body in bodies(run) if body["kind"] != "worker"] == whole
    assert kinds(run, "worker") == ["lost", "lost", "resumed"]


def test_sequence_numbers_have_no_gap():
    run = execute(make_run("someone_crosses"))
    numbers = [event["seq"] for event in log.after(run.pk, 0)]
    assert numbers == list(range(1, run.last_seq + 1))


def test_a_revision_that_cannot_be_run_any_more_says_so():
    run = make_run("someone_crosses")
    Revision.objects.filter(pk=run.revision_id).update(text="machine: [")
    assert execute(run).verdict == "error"
    assert "has errors" in run.verdict_reason
