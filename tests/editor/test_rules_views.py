import pytest
from django.urls import reverse

from editor import rules
from playbook.api import CATALOGUE, Entry, Severity


def page_of(client, id, status=200):
    answer = client.get(reverse("editor:rule", args=[id]))
    assert answer.status_code == status
    return answer.content.decode()


def listed(client, query=""):
    return client.get(reverse("editor:rules"), {"q": query} if query else {}).content.decode()


@pytest.mark.django_db
def test_every_rule_is_listed_and_leads_to_its_page(client):
    page = listed(client)
    assert all(f'href="{reverse("editor:rule", args=[id])}"' in page for id in CATALOGUE)
    assert f"{len(CATALOGUE)} rules" in page


@pytest.mark.parametrize("id", CATALOGUE)
@pytest.mark.django_db
def test_every_rule_has_a_page_whose_example_draws_it(client, id):
    page = page_of(client, id)
    assert "Why it matters" in page and "What to do" in page
    assert '<ul class="rule-says">' in page


@pytest.mark.django_db
def test_a_rules_page_says_what_is_found_in_its_example_and_where(client):
    page = page_of(client, "PB201")
    assert "transition &quot;open_it&quot; goes to undeclared state &quot;opened&quot;" in page
    assert '<span class="problem-place mono">10:43</span>' in page
    assert page.count('class="source-line has-error"') == 1


@pytest.mark.django_db
def test_code_in_the_text_of_a_rule_is_shown_as_code(client):
    assert "<code>machine.states</code>" in page_of(client, "PB201")


@pytest.mark.django_db
def test_only_what_is_no_error_can_be_ignored(client):
    assert "playbook: ignore PB301" in page_of(client, "PB301")
    assert "playbook: ignore" not in page_of(client, "PB201")


@pytest.mark.django_db
def test_a_search_finds_rules_that_have_all_its_words(client):
    page = listed(client, "UNDECLARED-never-said")
    assert "No rule has these words" in page and "hidden>No rule" not in page
    page = listed(client, "transition ERROR names")
    assert "PB201" in page and "PB301" not in page


@pytest.mark.django_db
def test_what_was_searched_is_text_and_never_markup(client):
    assert "<script>alert" not in listed(client, "<script>alert(1)</script>")


@pytest.mark.django_db
def test_an_id_in_small_letters_leads_to_the_page(client):
    answer = client.get(reverse("editor:rule", args=["pb201"]))
    assert (answer.status_code, answer.headers["Location"]) == (301, reverse("editor:rule", args=["PB201"]))


@pytest.mark.parametrize("id", ["PB200", "PB20", "PB2011", "BP201", "x" * 300, "<b>"])
@pytest.mark.django_db
def test_a_rule_that_is_not_there_is_not_found(client, id):
    page = page_of(client, id, 404)
    assert "To all rules" in page and "<b>" not in page


@pytest.mark.django_db
def test_instead_of_it_the_nearest_are_offered(client):
    assert reverse("editor:rule", args=["PB201"]) in page_of(client, "PB200", 404)
    assert reverse("editor:rule", args=["PB201"]) in page_of(client, "BP201", 404)


@pytest.mark.django_db
def test_the_rules_need_no_account(client, settings):
    settings.PRODUCTION = True
    assert listed(client)
    assert page_of(client, "PB201")


@pytest.mark.django_db
def test_every_page_leads_to_the_rules(client):
    assert f'href="{reverse("editor:rules")}"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_rules_stand_with_their_family(client):
    page = listed(client, "wildcard reached")
    assert "Reachability</h2>" in page and "Scenarios</h2>" not in page


def example(monkeypatch, bad):
    entry = Entry("PB201", (Severity.ERROR,), "t", "w", "r", bad=bad, good="")
    monkeypatch.setitem(CATALOGUE, "PB201", entry)
    return rules.bad_example.__wrapped__("PB201")


def test_a_long_example_is_cut_and_its_finding_told(monkeypatch):
    shown = example(monkeypatch, "\n" * rules.MAX_LINES + CATALOGUE["PB201"].bad)
    assert (len(shown.lines), shown.cut) == (rules.MAX_LINES, True)
    assert [said.span.line for said in shown.findings] == [rules.MAX_LINES + 10]


def test_a_long_line_is_cut(monkeypatch):
    shown = example(monkeypatch, CATALOGUE["PB201"].bad + "# " + "x" * rules.MAX_COLUMNS + "\n")
    assert len(shown.lines[-1].text) == rules.MAX_COLUMNS
    assert shown.cut
