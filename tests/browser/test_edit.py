"""Edit: problems while typing, the diagram beside the text, saving, and the revisions."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PASTE = """(element, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
ORDER = (Path(__file__).resolve().parents[2] / "playbooks" / "order.yaml").read_text()


@pytest.fixture
def editor(open_page) -> Page:
    """The editor of a playbook of this test's own."""
    page = open_page("/new/")
    write(page, ORDER.replace('name: "Order"', 'name: "Order of the editor"'))
    expect(page.locator('[data-state="delivered"]')).to_be_visible()
    page.get_by_role("button", name="Create").click()
    page.wait_for_url("**/p/*/**")
    page.get_by_role("navigation", name="Playbook").get_by_role("link", name="Edit").click()
    expect(page.locator(".cm-content")).to_be_visible()
    return page


def write(page: Page, text: str) -> None:
    """Put a text into the editor as a person pastes it."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.locator(".cm-content").evaluate(PASTE, text)


def written(page: Page, *changes: tuple[str, str]) -> str:
    """Write the order playbook with changes; the text."""
    text = ORDER.replace('name: "Order"', 'name: "Order of the editor"')
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    write(page, text)
    return text


def problems(page: Page):
    return page.locator("[data-part='problem-list'] li")


def test_a_problem_is_listed_with_its_place_and_marked_in_the_text(editor):
    text = written(editor, ('to: "delivered"', 'to: "deliverd"'))
    line = text[: text.index('"deliverd"')].count("\n") + 1
    error = problems(editor).filter(has_text='undeclared state "deliverd"')
    expect(error).to_contain_text(f"{line}:")
    expect(error).to_contain_text("PB201")
    error.get_by_role("button", name="undeclared state").click()
    expect(editor.locator(".cm-lintRange-error").first).to_have_text('"deliverd"')


def test_the_diagram_follows_the_text(editor):
    expect(editor.locator('[data-state="delivered"]')).to_be_visible()
    write(editor, ORDER.replace("delivered", "handed_over"))
    expect(editor.locator('[data-state="handed_over"]')).to_be_visible()
    expect(editor.locator('[data-state="delivered"]')).to_have_count(0)


def test_a_text_without_a_machine_keeps_the_last_diagram_and_says_so(editor):
    write(editor, "{" + ORDER)
    expect(editor.get_by_text("this is the last one that could be drawn")).to_be_visible()
    expect(editor.locator('[data-state="delivered"]')).to_be_visible()


def test_of_a_broken_text_the_readable_part_is_drawn_after_a_while(editor):
    write(editor, ORDER.replace("delivered", "handed_over") + "\n  : [")
    expect(problems(editor).filter(has_text="PB001")).to_have_count(1)
    expect(editor.locator('[data-state="delivered"]')).to_be_visible()
    expect(editor.get_by_text("Parts of the text could not be read")).to_be_visible()
    expect(editor.locator('[data-state="handed_over"]')).to_be_visible()
    write(editor, ORDER)
    expect(editor.get_by_text("Parts of the text could not be read")).to_be_hidden()


def test_a_text_with_errors_is_not_saved_and_not_lost(editor):
    written(editor, ('to: "delivered"', 'to: "nowhere"'))
    expect(problems(editor).filter(has_text="nowhere").first).to_be_visible()
    editor.keyboard.press("Control+s")
    expect(editor.locator("[data-part='notices']")).not_to_be_empty()
    expect(problems(editor).filter(has_text="nowhere").first).to_be_visible()
    expect(editor.locator("[data-part='state']")).not_to_contain_text("Revision 2")


def test_saving_makes_the_next_revision_and_both_can_be_compared(editor):
    written(editor, ("The customer is still choosing.", "The customer chooses."))
    editor.get_by_label("What changed").fill("Shorter words")
    editor.get_by_role("button", name="Save").click()
    expect(editor.locator("[data-part='state']")).to_contain_text("2")
    editor.get_by_role("navigation", name="Playbook").get_by_role("link", name="Revisions").click()
    expect(editor.get_by_role("row", name="Revision 2")).to_contain_text("Shorter words")
    editor.get_by_role("button", name="Compare the chosen two").click()
    expect(editor.get_by_text("The customer is still choosing.")).to_be_visible()
    expect(editor.get_by_text("The customer chooses.")).to_be_visible()


def test_an_old_revision_opens_as_it_was(editor):
    written(editor, ("cart", "basket"), ('"cart"', '"basket"'), ("    cart:", "    basket:"))
    editor.get_by_role("navigation", name="Playbook").get_by_role("link", name="Revisions").click()
    editor.get_by_role("link", name="Revision 1").click()
    expect(editor.locator('[data-state="cart"]')).to_be_visible()


def test_what_was_typed_survives_a_reload(editor):
    written(editor, ("What may happen to an order", "Everything that may happen to an order"))
    expect(editor.locator("[data-part='state']")).to_contain_text("nsaved")
    editor.on("dialog", lambda dialog: dialog.accept())
    editor.reload()
    expect(editor.locator(".cm-content")).to_be_visible()
    restore = editor.get_by_role("button", name="Restore")
    restore.click()
    expect(editor.locator(".cm-content")).to_contain_text("Everything that may happen to an order")


def test_two_people_saving_both_keep_their_text(editor, open_page):
    other = open_page(editor.url)
    expect(other.locator(".cm-content")).to_be_visible()
    written(editor, ("Everything goes well", "All goes well"))
    editor.get_by_role("button", name="Save").click()
    expect(editor.locator("[data-part='state']")).to_contain_text("2")
    written(other, ("Cancelled before it is packed", "Cancelled in time"))
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Revision 2 was saved meanwhile")).to_be_visible()
    expect(other.get_by_text("Cancelled in time").first).to_be_visible()
    expect(other.get_by_text("All goes well").first).to_be_visible()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\na: 2\n", 'key "a" is already defined at 1:1'),
        ("machine: {id: !!python/name:os.system x}\n", "tag"),
        ("[" * 200, "nested deeper than 64"),
        ("x: &a [*a]\n", "part of"),
    ],
)
def test_bad_texts_get_a_positioned_message(editor, text, said):
    write(editor, text)
    expect(problems(editor).filter(has_text=said).first).to_be_visible()
