"""A worker that is told to stop gives its runs back at once: an update of the product costs nobody a run."""

from __future__ import annotations

import os
import signal

import pytest

from tests.product import Client, started

pytestmark = pytest.mark.processes


def test_a_run_goes_on_in_the_next_worker_without_waiting_for_a_lease(tmp_path):
    with started(tmp_path, RUN_LEASE_S="600") as product:
        client = Client(product.url)
        path = client.run("retry_success")
        seen: list[dict] = []
        for event in client.follow(path):
            seen.append(event)
            if event["kind"] == "taken" and event["transition"] == "register_model":
                (worker,) = product.pids("run_worker")
                os.kill(worker, signal.SIGTERM)
            if event["kind"] == "verdict":
                break
        assert seen[-1]["verdict"] == "passed"
        assert [event["seq"] for event in seen] == list(range(1, len(seen) + 1))
        assert not [event for event in seen if event["kind"] == "worker"]
        assert product.pids("run_worker") != [worker]
