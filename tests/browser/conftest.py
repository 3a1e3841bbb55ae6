"""The product as `make run` starts it, and a real headless Chromium to use it with."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.product import Product, started
from tools.programs import CHROMIUM, program

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with started(tmp_path_factory.mktemp("product"), RUN_LEASE_S="2") as product:
        yield product
    assert "Traceback" not in "".join(product.seen)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = program(CHROMIUM)
    if path is None:
        pytest.skip("no Chromium on this machine (make test installs one where apt-get can)")
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield instance
        instance.close()


@pytest.fixture
def open_page(browser: Browser, product: Product) -> Iterator[Callable[..., Page]]:
    """Open a page at a width; a script error or a policy violation fails the test."""
    contexts = []
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # What the network refuses is a page's business to show, not a fault of its scripts.
        network = ("Failed to load resource", "WebSocket connection to")
        if message.type == "error" and not message.text.startswith(network):
            complaints.append(message.text)

    def opener(path: str = "/", viewport: dict[str, int] = DESK) -> Page:
        context = browser.new_context(viewport=viewport, base_url=product.url, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert not complaints
