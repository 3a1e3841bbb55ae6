"""A worker or the web process dies in mid-run: nothing is lost, and the page says what happened."""

from __future__ import annotations

import subprocess
import sys

import pytest
from websockets.exceptions import ConnectionClosed

from tests.product import ROOT, Client, Product, started

pytestmark = pytest.mark.processes

QUICK = {"RUN_LEASE_S": "2"}


def until(events, seen: list, kind: str, **values) -> dict:
    """Take events until one is as described; all of them are added to `seen`."""
    for event in events:
        seen.append(event)
        if event["kind"] == kind and all(event[key] == value for key, value in values.items()):
            return event
    raise AssertionError(f"no {kind} came; the last event was {seen[-1:]}")


def dense(seen: list) -> bool:
    return [event["seq"] for event in seen] == list(range(1, len(seen) + 1))


def test_another_worker_takes_the_run_over_and_goes_on_where_the_log_ends(tmp_path):
    with started(tmp_path, **QUICK) as product:
        client, seen = Client(product.url), []
        path = client.run("retry_success")
        events = client.follow(path)
        until(events, seen, "taken", transition="receive_request")
        product.kill("run_worker")
        finished = until(events, seen, "verdict")
        assert finished["verdict"] == "passed"
        assert dense(seen)
        assert [e["what"] for e in seen if e["kind"] == "worker"] == ["lost", "resumed"]
        assert sum(e["kind"] == "run_started" for e in seen) == 1
        assert "Another one takes the run over" in client.get(path)


def test_a_run_whose_workers_all_die_is_marked_lost(tmp_path):
    with started(tmp_path, **QUICK, RUN_MAX_ATTEMPTS="1") as product:
        client, seen = Client(product.url), []
        path = client.run("happy_path", pace="0.5")
        events = client.follow(path)
        until(events, seen, "step_started", index=0)
        product.kill("run_worker")
        assert until(events, seen, "verdict")["verdict"] == "lost"
        assert dense(seen)
        assert "stopped answering" in client.get(path)


def test_the_run_is_settled_though_no_worker_is_left(tmp_path):
    with started(tmp_path, **QUICK, RUN_MAX_ATTEMPTS="1") as product:
        client = Client(product.url)
        path = client.run("happy_path", pace="0.5")
        events, seen = client.follow(path), []
        until(events, seen, "step_started", index=0)
        (supervisor,) = product.pids("supervisord")
        (worker,) = product.pids("run_worker")
        # A stopped supervisor starts nothing again, as on a machine where nobody does.
        subprocess.run(["kill", "-STOP", str(supervisor)], check=True)
        subprocess.run(["kill", "-KILL", str(worker)], check=True)
        try:
            assert until(events, seen, "verdict")["verdict"] == "lost"
        finally:
            subprocess.run(["kill", "-CONT", str(supervisor)], check=True)


def test_the_run_goes_on_while_the_web_process_is_dead(tmp_path):
    with started(tmp_path, **QUICK) as product:
        client, seen = Client(product.url), []
        path = client.run("retry_success")
        events = client.follow(path)
        until(events, seen, "taken", transition="register_model")
        product.kill("playbooks_web.serve")
        with pytest.raises((ConnectionClosed, AssertionError)):
            until(events, seen, "verdict")
        product.next_line("Playbooks is at")
        again = client.follow(path, after=seen[-1]["seq"])
        assert until(again, seen, "verdict")["verdict"] == "passed"
        assert dense(seen)
        assert not any(e["kind"] == "worker" for e in seen)


def test_ctrl_c_ends_every_process(tmp_path):
    with started(tmp_path) as product:
        assert product.pids("run_worker")
    assert product.process.returncode == 0
    assert product.pids("") == []


def test_a_second_start_keeps_what_there_is(tmp_path):
    with started(tmp_path) as product:
        path = Client(product.url).run("happy_path", pace="0")
        until(Client(product.url).follow(path), [], "verdict", verdict="passed")
    with started(tmp_path) as product:
        assert "Every assertion holds" in Client(product.url).get(path)


def test_a_busy_port_is_said_clearly(tmp_path):
    with started(tmp_path) as product:
        answer = second_start(product)
    assert answer.returncode == 1
    assert "cannot be used (Address already in use)" in answer.stderr
    assert "Traceback" not in answer.stderr


def second_start(product: Product) -> subprocess.CompletedProcess[str]:
    port = product.url.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "playbooks_web.launch"]
    environment = {"PATH": "/usr/bin:/bin", "PORT": port, "PLAYBOOKS_VAR": str(product.var)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
