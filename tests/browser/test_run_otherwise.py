"""Run pages where something is missing: websockets, scripts, patience."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.product import Client

pytestmark = pytest.mark.browser

CROSSING = "Pedestrian crossing"


@pytest.fixture
def client(product) -> Client:
    return Client(product.url)


def verdict(page: Page):
    return page.locator("[data-part='verdict'] .banner-word")


def test_where_no_websocket_comes_about_the_page_asks_instead(open_page, client):
    page = open_page("/")
    page.route_web_socket(re.compile("/ws/"), lambda socket: socket.close())
    page.goto(client.run("impatient", playbook=CROSSING))
    expect(verdict(page)).to_have_text("Passed", timeout=30_000)
    expect(page.locator(".step.planned")).to_have_count(0)


def test_a_finished_run_is_whole_without_scripts(browser, product, client):
    path = client.run("happy_path", pace="0")
    list(iter_to_verdict(client, path))
    context = browser.new_context(java_script_enabled=False, viewport=DESK, base_url=product.url)
    page = context.new_page()
    page.goto(path)
    expect(verdict(page)).to_have_text("Passed")
    expect(page.locator(".step.passed")).to_have_count(5)
    expect(page.locator("svg.machine")).to_be_visible()
    expect(page.get_by_role("region", name="MODEL CATALOG").first).to_contain_text("whisper-v3")
    context.close()


def iter_to_verdict(client: Client, path: str):
    for event in client.follow(path):
        yield event
        if event["kind"] == "verdict":
            return


def test_a_double_click_is_one_run_and_coming_back_starts_another(open_page, client):
    page = open_page(client.playbook(CROSSING) + "runs/")
    before = page.locator("#runs-rows tr").count()
    page.get_by_label("Speed").select_option("0")
    page.get_by_role("button", name="Run", exact=True).dblclick()
    page.wait_for_url("**/runs/*/")
    expect(verdict(page)).to_be_visible()
    first = page.url
    page.go_back()
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_url("**/runs/*/")
    assert page.url != first
    page.get_by_role("link", name="Runs", exact=True).click()
    expect(page.locator("#runs-rows tr")).to_have_count(before + 2)


def test_on_a_phone_the_state_that_the_run_ended_in_is_in_sight(open_page, client):
    path = client.run("circuit_breaker_trip", pace="0")
    list(iter_to_verdict(client, path))
    page = open_page(path, PHONE)
    diagram = page.locator("playbook-diagram")
    diagram.scroll_into_view_if_needed()
    frame, state = diagram.bounding_box(), page.locator('[data-state="circuit_open"]').bounding_box()
    assert frame["x"] <= state["x"] and state["x"] + state["width"] <= frame["x"] + frame["width"]
    assert frame["y"] <= state["y"] and state["y"] + state["height"] <= frame["y"] + frame["height"]


def test_the_tools_of_the_diagram_cover_no_state(open_page, client):
    page = open_page(client.playbook("APR Federation Gateway"))
    tools = page.get_by_role("toolbar", name="Diagram").bounding_box()
    for state in page.locator("svg.machine .state").all():
        box = state.bounding_box()
        assert box["y"] + box["height"] <= tools["y"]
