import pytest
from django.core.exceptions import ImproperlyConfigured

from playbooks_web import env


def test_a_missing_variable_is_named(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY must be set"):
        env.text("SECRET_KEY")


def test_a_choice_outside_the_list_names_the_list(monkeypatch):
    monkeypatch.setenv("PLAYBOOKS_MODE", "prod")
    with pytest.raises(ImproperlyConfigured, match="'prod'; it must be one of single, production"):
        env.text("PLAYBOOKS_MODE", "single", choices=("single", "production"))


@pytest.mark.parametrize("raw", ["eight", "0", "70000"])
def test_a_number_outside_its_bounds_is_refused(monkeypatch, raw):
    monkeypatch.setenv("PORT", raw)
    with pytest.raises(ImproperlyConfigured, match="PORT"):
        env.integer("PORT", 8000, minimum=1, maximum=65535)


def test_a_list_is_separated_by_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example,")
    assert env.names("ALLOWED_HOSTS") == ["a.example", "b.example"]


def test_hosts_that_cannot_be_read_stop_the_start(monkeypatch):
    monkeypatch.setenv("PLAYBOOKS_HTTP_HOSTS", "http://door.example")
    with pytest.raises(ImproperlyConfigured, match=r"PLAYBOOKS_HTTP_HOSTS: .*door\.example"):
        env.http_reach()
    monkeypatch.setenv("PLAYBOOKS_HTTP_HOSTS", "door.example")
    env.http_reach()
