"""What an operator allows systems over HTTP: hosts, networks and secrets (DESIGN.md, "Safe by construction").

The list is a value that is handed to the client. On one's own machine it is `OWN_MACHINE`, in
production nothing, unless the environment says otherwise (docs/operating.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

from playbook.document.http import HttpSection, Secret, Target
from playbook.systems.http.addresses import Network, is_loopback
from playbook.systems.http.problems import BadReach, NotAllowed

HOSTS = "PLAYBOOKS_HTTP_HOSTS"
SECRETS = "PLAYBOOKS_HTTP_SECRETS"
OWN_MACHINE = "localhost:*, 127.0.0.1:*, [::1]:*"
NOTHING = "none"
WEB_PORTS = (80, 443)
# `*` stands for ports that people give to servers of their own: the web's, and those from here on, but not
# for those of well-known other services, which a message over HTTP could do harm to.
_FIRST_FREE_PORT = 1024
_OTHER_SERVICES = frozenset((
    1433, 1521, 1719, 1720, 1723, 2049, 2375, 2376, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432,
    5672, 5984, 6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9200, 9300, 10080,
    10250, 11211, 27017,
))  # fmt: skip
_ENTRY = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^\[\]:/@\s]+)(?::(?P<port>\*|[0-9]{1,5}))?\Z")
_SECRET = re.compile(r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)@(?P<host>[^@\s]+)\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """A host that may be reached; `port` None stands for the ports of the web, 0 for any port."""

    host: str
    port: int | None = None

    def covers(self, target: Target) -> bool:
        """Whether the target is one of those that the entry stands for."""
        wanted = self.host
        same = target.host.endswith(wanted[1:]) if wanted.startswith("*.") else target.host == wanted
        if not same:
            return False
        if self.port is None:
            return target.port in WEB_PORTS
        return target.port == self.port or (self.port == 0 and _is_free(target.port))


def _is_free(port: int) -> bool:
    return port in WEB_PORTS or (port >= _FIRST_FREE_PORT and port not in _OTHER_SERVICES)


@dataclass(frozen=True, slots=True)
class Reach:
    """Hosts that may be spoken to, networks that their names may lead to, and secrets for some of them."""

    hosts: tuple[Entry, ...] = ()
    networks: tuple[Network, ...] = ()
    secrets: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    def check(self, target: Target) -> None:
        """Raises NotAllowed where the operator did not list the host with this port."""
        if not any(entry.covers(target) for entry in self.hosts):
            raise NotAllowed(
                f"{target.host} on port {target.port} may not be reached from here; "
                f"whoever operates this machine lists it in {HOSTS}"
            )

    def networks_for(self, target: Target) -> tuple[Network, ...]:
        """The networks that the target's addresses may be in, beside what is public.

        A listed address stands for itself, and a listed `localhost` for this machine.
        """
        if target.host == "localhost":
            return (*self.networks, ip_network("127.0.0.0/8"), ip_network("::1/128"))
        own = () if target.address is None else (ip_network(target.address),)
        return (*self.networks, *own)

    def headers(self, section: HttpSection, target: Target) -> dict[str, str]:
        """The playbook's headers, with the secrets that it names. Raises NotAllowed."""
        return {
            name: self._secret(given, target) if isinstance(given, Secret) else given
            for name, given in section.headers.items()
        }

    def check_secrets(self, section: HttpSection, target: Target) -> None:
        """Raises NotAllowed where a secret that is named may not be sent there; its value is not needed."""
        for given in section.headers.values():
            if isinstance(given, Secret):
                self._may_send(given.variable, target)

    def _may_send(self, name: str, target: Target) -> None:
        if not any(entry.covers(target) for entry in self.secrets.get(name, ())):
            raise NotAllowed(
                f'the secret "{name}" may not be sent to {target.host}; '
                f"whoever operates this machine lists it in {SECRETS} as {name}@{target.authority}"
            )
        own = target.host == "localhost" or (target.address is not None and is_loopback(target.address))
        if target.scheme != "https" and not own:
            raise NotAllowed(f'the secret "{name}" is only sent over https')

    def _secret(self, secret: Secret, target: Target) -> str:
        name = secret.variable
        self._may_send(name, target)
        value = self.values.get(name, "")
        if not value:
            raise NotAllowed(f'the secret "{name}" is listed, but the variable is not set')
        if not (value.isascii() and value.isprintable()):
            raise NotAllowed(f'the secret "{name}" is not printable ASCII on one line')
        return value


def reach(environment: Mapping[str, str], default: str = OWN_MACHINE) -> Reach:
    """What the environment allows; `default` stands for hosts where it says nothing. Raises BadReach."""
    text = environment.get(HOSTS, "").strip() or default
    hosts: list[Entry] = []
    networks: list[Network] = []
    for part in _parts("" if text == NOTHING else text):
        if "/" in part:
            networks.append(_network(part))
        else:
            hosts.append(_entry(part, HOSTS))
    secrets: dict[str, tuple[Entry, ...]] = {}
    for part in _parts(environment.get(SECRETS, "")):
        match = _SECRET.match(part)
        if match is None:
            raise BadReach(f'{SECRETS}: "{part}" is not NAME@host')
        secrets[match["name"]] = (*secrets.get(match["name"], ()), _entry(match["host"], SECRETS))
    values = {name: environment.get(name, "") for name in secrets}
    return Reach(tuple(hosts), tuple(networks), secrets, values)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _network(text: str) -> Network:
    try:
        return ip_network(text)
    except ValueError as problem:
        raise BadReach(f'{HOSTS}: "{text}" is not a network such as 10.1.0.0/16: {problem}') from None


def _entry(text: str, setting: str) -> Entry:
    match = _ENTRY.match(text)
    port = match["port"] if match else None
    if match is None or (port not in (None, "*") and not 1 <= int(port) <= 65_535):
        raise BadReach(f'{setting}: "{text}" is not a host, host:port or host:*')
    host = match["host"].lower()
    if host.startswith("["):
        try:
            host = str(ip_address(host[1:-1]))
        except ValueError:
            raise BadReach(f'{setting}: "{text}" is not an address in brackets') from None
    if host == "*" or host.endswith("."):
        raise BadReach(f'{setting}: "{text}" would allow every host; name them, or *.example.com')
    return Entry(host, None if port is None else 0 if port == "*" else int(port))


def reach_here(environment: Mapping[str, str]) -> Reach:
    """What this process allows: its own machine, in production only what is listed. Raises BadReach."""
    production = environment.get("PLAYBOOKS_MODE", "").strip() == "production"
    return reach(environment, NOTHING if production else OWN_MACHINE)
