import pytest
from django.core.management import call_command

from editor import services
from editor.models import Playbook
from tests import factories


@pytest.fixture
def folder(tmp_path, db):
    (tmp_path / "door.yaml").write_text(factories.DOOR)
    load(tmp_path)
    return tmp_path


def load(folder):
    call_command("load_demos", folder=folder, verbosity=0)


def demo():
    return Playbook.objects.select_related("head").get(demo="door")


def test_each_demo_is_added_once(folder):
    load(folder)
    assert demo().revisions.count() == 1


def test_a_demo_that_nobody_changed_follows_its_file(folder):
    (folder / "door.yaml").write_text(factories.renamed("Gate"))
    load(folder)
    assert (demo().head.number, demo().name) == (2, "Gate")


def test_a_demo_follows_its_file_more_than_once(folder):
    for name in ("Gate", "Window"):
        (folder / "door.yaml").write_text(factories.renamed(name))
        load(folder)
    assert (demo().head.number, demo().name) == (3, "Window")


def test_a_users_change_is_never_touched(folder):
    services.save(demo(), factories.renamed("Mine"), base=1)
    (folder / "door.yaml").write_text(factories.renamed("Gate"))
    load(folder)
    assert demo().name == "Mine"


def test_new_demos_are_added_beside_the_old(folder):
    (folder / "gate.yaml").write_text(factories.renamed("Gate"))
    load(folder)
    assert list(Playbook.objects.values_list("demo", flat=True)) == ["door", "gate"]


def test_a_broken_demo_is_named_and_the_others_are_loaded(folder, capsys):
    (folder / "a.yaml").write_text(factories.BROKEN)
    (folder / "z.yaml").write_text(factories.renamed("Last"))
    load(folder)
    assert "a.yaml: not loaded" in capsys.readouterr().err
    assert Playbook.objects.filter(demo="z").exists()


@pytest.mark.django_db
def test_the_bundled_demos_load(capsys):
    call_command("load_demos", verbosity=0)
    assert capsys.readouterr().err == ""
    assert Playbook.objects.filter(demo="federation-gateway").exists()
