"""What an operator allows: hosts, networks and secrets."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from playbook.document.http import target
from playbook.systems.http.problems import BadReach, NotAllowed
from playbook.systems.http.reach import HOSTS, SECRETS, reach, reach_here
from tests.playbook.systems.http.cast import section


def allows(hosts: str, url: str) -> bool:
    try:
        reach({HOSTS: hosts}).check(target(url))
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize(
    ("hosts", "url"),
    [
        ("door.example.com", "http://door.example.com"),
        ("door.example.com", "https://DOOR.example.com/api"),
        ("Door.Example.com:8700", "http://door.example.com:8700"),
        ("door.example.com:*", "http://door.example.com:8700"),
        ("*.example.com", "https://a.b.example.com"),
        ("10.0.0.5:8700", "http://10.0.0.5:8700"),
        ("[FD00::0:5]:8700", "http://[fd00::5]:8700"),
        ("a.example, b.example", "http://b.example"),
        ("door.example.com:6379", "http://door.example.com:6379"),
    ],
)
def test_a_listed_host_may_be_reached(hosts, url):
    assert allows(hosts, url)


@pytest.mark.parametrize(
    ("hosts", "url"),
    [
        ("door.example.com", "http://door.example.com:8700"),
        ("door.example.com", "http://evil.example.com"),
        ("door.example.com", "http://x.door.example.com"),
        ("door.example.com:8700", "http://door.example.com"),
        ("*.example.com", "http://example.com"),
        ("*.example.com", "http://evilexample.com"),
        ("door.example.com:*", "http://door.example.com:6379"),
        ("door.example.com:*", "http://door.example.com:22"),
        ("10.0.0.0/8", "http://10.0.0.5"),
        ("none", "http://localhost:8700"),
    ],
)
def test_what_is_not_listed_may_not(hosts, url):
    assert not allows(hosts, url)


def test_the_refusal_names_the_host_the_port_and_the_setting():
    with pytest.raises(NotAllowed, match=r"evil\.example on port 80 .*PLAYBOOKS_HTTP_HOSTS"):
        reach({}).check(target("http://evil.example"))


@pytest.mark.parametrize("url", ["http://localhost:8700", "http://127.0.0.1:8700", "http://[::1]:8700"])
def test_ones_own_machine_is_allowed_by_default_but_not_in_production(url):
    reach_here({}).check(target(url))
    with pytest.raises(NotAllowed):
        reach_here({"PLAYBOOKS_MODE": "production"}).check(target(url))


def test_production_allows_what_is_listed():
    reach_here({"PLAYBOOKS_MODE": "production", HOSTS: "door.example"}).check(target("http://door.example"))


@pytest.mark.parametrize(
    ("hosts", "said"),
    [
        ("http://door.example", "is not a network"),
        ("door example", "not a host"),
        ("door.example:0", "not a host"),
        ("door.example:70000", "not a host"),
        ("user@door.example", "not a host"),
        ("10.0.0.0/33", "is not a network"),
        ("10.0.0.1/8", "has host bits set"),
        ("[::g]", "not a host"),
        ("[1:2]", "is not an address"),
        ("*", "every host"),
        ("door.example.", "every host"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(hosts, said):
    with pytest.raises(BadReach, match=said) as caught:
        reach({HOSTS: f"good.example, {hosts}"})
    assert hosts in str(caught.value)


def test_a_listed_address_and_localhost_stand_for_themselves():
    allowed = reach({HOSTS: "10.0.0.5, localhost, 10.7.0.0/16"})
    networks = allowed.networks_for(target("http://10.0.0.5"))
    assert networks == (ip_network("10.7.0.0/16"), ip_network("10.0.0.5/32"))
    assert ip_network("127.0.0.0/8") in allowed.networks_for(target("http://localhost"))
    assert allowed.networks_for(target("http://door.example")) == (ip_network("10.7.0.0/16"),)


TOKEN = {"Authorization": {"env": "DOOR_TOKEN"}, "X-Room": "7"}


def headers(url, secrets="DOOR_TOKEN@door.example, DOOR_TOKEN@localhost:8700", **environment):
    given = {SECRETS: secrets, "DOOR_TOKEN": "Bearer s3cret", **environment}
    return reach(given).headers(section(url, headers=TOKEN), target(url))


@pytest.mark.parametrize("url", ["https://door.example", "http://localhost:8700"])
def test_a_listed_secret_is_filled_in(url):
    assert headers(url) == {"Authorization": "Bearer s3cret", "X-Room": "7"}


@pytest.mark.parametrize(
    ("url", "more", "said"),
    [
        ("https://other.example", {}, "may not be sent to other.example"),
        ("http://door.example", {}, "only sent over https"),
        ("https://door.example", {"secrets": ""}, "may not be sent"),
        ("https://door.example", {"secrets": "HOME@door.example"}, 'the secret "DOOR_TOKEN" may not'),
        ("https://door.example", {"DOOR_TOKEN": ""}, "is not set"),
        ("https://door.example", {"DOOR_TOKEN": "a\r\nHost: b"}, "not printable ASCII"),
    ],
)
def test_a_secret_goes_nowhere_else(url, more, said):
    with pytest.raises(NotAllowed, match=said):
        headers(url, **more)


def test_whether_a_secret_may_be_sent_hangs_on_the_list_alone():
    allowed = reach({SECRETS: "DOOR_TOKEN@door.example"})
    allowed.check_secrets(section(headers=TOKEN), target("https://door.example"))
    with pytest.raises(NotAllowed, match=r"may not be sent to other\.example"):
        allowed.check_secrets(section(headers=TOKEN), target("https://other.example"))


@pytest.mark.parametrize("entry", ["DOOR_TOKEN", "@door.example", "1X@door.example", "A@b@c"])
def test_a_secret_is_listed_with_its_host(entry):
    with pytest.raises(BadReach, match="is not NAME@host"):
        reach({SECRETS: entry})


def test_secrets_are_not_shown_where_the_value_is():
    assert "s3cret" not in repr(reach({SECRETS: "DOOR_TOKEN@door.example", "DOOR_TOKEN": "s3cret"}))
