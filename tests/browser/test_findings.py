"""Findings: what is wrong, where else to look, and one click (or key) to mend it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_edit import write

pytestmark = pytest.mark.browser

HEAD = """\
version: "1.0"
name: "Door"
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
  transitions:
"""
# Two misspelt states; the emoji stands before the second one on its line.
MISSPELT = (
    HEAD
    + """\
    - {id: "a", from: "closed", to: "opn", event: "opened"}
    - {id: "b", description: "shut 🚪🚪", from: "open", to: "closd", event: "shut"}
"""
)
# One state is declared twice.
TWICE = (
    HEAD.replace("    open: {}", "    open: {}\n    closed: {}")
    + """\
    - {id: "a", from: "closed", to: "open", event: "opened"}
    - {id: "b", from: "open", to: "closed", event: "shut"}
"""
)
MANY = HEAD + "".join(
    f'    - {{id: "t{i}", from: "closed", to: "nowhere_{i}", event: "e{i}"}}\n' for i in range(150)
)


@pytest.fixture
def editor(open_page) -> Page:
    return written(open_page("/new/"), MISSPELT)


def written(page: Page, text: str) -> Page:
    """A new playbook's editor with this text, checked."""
    expect(page.locator(".cm-content")).to_be_visible()
    with page.expect_response("**/check/"):
        write(page, text)
    return page


def found(page: Page, text: str) -> Locator:
    return page.locator("[data-part='problem-list'] .problem").filter(has_text=text)


def text_of(page: Page) -> str:
    """The text in the editor."""
    return "\n".join(page.locator(".cm-line").all_inner_texts())


def test_one_click_mends_a_misspelt_name_and_undo_brings_it_back(editor):
    found(editor, '"opn"').get_by_role("button", name='Replace by "open"').click()
    expect(found(editor, '"opn"')).to_have_count(0)
    assert '"closed", to: "open", event: "opened"' in text_of(editor)
    editor.keyboard.press("Control+z")
    expect(found(editor, '"opn"')).to_have_count(1)
    assert 'to: "opn"' in text_of(editor)


def test_an_emoji_before_the_range_does_not_shift_the_fix(editor):
    found(editor, '"closd"').get_by_role("button", name='Replace by "closed"').click()
    expect(found(editor, '"closd"')).to_have_count(0)
    assert '"shut 🚪🚪", from: "open", to: "closed", event: "shut"}' in text_of(editor)


def test_a_fix_of_a_text_that_changed_meanwhile_hits_the_right_place(editor):
    fix = found(editor, '"opn"').get_by_role("button", name='Replace by "open"')
    editor.route("**/check/", lambda route: (editor.wait_for_timeout(300), route.continue_()))
    editor.locator(".cm-content").press("Control+Home")
    editor.keyboard.type("# a line that moves all others\n")
    fix.click()
    expect(found(editor, '"opn"')).to_have_count(0)
    assert '"closed", to: "open", event: "opened"' in text_of(editor)
    assert text_of(editor).startswith('# a line that moves all others\nversion: "1.0"')


def test_all_safe_fixes_are_made_at_once(editor):
    problems = [safe(2, 7, 13, '"Gate"'), safe(7, 5, 11, "shut"), safe(8, 5, 9, "ajar")]
    answer = {"picture": "", "outline": [], "problems": problems}
    editor.route("**/check/", lambda route: route.fulfill(json=answer))
    write(editor, MISSPELT + "# more\n")
    editor.get_by_role("button", name="Fix all 3 safe").click()
    expect(editor.locator(".cm-content")).to_contain_text("shut: {}")
    assert 'name: "Gate"\n' in text_of(editor)
    assert "  states:\n    shut: {}\n    ajar: {}\n" in text_of(editor)
    editor.unroute("**/check/")
    editor.keyboard.press("Control+z")
    expect(found(editor, '"opn"')).to_have_count(1)
    assert text_of(editor).startswith(MISSPELT)
    expect(editor.get_by_role("button", name=re.compile("Fix all"))).to_be_hidden()
    expect(editor.locator("[data-part='problems-title']")).to_be_focused()


def safe(line: int, column: int, end: int, text: str) -> dict[str, object]:
    """A finding whose safe fix writes a word anew."""
    place = {"line": line, "column": column, "end_line": line, "end_column": end}
    fixes = [{"title": f"Write {text}", "safe": True, "edits": [{**place, "text": text}]}]
    said = {"id": "PB201", "severity": "warning", "message": f"better {text}", "path": "", "related": []}
    return {**said, **place, "fixes": fixes, "docs": ""}


def test_a_related_place_is_one_click_away(open_page):
    page = written(open_page("/new/"), TWICE)
    found(page, 'key "closed" is already defined').get_by_role("button", name=re.compile(r"7:5$")).click()
    expect(page.locator(".cm-activeLineGutter").filter(has_text="7")).to_be_visible()
    expect(page.locator(".cm-content")).to_be_focused()


def test_the_keyboard_goes_from_problem_to_problem_and_mends(editor):
    for chip in editor.locator(".problem-chip:not(.error)").all():
        chip.click()
    editor.locator(".cm-content").press("Control+Home")
    card = editor.locator("[data-part='card']")
    editor.keyboard.press("F8")
    expect(card).to_contain_text('undeclared state "opn"')
    editor.keyboard.press("F8")
    expect(card).to_contain_text('undeclared state "closd"')
    editor.keyboard.press("Shift+F8")
    expect(card).to_contain_text('undeclared state "opn"')
    editor.keyboard.press("Control+.")
    expect(card.get_by_role("button", name='Replace by "open"')).to_be_focused()
    editor.keyboard.press("Enter")
    expect(found(editor, '"opn"')).to_have_count(0)
    expect(card).to_have_count(0)
    expect(editor.locator(".cm-content")).to_be_focused()


def test_escape_closes_the_card_and_goes_back_to_the_text(editor):
    editor.locator(".cm-content").press("Control+Home")
    editor.keyboard.press("F8")
    editor.keyboard.press("Control+.")
    editor.keyboard.press("Escape")
    expect(editor.locator("[data-part='card']")).to_have_count(0)
    expect(editor.locator(".cm-content")).to_be_focused()


def test_the_keyboard_walks_the_list_and_stays_there_after_a_fix(editor):
    editor.locator(".cm-content").press("Control+Shift+m")
    rows = editor.locator("[data-part='problem-list'] .problem-jump")
    expect(rows.first).to_be_focused()
    editor.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    editor.keyboard.press("ArrowUp")
    found(editor, '"opn"').get_by_role("button", name='Replace by "open"').press("Enter")
    expect(found(editor, '"opn"')).to_have_count(0)
    expect(rows.first).to_be_focused()
    editor.keyboard.press("Escape")
    expect(editor.locator(".cm-content")).to_be_focused()


def test_a_mark_in_the_text_says_what_is_wrong_and_mends_it(editor):
    editor.locator(".cm-lintRange-error").first.hover()
    tip = editor.locator(".cm-tooltip-hover")
    expect(tip).to_contain_text('undeclared state "opn"')
    expect(tip.get_by_role("link", name="PB201")).to_have_attribute("href", "/rules/PB201/")
    tip.get_by_role("button", name='Replace by "open"').click()
    expect(found(editor, '"opn"')).to_have_count(0)


def test_the_rules_page_opens_beside_the_unsaved_text(editor):
    with editor.expect_popup() as opened:
        found(editor, '"opn"').get_by_role("link", name="PB201").click()
    page = opened.value
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "A transition names a state that is not declared"
    )
    expect(page.get_by_role("region", name="An example that draws the finding")).to_contain_text("opened")
    expect(page.locator(".source-line.has-error .tok-string").first).to_be_visible()


def test_severities_can_be_hidden_and_shown(editor):
    chip = editor.get_by_role("button", name="2 errors")
    chip.click()
    expect(found(editor, '"opn"')).to_have_count(0)
    expect(chip).to_have_attribute("aria-pressed", "false")
    expect(chip).to_be_focused()
    chip.click()
    expect(found(editor, '"opn"')).to_have_count(1)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_great_many_findings_are_listed_in_parts(open_page, viewport):
    page = written(open_page("/new/", viewport), MANY)
    rows = page.locator("[data-part='problem-list'] .problem")
    expect(rows).to_have_count(100)
    page.get_by_role("button", name=re.compile(r"Show the other \d+")).click()
    expect(found(page, '"nowhere_149"')).to_have_count(1)
    expect(rows.nth(100).locator(".problem-jump")).to_be_focused()
    found(page, '"nowhere_149"').get_by_role("button", name="undeclared state").click()
    expect(page.locator(".cm-activeLine").filter(has_text="nowhere_149")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_findings_do_not_wait_for_the_picture_and_the_last_one_stays(editor):
    expect(editor.locator('[data-state="opn"]')).to_be_visible()
    held = []
    editor.route("**/draw/", lambda route: held.append(route))
    write(editor, MISSPELT.replace("opn", "ajar"))
    expect(found(editor, '"ajar"')).to_have_count(1)
    expect(editor.locator('[data-state="opn"]')).to_be_visible()
    held[0].continue_()
    expect(editor.locator('[data-state="ajar"]')).to_be_visible()
    expect(editor.locator('[data-state="opn"]')).to_have_count(0)


def test_a_picture_that_cannot_be_had_leaves_the_last_one_and_says_so(editor):
    expect(editor.locator('[data-state="opn"]')).to_be_visible()
    editor.route("**/draw/", lambda route: route.fulfill(status=503, body=""))
    write(editor, MISSPELT.replace("opn", "ajar"))
    expect(editor.get_by_text("This is an earlier picture")).to_be_visible()
    expect(editor.locator('[data-state="opn"]')).to_be_visible()


def test_what_is_not_drawn_asks_for_no_picture(editor):
    expect(editor.locator('[data-state="opn"]')).to_be_visible()
    asked = []
    editor.on("request", lambda request: asked.append(request.url))
    # The second check comes after all that the first one led to.
    written(editor, MISSPELT + "# a comment\n")
    written(editor, MISSPELT + "# another one\n")
    assert [url for url in asked if url.endswith("/check/")]
    assert not [url for url in asked if url.endswith("/draw/")]


def test_the_list_of_rules_is_searched_while_one_types(open_page):
    page = open_page("/rules/")
    page.get_by_role("searchbox", name="Search the rules").fill("undeclared zebra")
    expect(page.get_by_text("No rule has these words.")).to_be_visible()
    page.get_by_role("searchbox", name="Search the rules").fill("pb201")
    expect(page.locator("tbody tr:visible")).to_have_count(1)
    page.get_by_role("link", name="PB201").click()
    expect(page).to_have_url(re.compile("/rules/PB201/$"))


@pytest.mark.parametrize("path", ["/rules/", "/rules/PB201/", "/rules/PB999/"])
def test_no_rules_page_scrolls_sideways_on_a_phone(open_page, path):
    page = open_page(path, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
