"""What `--seed` takes, and what a run in brief says of its way."""

from __future__ import annotations

import pytest

from playbook.cli import main
from playbook.limits import MAX_SEED
from tests.playbook.commands.runs import BAD, door, results


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("seed", ["-3", "x", "1.5", str(MAX_SEED + 1), "9" * 5000])
def test_a_seed_that_no_scenario_could_have_is_refused(seed, capsys):
    with pytest.raises(SystemExit) as refused:
        main(["run", door(), f"--seed={seed}"])
    assert refused.value.code == 2
    assert f"a whole number from 0 to {MAX_SEED} is needed" in capsys.readouterr().err


def test_the_greatest_seed_is_taken(capsys):
    assert results(capsys, door(), "--seed", str(MAX_SEED))[0]["seed"] == MAX_SEED


@pytest.mark.parametrize(("detail", "route"), [("full", ["shut", "open", "shut"]), ("brief", [])])
def test_what_is_recorded_in_brief_has_no_way_to_tell(detail, route, capsys):
    assert results(capsys, door(BAD), "--scenario", "bad", "--detail", detail)[0]["route"] == route
