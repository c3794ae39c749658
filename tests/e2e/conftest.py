"""The workspace in a real browser, with the real panel in its sidebar."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, FrameLocator, Page, expect

from sandbox.product import Product
from tests.support.browser import STRICT_QUESTIONS
from tests.support.desk import MANAGER


@dataclass(frozen=True)
class Desk:
    """A ticket open in the workspace, and the panel beside it."""

    page: Page
    panel: FrameLocator

    def card(self, name: str) -> None:
        """Open a card, if it is collapsed."""
        head = self.panel.get_by_role("button", name=name, exact=True)
        if head.get_attribute("aria-expanded") != "true":
            head.click()

    def answer(self, question: str, answer: str) -> None:
        """Answer a question of the checklist."""
        group = self.panel.get_by_role("group", name=question, exact=True)
        group.get_by_role("radio", name=answer, exact=True).check()

    def trigger(self, reason: str) -> None:
        """Go through the page, up to the open confirmation."""
        self.card("Emergency")
        for question, answer in STRICT_QUESTIONS.items():
            self.answer(question, answer)
        self.panel.get_by_label("Reason for the page").fill(reason)
        self.panel.get_by_role("button", name="Trigger emergency page").click()


# Twice of Playwright's own patience: other tests and servers run beside the browser.
expect.set_options(timeout=10_000)

Open = Callable[..., Desk]
DESKS = pytest.StashKey[list[Desk]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failure what stood on each panel: the browser's own report ends at the frame around it."""
    report = yield
    if report.when == "call" and report.failed:
        report.sections += [(f"panel of {desk.page.url}", said(desk)) for desk in item.stash.get(DESKS, [])]
    return report


def said(desk: Desk) -> str:
    """Read all of a panel, as far as it can still be read."""
    try:
        return desk.panel.locator("body").inner_text(timeout=2_000)
    except Error as error:
        return f"not readable: {error.message}"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="Europe/Berlin")
    yield made
    made.close()


@pytest.fixture
def open_ticket(request: pytest.FixtureRequest, context: BrowserContext, product: Product) -> Open:
    """Open a ticket as somebody; fail on anything that the page's console complains of."""
    desks: list[Desk] = []
    request.node.stash[DESKS] = desks

    def go(ticket: int, user: int = MANAGER, query: str = "") -> Desk:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the page threw: {error}"))
        page.goto(f"{product.sandbox}/agent/tickets/{ticket}?as={user}{query}")
        panel = page.frame_locator("#panel")
        expect(panel.get_by_role("region", name="What matters now")).to_be_visible()
        desks.append(Desk(page, panel))
        return desks[-1]

    return go
