import hashlib

import pytest
from django.db import IntegrityError

from editor import services
from editor.models import Playbook, Revision
from tests import factories


def test_a_new_playbook_has_the_texts_name_and_one_revision(door):
    assert (door.name, door.description) == ("Door", "Opens and shuts")
    assert door.head.number == 1
    assert door.head.text == factories.DOOR


def test_a_revision_knows_its_hash_and_its_counts(door):
    assert door.head.sha256 == hashlib.sha256(factories.DOOR.encode()).hexdigest()
    counts = door.head.state_count, door.head.transition_count, door.head.scenario_count
    assert counts == (2, 2, 1)
    assert (door.head.lines_added, door.head.lines_removed) == (factories.DOOR.count("\n"), 0)


@pytest.mark.django_db
def test_a_text_with_errors_is_not_kept():
    with pytest.raises(services.Refused) as refusal:
        services.create(factories.BROKEN)
    assert not refusal.value.analysis.ok
    assert not Playbook.objects.exists()


def test_a_save_makes_the_next_revision_and_describes_the_playbook_anew(door):
    saved = services.save(door, factories.renamed("Gate"), base=1, message="renamed")
    assert (saved.revision.number, saved.changed) == (2, True)
    assert (door.name, door.head.message) == ("Gate", "renamed")
    assert (door.head.lines_added, door.head.lines_removed) == (1, 1)


def test_a_refused_save_changes_nothing(door):
    with pytest.raises(services.Refused):
        services.save(door, factories.BROKEN, base=1)
    assert Revision.objects.count() == 1


def test_the_same_text_again_is_nothing_new(door):
    saved = services.save(door, factories.DOOR, base=1)
    assert (saved.revision.number, saved.changed) == (1, False)


def test_a_save_that_is_sent_twice_makes_one_revision(door):
    text = factories.renamed("Gate")
    services.save(door, text, base=1)
    again = services.save(door, text, base=1)
    assert (again.revision.number, again.changed) == (2, False)
    assert door.revisions.count() == 2


def test_a_save_from_an_older_revision_is_refused_with_the_newest(door):
    factories.revised(door, factories.renamed("Gate"))
    with pytest.raises(services.EditConflict) as conflict:
        services.save(door, factories.renamed("Window"), base=1)
    assert conflict.value.head.number == 2
    assert door.revisions.count() == 2


def test_of_two_saves_at_once_one_is_refused(door, monkeypatch):
    """The head moves between reading it and writing: the conditional update finds no row."""
    ours, made = factories.renamed("Ours"), services._revision

    def overtaken(*arguments, **options):
        monkeypatch.setattr(services, "_revision", made)
        other = Playbook.objects.get(pk=door.pk)
        services.save(other, factories.renamed("Theirs"), base=1)
        return made(*arguments, **options)

    monkeypatch.setattr(services, "_revision", overtaken)
    with pytest.raises(services.EditConflict) as conflict:
        services.save(door, ours, base=1)
    assert "Theirs" not in conflict.value.head.text  # rolled back with the save that carried it
    assert door.revisions.count() == 1


def test_a_number_is_given_once(door):
    with pytest.raises(IntegrityError):
        Revision.objects.create(playbook=door, number=1, text="", sha256="")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_the_text_is_kept_exactly(door, ends):
    text = factories.renamed("Gate").replace("\n", ends)
    services.save(door, text, base=1)
    assert Revision.objects.get(playbook=door, number=2).text == text


def test_a_byte_order_mark_is_kept(door):
    services.save(door, "\ufeff" + factories.DOOR, base=1)
    assert door.head.text == "\ufeff" + factories.DOOR


@pytest.mark.django_db
def test_a_playbook_without_a_name_is_called_after_its_machine():
    text = factories.DOOR.replace('name: "Door"\n', "")
    assert services.create(text).name == "door"
