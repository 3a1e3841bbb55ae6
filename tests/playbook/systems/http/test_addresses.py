"""Which addresses may be spoken to (RELIABILITY F11, F12)."""

from __future__ import annotations

import threading
from ipaddress import ip_address, ip_network

import pytest

from playbook.document.http import target
from playbook.systems.http import addresses as module
from playbook.systems.http.addresses import addresses, look_up, refusal
from playbook.systems.http.problems import NotAllowed, Unreached

ANYWHERE = [ip_network("0.0.0.0/0"), ip_network("::/0")]
PRIVATE = [
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback"),
    ("::1", "loopback"),
    ("10.0.0.1", "private"),
    ("172.16.0.1", "private"),
    ("172.31.255.255", "private"),
    ("192.168.1.1", "private"),
    ("fc00::1", "private"),
    ("fd12:3456::1", "private"),
    ("fec0::1", "private"),
    ("100.64.0.1", "shared by a provider's customers"),
]
NEVER = [
    ("169.254.169.254", "a cloud's metadata service"),
    ("169.254.170.2", "a cloud's metadata service"),
    ("100.100.100.200", "a cloud's metadata service"),
    ("192.0.0.192", "a cloud's metadata service"),
    ("fd00:ec2::254", "a cloud's metadata service"),
    ("fd20:ce::254", "a cloud's metadata service"),
    ("169.254.1.1", "link-local"),
    ("fe80::1", "link-local"),
    ("fe80::1%1", "link-local"),
    ("0.0.0.0", "unspecified"),
    ("0.1.2.3", "unspecified"),
    ("::", "unspecified"),
    ("224.0.0.1", "multicast"),
    ("ff02::1", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"),
    ("::ffff:127.0.0.1", "an IPv4 address dressed as IPv6"),
    ("::ffff:169.254.169.254", "an IPv4 address dressed as IPv6"),
    ("::ffff:93.184.216.34", "an IPv4 address dressed as IPv6"),
    ("::ffff:0:127.0.0.1", "an IPv4 address dressed as IPv6"),
    ("::127.0.0.1", "an IPv4 address dressed as IPv6"),
    ("64:ff9b::7f00:1", "an IPv4 address dressed as IPv6"),
    ("64:ff9b:1::7f00:1", "an IPv4 address dressed as IPv6"),
    ("2002:7f00:1::", "an IPv4 address dressed as IPv6"),
    ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "an IPv4 address dressed as IPv6"),
]


@pytest.mark.parametrize(("text", "kind"), PRIVATE + NEVER)
def test_an_address_that_is_not_public_is_refused_by_its_kind(text, kind):
    assert refusal(ip_address(text)) == kind


@pytest.mark.parametrize(
    "text", ["192.0.2.1", "198.18.0.1", "203.0.113.9", "2001:db8::1", "192.0.0.8", "192.88.99.1", "3fff::1"]
)
def test_addresses_of_documents_and_benchmarks_are_refused_too(text):
    assert refusal(ip_address(text)) == "not public"


@pytest.mark.parametrize("text", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111"])
def test_public_addresses_are_not_refused(text):
    assert refusal(ip_address(text)) == ""


@pytest.mark.parametrize("text", [text for text, _ in PRIVATE])
def test_a_listed_network_opens_its_addresses(text):
    assert refusal(ip_address(text), ANYWHERE) == ""


@pytest.mark.parametrize(("text", "kind"), NEVER)
def test_no_list_opens_what_gives_away_credentials_or_is_no_ones(text, kind):
    assert refusal(ip_address(text), ANYWHERE) == kind


def test_one_private_address_among_public_ones_refuses_the_host():
    with pytest.raises(
        NotAllowed, match=r'"door.example.com" leads to 10.0.0.7 must not be reached: .* private'
    ):
        addresses(target("http://door.example.com"), [], lambda host, port: ["8.8.8.8", "10.0.0.7"])


def test_a_name_is_looked_up_once_and_all_its_addresses_are_kept():
    asked = []

    def resolver(host, port):
        asked.append((host, port))
        return ["8.8.8.8", "9.9.9.9"]

    assert addresses(target("https://door.example.com"), [], resolver) == ("8.8.8.8", "9.9.9.9")
    assert asked == [("door.example.com", 443)]


def test_a_plain_address_is_not_looked_up():
    def resolver(host, port):
        raise AssertionError("asked")

    assert addresses(target("http://8.8.8.8"), [], resolver) == ("8.8.8.8",)
    with pytest.raises(NotAllowed, match=r"^10\.0\.0\.1 must not be reached: the address is private"):
        addresses(target("http://10.0.0.1"), [], resolver)


def test_a_name_without_an_address_is_told():
    with pytest.raises(Unreached, match="has no address"):
        addresses(target("http://door.example.com"), [], lambda host, port: [])


def test_the_machines_resolver_finds_localhost():
    assert set(look_up("localhost", 80)) <= {"127.0.0.1", "::1"}


def test_a_name_that_cannot_be_looked_up_is_told(monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("Name or service not known")

    monkeypatch.setattr(module.socket, "getaddrinfo", fail)
    with pytest.raises(Unreached, match=r'"nowhere.invalid" cannot be looked up: Name or service'):
        look_up("nowhere.invalid", 80)


def test_a_resolver_that_does_not_answer_is_not_waited_for(monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(
        module.socket, "getaddrinfo", lambda *a, **k: [("", "", "", "", ("8.8.8.8", 80))] * release.wait()
    )
    try:
        with pytest.raises(Unreached, match=r"could not be looked up within 0\.01 s"):
            look_up("slow.example.com", 80, 0.01)
    finally:
        release.set()
