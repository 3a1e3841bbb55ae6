"""What is delivered to a worker: the number of a run. At least once; the run's claim makes it safe."""

from __future__ import annotations

from django_tasks import task

from runner.slots import slots


@task()
def execute_run(run_id: int) -> None:
    """Start the run in one of this worker's slots."""
    slots.take(run_id)


def enqueue(run_id: int) -> None:
    """Hand a run to whichever worker is free first."""
    execute_run.enqueue(run_id)
