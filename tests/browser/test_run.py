"""Run: watch a scenario live, leave and come back, and find it again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

GATEWAY = "APR Federation Gateway"


@pytest.fixture
def start(open_page):
    def starter(scenario: str, pace: str = "1", **options) -> Page:
        page = open_page("/", **options)
        page.get_by_role("link", name=f"Runs of {GATEWAY}").click()
        page.get_by_label("Scenario").select_option(scenario)
        page.get_by_label("Speed").select_option(pace)
        page.get_by_role("button", name="Run", exact=True).click()
        page.wait_for_url("**/runs/*/")
        return page

    return starter


def verdict(page: Page):
    return page.locator("[data-part='verdict'] .banner-word")


def at_once(page: Page) -> None:
    page.get_by_role("button", name="Instant", exact=True).click()


def test_the_happy_path_is_watched_live_to_its_verdict(start):
    page = start("happy_path")
    expect(page.locator("[data-part='live']")).to_have_text("live")
    expect(page.locator('[data-state="ready"].is-current')).to_be_visible()
    expect(page.locator('[data-state="initializing"].is-visited')).to_be_visible()
    at_once(page)
    expect(verdict(page)).to_have_text("Passed")
    expect(page.locator('[data-state="completed"].is-current')).to_be_visible()
    expect(page.locator(".transition.is-taken")).to_have_count(5)
    expect(page.locator("[data-part='path'] li").last).to_have_text("→ completed")
    expect(page.locator(".step.passed")).to_have_count(5)


def test_the_four_panels_and_the_status_bar_are_filled(start):
    page = start("retry_success", "0")
    expect(verdict(page)).to_have_text("Passed")
    expect(page.get_by_role("region", name="MODEL CATALOG").first).to_contain_text("llama-70b")
    expect(page.get_by_role("region", name="NODE HEALTH").first).to_contain_text("eu-west-1")
    expect(page.get_by_role("region", name="ROUTING DECISIONS").first).to_contain_text("registered first")
    expect(page.get_by_role("region", name="CIRCUIT BREAKERS").first).to_contain_text("closed")
    expect(page.locator("[data-part='statusbar']")).to_contain_text("2/2 nodes healthy")
    expect(page.locator("[data-part='statusbar']")).to_contain_text("100% success")


def test_the_circuit_breaker_trips(start):
    page = start("circuit_breaker_trip", "0")
    expect(verdict(page)).to_have_text("Passed")
    expect(page.locator('[data-state="circuit_open"].is-current')).to_be_visible()
    expect(page.locator('[data-transition="open_circuit"].is-taken')).to_be_visible()
    expect(page.locator(".step .badge", has_text="5/5")).to_be_visible()


def test_the_keys_are_alive(start):
    page = start("happy_path", "0")
    expect(verdict(page)).to_have_text("Passed")
    health = page.locator('.panel[data-panel="health"]')
    expect(health).to_be_visible()
    page.keyboard.press("h")
    expect(health).to_be_hidden()
    page.keyboard.press("h")
    expect(health).to_be_visible()
    page.locator("[data-part='keys']").get_by_role("button", name="circuit").click()
    expect(page.locator('.panel[data-panel="circuits"]')).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Leave the run")
    page.keyboard.press("Escape")
    page.keyboard.press("q")
    page.wait_for_url("**/p/*/runs/")


def test_a_reload_in_mid_run_catches_up_without_a_gap(start):
    page = start("retry_success")
    expect(page.locator(".step.passed").nth(1)).to_be_visible()
    page.reload()
    expect(page.locator(".step.passed").nth(1)).to_be_visible()
    at_once(page)
    expect(verdict(page)).to_have_text("Passed")
    expect(page.locator("[data-part='path'] li")).to_have_count(8)
    expect(page.locator(".step.passed")).to_have_count(6)


def test_a_run_can_be_paused_stepped_and_continued(start):
    page = start("retry_success")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_text("Paused before the next step.")).to_be_visible()
    done = page.locator(".step.passed").count()
    page.get_by_role("button", name="Step", exact=True).click()
    expect(page.locator(".step.passed")).to_have_count(done + 1)
    at_once(page)
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(verdict(page)).to_have_text("Passed")


def test_a_cancelled_run_says_so(start):
    page = start("retry_success", "0.5")
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(verdict(page)).to_have_text("Cancelled")


def test_a_killed_worker_is_noticed_and_the_run_goes_on(start, product):
    page = start("retry_success")
    expect(page.locator(".step.passed").first).to_be_visible()
    product.kill("run_worker")
    expect(page.get_by_text("Another one takes the run over.")).to_be_visible(timeout=15_000)
    expect(verdict(page)).to_have_text("Passed", timeout=60_000)


def test_a_killed_web_process_is_survived(start, product):
    page = start("retry_success")
    expect(page.locator(".step.passed").first).to_be_visible()
    product.kill("playbooks_web.serve")
    expect(page.locator("[data-part='live']")).to_contain_text("reconnecting")
    expect(verdict(page)).to_have_text("Passed", timeout=60_000)
    expect(page.locator(".step.passed")).to_have_count(6)


def test_the_list_keeps_every_run_and_an_old_one_opens_as_it_was(start):
    page = start("happy_path", "0")
    expect(verdict(page)).to_have_text("Passed")
    address = page.url
    page.get_by_role("link", name="Runs", exact=True).click()
    row = page.get_by_role("row").filter(has_text="happy_path").first
    expect(row).to_contain_text("Passed")
    expect(row).to_contain_text("Revision 1")
    row.get_by_role("link", name="happy_path").click()
    assert page.url == address
    expect(page.locator(".transition.is-taken")).to_have_count(5)


def test_the_list_follows_a_run_that_is_not_finished(start, open_page):
    page = start("happy_path")
    listed = open_page("/")
    listed.get_by_role("link", name=f"Runs of {GATEWAY}").click()
    row = listed.get_by_role("row").filter(has_text="happy_path").first
    expect(row).to_contain_text("Running")
    at_once(page)
    expect(row).to_contain_text("Passed", timeout=15_000)


def test_a_phone_shows_a_run_without_scrolling_sideways(start):
    page = start("circuit_breaker_trip", "0", viewport=PHONE)
    expect(verdict(page)).to_have_text("Passed")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
