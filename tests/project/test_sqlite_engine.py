import pytest
from django.db import connection

from playbooks_web.sqlite import init_command, wal_is_safe

SAFE = [(3, 51, 3), (3, 53, 4), (3, 50, 7), (3, 44, 6)]
UNSAFE = [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 2)]


@pytest.mark.parametrize("version", SAFE)
def test_a_fixed_engine_may_use_wal(version):
    assert wal_is_safe(version)


@pytest.mark.parametrize("version", UNSAFE)
def test_an_engine_with_the_wal_reset_bug_may_not(version):
    assert not wal_is_safe(version)
    assert "journal_mode=DELETE" in init_command(version)


@pytest.mark.django_db
def test_every_commit_is_synced():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)
