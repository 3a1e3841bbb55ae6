"""From a playbook's `system: {http: ...}` to a run, with the reference server over a real socket."""

from __future__ import annotations

import socket

import pytest

from playbook.api import CannotAct, PlaybookRunner, derive, run_scenario
from playbook.cli import main
from playbook.systems.choose import NoSystem, choose
from playbook.systems.http.client import Client
from playbook.systems.http.reach import HOSTS, Reach, reach
from tests.playbook.systems.http.cast import EXAMPLE, ROOT, elevator, example, listening, playbook

ELEVATOR = (ROOT / "examples" / "elevator.yaml").read_text()
SCENARIOS = ("up_and_down", "a_change_of_mind")


def at(url: str, more: str = ""):
    return playbook(ELEVATOR.replace('url: "http://127.0.0.1:8700"', f'url: "{url}"{more}'))


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_scenarios_of_the_example_pass_against_the_reference_server(name):
    with elevator() as url:
        events = list(run_scenario(at(url), name))
    assert (events[-1].verdict, events[0].system) == ("passed", f"elevator at {url}")


def test_the_same_seed_gives_the_same_run():
    with elevator() as url:
        book = at(url)
        one, other, third = (list(run_scenario(book, "up_and_down", seed=seed)) for seed in (1, 1, 2))
    assert one == other
    assert [event.at_ms for event in third] != [event.at_ms for event in one]


def test_a_run_ends_its_session():
    module = example()
    with elevator(module) as url:
        list(run_scenario(at(url), "up_and_down"))
        assert module.Handler.sessions == {}


def test_runs_at_the_same_time_do_not_disturb_each_other():
    with elevator() as url:
        runs = [run_scenario(at(url), name) for name in SCENARIOS * 2]
        last = {}
        while len(last) < len(runs):
            for number, run in enumerate(runs):
                event = next(run, None)
                if event is not None and event.kind == "verdict":
                    last[number] = event.verdict
    assert set(last.values()) == {"passed"}


def test_the_panels_of_the_server_are_shown():
    with elevator() as url:
        panels = [event for event in run_scenario(at(url), "up_and_down") if event.kind == "panel"]
    assert (panels[0].columns, panels[0].rows[0][0], panels[-1].rows[0][0]) == (
        ("Floor", "Going to"),
        "0",
        "1",
    )


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits before a message is sent again."""
    monkeypatch.setattr("playbook.systems.http.client.BACK_OFF_S", (0.0, 0.0))


def test_a_server_that_is_not_there_ends_the_run_with_its_address(impatient):
    with listening(lambda connection: None) as port:
        pass
    last = list(run_scenario(at(f"http://127.0.0.1:{port}"), "up_and_down"))[-1]
    assert last.verdict == "error"
    assert f"http://127.0.0.1:{port} cannot be reached" in last.reasons[0]


def test_a_runner_says_so_too(impatient):
    with listening(lambda connection: None) as port:
        pass
    with pytest.raises(NoSystem, match="cannot be reached"):
        PlaybookRunner(at(f"http://127.0.0.1:{port}")).current_state()


@pytest.fixture(params=["with snapshots", "without"])
def server(request):
    """The url of the reference server, which in the end has no session left."""
    module = example()
    if request.param == "without":
        module.DESCRIPTION["messages"].remove("snapshot")
    with elevator(module) as url:
        yield url
        assert module.Handler.sessions == {}


@pytest.fixture
def book(server):
    return at(server)


@pytest.fixture
def file(server, tmp_path):
    path = tmp_path / "elevator.yaml"
    pair = "  forbidden: [{from: waiting, to: waiting}]\nscenarios:"
    path.write_text(ELEVATOR.replace("http://127.0.0.1:8700", server).replace("scenarios:", pair))
    return path


def test_its_tests_pass_on_the_command_line(file, capsys):
    assert main(["run", "--derive", str(file)]) == 0
    assert "6 passed" in capsys.readouterr().out


def test_its_tests_pass_under_pytest(file, pytester, monkeypatch):
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    result = pytester.runpytest_inprocess("-W", "error", "-p", "no:django", "-p", "no:asyncio", file)
    result.assert_outcomes(passed=6)


def test_its_derived_tests_pass(book):
    results = [test.run() for test in derive(book)]
    assert [result.outcome for result in results] == ["passed"] * 5


def test_it_is_driven_by_hand(book):
    with PlaybookRunner(book) as runner:
        runner.act("call", floor=3)
        assert runner.enabled_events() == ("called", "arrived")
        runner.act("wait", duration_ms=7_000)
        assert runner.evaluate("floor() == 3")
        runner.back()
        assert (runner.state, bool(runner.evaluate("moving()"))) == ("travelling", True)
        with pytest.raises(CannotAct, match="floors 0 to 9"):
            runner.act("call", floor=99)
        assert runner.try_transition_to("waiting").unwrap().id == "arrive"


def test_a_transition_of_it_is_applied_and_gone_back_to(book):
    with PlaybookRunner(book) as runner:
        assert len(runner.apply_transition("arrive").actions) == 2
        then = runner.now_ms
        runner.act("call", floor=9)
        runner.back()
        assert (runner.state, runner.now_ms) == ("waiting", then)


def test_what_was_found_is_not_looked_for_again(book, monkeypatch):
    sent = []
    post = Client._post
    monkeypatch.setattr(Client, "_post", lambda self, *said: sent.append(said[0]) or post(self, *said))
    for test in derive(book):
        test.run()
    assert len(sent) < 200


def test_a_host_that_is_not_listed_is_not_spoken_to():
    canary = []
    with listening(canary.append) as port:
        with pytest.raises(NoSystem, match="may not be reached from here"):
            choose(at(f"http://127.0.0.1:{port}"), reach=Reach())
        with pytest.raises(NoSystem, match="may not be reached from here"):
            choose(at(f"http://localhost:{port}"), reach=reach({HOSTS: "127.0.0.1:*"}))
    assert canary == []


def test_a_listed_name_that_leads_to_this_machine_is_not_spoken_to(monkeypatch):
    canary = []
    with listening(canary.append) as port:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
        with pytest.raises(NoSystem, match=r'"localtest.me" leads to 127.0.0.1 .* loopback'):
            choose(at(f"http://localtest.me:{port}"), reach=reach({HOSTS: "localtest.me:*"}))
    assert canary == []


def test_a_name_that_changes_its_mind_after_the_check_is_not_followed(monkeypatch):
    with elevator() as url:
        port = int(url.rpartition(":")[2])
        asked = []

        def getaddrinfo(host, *args, **kwargs):
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        allowed = reach({HOSTS: "lift.example:*, 127.0.0.0/8"})
        book = at(f"http://lift.example:{port}")
        choose(book, reach=allowed).system.close()
    # Once by its name; what is connected to is the address, which needs no looking up.
    assert [host for host in asked if host != "127.0.0.1"] == ["lift.example"]


def test_production_reaches_nothing_by_itself(monkeypatch):
    monkeypatch.setenv("PLAYBOOKS_MODE", "production")
    monkeypatch.delenv(HOSTS, raising=False)
    with pytest.raises(NoSystem, match="may not be reached from here"):
        choose(at("http://127.0.0.1:8700"))


def test_an_operators_list_that_cannot_be_read_is_told(monkeypatch):
    monkeypatch.setenv(HOSTS, "http://door")
    with pytest.raises(NoSystem, match='PLAYBOOKS_HTTP_HOSTS: "http://door" is not a network'):
        choose(at("http://127.0.0.1:8700"))


def test_what_is_written_wrongly_is_told_by_a_run_as_well():
    with pytest.raises(NoSystem, match="cannot be driven: the url must not hold a user"):
        choose(at("http://a@localhost"))


def test_a_secret_reaches_its_server_and_no_message(monkeypatch):
    module = example()
    seen = []

    class Handler(module.Handler):
        def answer(self, message, said):
            seen.append(self.headers["Authorization"])
            if message == "act":
                return {"error": f"{self.headers['Authorization']} may not"}
            return super().answer(message, said)

    module.Handler = Handler
    monkeypatch.setenv("LIFT_TOKEN", "Bearer s3cret-token")
    with elevator(module) as url:
        monkeypatch.setenv("PLAYBOOKS_HTTP_SECRETS", f"LIFT_TOKEN@{url.removeprefix('http://')}")
        events = list(
            run_scenario(at(url, "\n    headers: {Authorization: {env: LIFT_TOKEN}}"), "up_and_down")
        )
    assert set(seen) == {"Bearer s3cret-token"}
    assert events[-1].reasons == ("*** may not",)
    assert "s3cret" not in repr(events)


def test_the_reference_server_stays_short_enough_to_copy():
    lines = [line for line in EXAMPLE.read_text().splitlines() if line.strip()]
    assert len(lines) <= 80
