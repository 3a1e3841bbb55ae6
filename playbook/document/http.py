"""`system: {http: ...}` as values: where a system over HTTP listens, and what it offers.

LANGUAGE.md section 5, docs/systems.md. Nothing here opens a connection; what cannot be used comes back
as problems, with the path of each inside the section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from playbook.document.simulation import Header, header
from playbook.limits import HTTP_TIMEOUT_MS, MAX_HTTP_TIMEOUT_MS, MIN_HTTP_TIMEOUT_MS
from playbook.signatures import FunctionSignature, Parameter
from playbook.spans import Path
from playbook.values import Value

PORTS = {"http": 80, "https": 443}
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\Z")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}\Z")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}\Z")
_PATH = re.compile(r"[A-Za-z0-9/._~!$&'()*+,;=:@%-]*\Z")
# What the client sets itself, and what would change whom it speaks to or how.
OWN_HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "cookie",
        "expect",
        "forwarded",
        "host",
        "keep-alive",
        "origin",
        "proxy-authorization",
        "proxy-connection",
        "referer",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "via",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-real-ip",
    }
)
CREDENTIALS = re.compile(r"authorization|token|secret|password|api-?key|credential", re.IGNORECASE)


class BadUrl(ValueError):
    """The url cannot say where a system listens; the message says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """A url taken apart; `host` is in lower case, `address` is there where the host is one."""

    scheme: str
    host: str
    port: int
    path: str = ""
    address: IPv4Address | IPv6Address | None = None

    @property
    def authority(self) -> str:
        """Host and port as a `Host` header has them."""
        host = f"[{self.host}]" if isinstance(self.address, IPv6Address) else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The url in its one spelling."""
        return f"{self.scheme}://{self.authority}{self.path}"


def target(url: str) -> Target:
    """Take a url apart, strictly: what two readers could read differently is refused. Raises BadUrl."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise BadUrl(f"the url cannot be read: {problem}") from None
    if parts.scheme not in PORTS:
        raise BadUrl('the url must begin with "http://" or "https://"')
    if parts.username is not None or parts.password is not None:
        raise BadUrl("the url must not hold a user's name or password; use a header with {env: NAME}")
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise BadUrl("the url must end with its path, without ? and #")
    if not _PATH.match(parts.path) or "//" in parts.path or "/../" in f"{parts.path}/":
        raise BadUrl("the path of the url must be plain: letters, digits and / . _ ~ -")
    host = (parts.hostname or "").lower()
    if "%" in host:
        raise BadUrl("the url must not name a network interface of this machine")
    address = _address(host)
    if port == 0:
        raise BadUrl("a port is 1 to 65,535")
    if address is None and not _HOST.match(host):
        raise BadUrl(f'"{host}" is not the name of a host' if host else "the url names no host")
    host = host if address is None else str(address)
    return Target(parts.scheme, host, port or PORTS[parts.scheme], parts.path.rstrip("/"), address)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """The address that the host is; old spellings of one, `127.1` or `0x7f000001`, are refused."""
    try:
        return ip_address(host)
    except ValueError:
        last = host.rpartition(".")[2]
        if last.isdigit() or re.match(r"0x[0-9a-f]*\Z", last):
            raise BadUrl(f'"{host}" is not a plain address; write four numbers, as in 192.0.2.1') from None
        return None


@dataclass(frozen=True, slots=True)
class Secret:
    """A header's value that is not in the playbook: the name of a variable that an operator listed."""

    variable: str


@dataclass(frozen=True, slots=True)
class HttpSection:
    """The section, as far as it can be used; `problems` has the rest, by path inside the section.

    Actions and functions are None where the playbook does not declare them.
    """

    url: str = ""
    timeout_ms: int = HTTP_TIMEOUT_MS
    headers: Mapping[str, str | Secret] = field(default_factory=dict)
    actions: Mapping[str, tuple[Parameter, ...]] | None = None
    functions: Mapping[str, FunctionSignature] | None = None
    problems: tuple[tuple[Path, str], ...] = ()


def section(system: Value) -> HttpSection | None:
    """What `system:` says of a system over HTTP; None where it speaks of none."""
    http = system.get("http") if isinstance(system, dict) else None
    if not isinstance(http, dict):
        return None
    problems: list[tuple[Path, str]] = []
    url = str(http.get("url") or "")
    try:
        target(url)
    except BadUrl as problem:
        problems.append((("url",), str(problem)))
    headers = dict(_headers(http.get("headers"), problems))
    actions = _declared(http, "actions", problems)
    functions = _declared(http, "functions", problems)
    return HttpSection(
        url,
        _timeout(http.get("timeout_ms")),
        headers,
        None if actions is None else {h.name: tuple(map(Parameter, h.parameters)) for h in actions},
        None if functions is None else {h.name: _signature(h) for h in functions},
        tuple(problems),
    )


def _timeout(value: Value) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return HTTP_TIMEOUT_MS
    return int(min(max(value, MIN_HTTP_TIMEOUT_MS), MAX_HTTP_TIMEOUT_MS))


def _signature(found: Header) -> FunctionSignature:
    return FunctionSignature(len(found.parameters), len(found.parameters), help="declared by the playbook")


def _declared(http: dict[str, Value], key: str, problems: list[tuple[Path, str]]) -> list[Header] | None:
    """The headers in a list; those that cannot be read are left out and complained of."""
    listed = http.get(key)
    if not isinstance(listed, list):
        return None
    found = []
    for position, text in enumerate(listed):
        one = header(text if isinstance(text, str) else "")
        if one.problem:
            problems.append(((key, position), one.problem.replace("record_failure", "open")))
        else:
            found.append(one)
    return found


def _headers(value: Value, problems: list[tuple[Path, str]]) -> Iterator[tuple[str, str | Secret]]:
    if value is not None and not isinstance(value, dict):
        problems.append((("headers",), '"headers" must be a map of names and texts'))
    if not isinstance(value, dict):
        return
    for name, given in value.items():
        problem = _wrong_header(name, given)
        if problem:
            problems.append((("headers", name), problem))
        elif isinstance(given, dict):
            yield name, Secret(str(given["env"]))
        else:
            yield name, str(given)


def _wrong_header(name: str, given: Value) -> str:
    if not _TOKEN.match(name):
        return f'"{name}" cannot name a header'
    if name.lower() in OWN_HEADERS:
        return f'the header "{name}" is not a playbook\'s to set'
    if isinstance(given, dict):
        named = given.get("env")
        if set(given) != {"env"} or not (isinstance(named, str) and _VARIABLE.match(named)):
            return f'a secret is written as {{env: NAME}}; "{name}" is not'
        return ""
    if isinstance(given, list) or given is None:
        return f'the header "{name}" must be a text, or {{env: NAME}} for a secret'
    if isinstance(given, str) and not (given.isascii() and given.isprintable()):
        return f'the header "{name}" must be printable ASCII, on one line'
    return ""
