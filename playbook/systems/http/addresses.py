"""Which addresses may be spoken to: public ones, and what an operator listed (RELIABILITY F11, F12).

A playbook is somebody's text, so its url must not reach into the network of whoever runs it.
"""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from playbook.document.http import Target
from playbook.limits import HTTP_RESOLVE_S
from playbook.systems.http.problems import NotAllowed, Unreached

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int], Sequence[str]]

# Never, whatever is listed: services that give away credentials, and addresses that are no one host's.
_NEVER: tuple[tuple[str, str], ...] = (
    ("169.254.169.254/32", "a cloud's metadata service"),
    ("169.254.170.2/32", "a cloud's metadata service"),
    ("100.100.100.200/32", "a cloud's metadata service"),
    ("192.0.0.192/32", "a cloud's metadata service"),
    ("fd00:ec2::254/128", "a cloud's metadata service"),
    ("fd20:ce::254/128", "a cloud's metadata service"),
    ("169.254.0.0/16", "link-local"),
    ("fe80::/10", "link-local"),
    ("0.0.0.0/8", "unspecified"),
    ("::/128", "unspecified"),
    ("224.0.0.0/4", "multicast"),
    ("ff00::/8", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("::ffff:0:0/96", "an IPv4 address dressed as IPv6"),
    ("::ffff:0:0:0/96", "an IPv4 address dressed as IPv6"),
    ("::/96", "an IPv4 address dressed as IPv6"),
    ("64:ff9b::/96", "an IPv4 address dressed as IPv6"),
    ("64:ff9b:1::/48", "an IPv4 address dressed as IPv6"),
    ("2002::/16", "an IPv4 address dressed as IPv6"),
    ("2001::/32", "an IPv4 address dressed as IPv6"),
)
# Only where an operator listed them.
_LISTED: tuple[tuple[str, str], ...] = (
    ("127.0.0.0/8", "loopback"),
    ("::1/128", "loopback"),
    ("10.0.0.0/8", "private"),
    ("172.16.0.0/12", "private"),
    ("192.168.0.0/16", "private"),
    ("fc00::/7", "private"),
    ("fec0::/10", "private"),
    ("100.64.0.0/10", "shared by a provider's customers"),
    # Named here because Python's own list differs from release to release.
    ("192.0.0.0/24", "not public"),
    ("192.88.99.0/24", "not public"),
    ("100::/64", "not public"),
    ("2001::/23", "not public"),
    ("3fff::/20", "not public"),
    ("5f00::/16", "not public"),
)
_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
NEVER = tuple((ip_network(text), name) for text, name in _NEVER)
LISTED = tuple((ip_network(text), name) for text, name in _LISTED)


def is_loopback(address: Address) -> bool:
    """Whether the address is this machine's own."""
    return any(address in network for network in _LOOPBACK)


def refusal(address: Address, listed: Sequence[Network] = ()) -> str:
    """The kind of address that may not be spoken to; empty where it may."""
    if is_loopback(address):
        return "" if any(address in network for network in listed) else "loopback"
    for network, kind in NEVER:
        if address in network:
            return kind
    if any(address in network for network in listed):
        return ""
    for network, kind in LISTED:
        if address in network:
            return kind
    return "" if address.is_global else "not public"


def look_up(host: str, port: int, patience_s: float = HTTP_RESOLVE_S) -> list[str]:
    """The addresses of a host, by the machine's resolver. Raises Unreached.

    The resolver cannot be interrupted, so it is asked on a thread that is left behind when it takes too long.
    """
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as problem:
            answers.put(OSError(str(problem)))
        else:
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))

    threading.Thread(target=ask, name=f"look up {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=patience_s)
    except queue.Empty:
        raise Unreached(f'the name "{host}" could not be looked up within {patience_s:g} s') from None
    if isinstance(answer, OSError):
        raise Unreached(f'the name "{host}" cannot be looked up: {answer}')
    return answer


def addresses(target: Target, listed: Sequence[Network], resolver: Resolver = look_up) -> tuple[str, ...]:
    """The addresses to connect to, looked up once. Raises NotAllowed where only one may not be reached."""
    named = target.address is None
    found = list(resolver(target.host, target.port)) if named else [target.host]
    if not found:
        raise Unreached(f'the name "{target.host}" has no address')
    for text in found:
        kind = refusal(ip_address(text), listed)
        if kind:
            way = f'"{target.host}" leads to ' if named else ""
            raise NotAllowed(f"{way}{text} must not be reached: the address is {kind}")
    return tuple(found)
