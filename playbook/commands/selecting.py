"""`--select` and `--ignore`: findings by their rules' ids."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from difflib import get_close_matches

from playbook.catalogue.everything import CATALOGUE
from playbook.commands.outcome import Cannot
from playbook.reports.checked import Selection


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--select", action="append", metavar="IDS", help="only these rules: PB201,PB4 (PB4 is all of PB4xx)"
    )
    parser.add_argument("--ignore", action="append", metavar="IDS", help="not these rules")


def selection(options: Namespace) -> Selection:
    return Selection(_ids(options.select or ()), _ids(options.ignore or ()))


def _ids(given: Iterable[str]) -> tuple[str, ...]:
    ids = [id.strip().upper() for one in given for id in one.split(",") if id.strip()]
    for id in ids:
        if not any(known.startswith(id) for known in CATALOGUE):
            raise unknown(id)
    return tuple(ids)


def unknown(id: str) -> Cannot:
    """The complaint about an id that no rule has."""
    close = get_close_matches(id.upper(), CATALOGUE, n=1, cutoff=0.6)
    hint = f"did you mean {close[0]}?" if close else '"playbook rules" lists them'
    return Cannot(f'there is no rule "{id}"; {hint}')
