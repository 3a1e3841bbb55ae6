"""Look: the library, and the interactive diagram of a playbook."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

GATEWAY = "APR Federation Gateway"
DEMOS = Path(__file__).resolve().parents[2] / "playbooks"
TRANSITIONS = yaml.safe_load((DEMOS / "federation-gateway.yaml").read_text())["machine"]["transitions"]


@pytest.fixture
def gateway(open_page) -> Page:
    page = open_page("/")
    page.get_by_role("link", name=GATEWAY, exact=True).click()
    return page


def test_the_library_lists_the_three_demos(open_page):
    page = open_page("/")
    library = page.get_by_role("list", name="Playbooks")
    for name in (GATEWAY, "Order", "Pedestrian crossing"):
        expect(library.get_by_role("link", name=name, exact=True)).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/new/"])
def test_no_page_scrolls_sideways_on_a_phone(open_page, path):
    page = open_page(path, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_playbook_page_does_not_either(open_page):
    page = open_page("/", PHONE)
    page.get_by_role("link", name=GATEWAY, exact=True).click()
    expect(page.locator("svg.machine")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_click_on_a_state_shows_its_invariants(gateway):
    gateway.locator('[data-state="ready"]').click()
    panel = gateway.get_by_role("complementary", name="Selected element")
    expect(panel).to_contain_text("At least one healthy node")
    expect(panel).to_contain_text("gateway_status() == 'ready'")


def test_a_click_on_a_transition_shows_its_guard(gateway):
    gateway.locator('[data-transition="select_node"] .label').click()
    panel = gateway.get_by_role("complementary", name="Selected element")
    expect(panel).to_contain_text("has_candidates() && !all_circuits_open()")


def test_the_keyboard_reaches_states_and_opens_them(gateway):
    gateway.locator('[data-state="routing"]').focus()
    gateway.keyboard.press("Enter")
    panel = gateway.get_by_role("complementary", name="Selected element")
    expect(panel).to_contain_text("Candidate evaluation active")
    expect(gateway.locator('[data-state="routing"]')).to_have_attribute("aria-pressed", "true")


def test_a_forbidden_pair_shows_its_reason(gateway):
    gateway.locator('.forbidden[data-path="/machine/forbidden/2"]').focus()
    gateway.keyboard.press("Enter")
    panel = gateway.get_by_role("complementary", name="Selected element")
    expect(panel).to_contain_text("Cannot re-route during active stream")


def test_forbidden_pairs_can_be_switched_off_and_stay_off(gateway):
    layer = gateway.locator(".layer-forbidden")
    expect(layer).to_be_visible()
    gateway.get_by_role("button", name="Forbidden", exact=True).click()
    expect(layer).to_be_hidden()
    gateway.reload()
    expect(layer).to_be_hidden()


def view_box(page: Page) -> list[float]:
    return [float(part) for part in page.locator("svg.machine").get_attribute("viewBox").split()]


def test_zoom_pan_and_fit(gateway):
    gateway.get_by_role("button", name="Fit").click()
    fitted = view_box(gateway)
    gateway.get_by_role("button", name="Zoom in").click()
    zoomed = view_box(gateway)
    assert zoomed[2] < fitted[2]
    box = gateway.locator("playbook-diagram").bounding_box()
    gateway.mouse.move(box["x"] + 40, box["y"] + box["height"] - 40)
    gateway.mouse.down()
    gateway.mouse.move(box["x"] + 140, box["y"] + box["height"] - 40, steps=5)
    gateway.mouse.up()
    assert view_box(gateway)[0] < zoomed[0]
    gateway.get_by_role("button", name="Fit").click()
    assert view_box(gateway) == fitted


def test_the_wildcard_is_one_node(gateway):
    expect(gateway.locator(".state.wildcard")).to_have_count(1)
    expect(gateway.locator(".state.wildcard .name")).to_have_text("any state")


def test_the_page_makes_sense_without_scripts(browser, product):
    context = browser.new_context(java_script_enabled=False, viewport=DESK, base_url=product.url)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name=GATEWAY, exact=True).click()
    expect(page.locator("svg.machine")).to_be_visible()
    rows = page.get_by_role("region", name="Transitions").locator("tbody tr")
    expect(rows).to_have_count(len(TRANSITIONS))
    context.close()
