"""The same product with a real Redis for task delivery and for the bell: nothing else changes."""

from __future__ import annotations

import subprocess

import pytest

from tests.processes.test_killed import QUICK, dense, until
from tests.product import Client, free_port, started
from tools.programs import REDIS, program

pytestmark = pytest.mark.processes


@pytest.fixture
def redis_url(tmp_path):
    server = program(REDIS)
    if server is None:
        pytest.skip("no redis-server on this machine (make test installs one where apt-get can)")
    port = free_port()
    command = [server, "--port", str(port), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if "Ready to accept connections" in line:
                break
        yield f"redis://127.0.0.1:{port}/0"
        process.terminate()
        process.stdout.read()


def test_a_run_is_delivered_watched_and_taken_over_through_redis(tmp_path, redis_url):
    with started(tmp_path, **QUICK, REDIS_URL=redis_url) as product:
        client, seen = Client(product.url), []
        events = client.follow(client.run("retry_success"))
        until(events, seen, "taken", transition="receive_request")
        product.kill("run_worker")
        assert until(events, seen, "verdict")["verdict"] == "passed"
        assert dense(seen)
        assert [e["what"] for e in seen if e["kind"] == "worker"] == ["lost", "resumed"]
