"""A page of the workspace to make scenes on, and what is behind it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, FrameLocator, Page, expect

from sandbox.product import Product
from tests.support.desk import MANAGER, Json, Person, Sandbox, sign_in, until

OPEN_STAR: Json = {
    "urgency": "urgent",
    "plan": "Self-Managed Premium",
    "reason": "The launch is tonight.",
    "desired_result": "A call within the hour.",
    "override_reason": "The launch is tonight.",
}
DOWNGRADE = "Downgrade emergency ticket"


@dataclass(frozen=True)
class Stage:
    """A page of the workspace, and what is behind it."""

    product: Product
    page: Page
    sandbox: Sandbox
    manager: Person

    @property
    def panel(self) -> FrameLocator:
        """Give the panel's frame."""
        return self.page.frame_locator("#panel")

    def show(self, ticket: int, user: int = MANAGER, cards: tuple[str, ...] = ()) -> None:
        """Open a ticket, and some of its cards."""
        self.page.goto(f"{self.product.sandbox}/agent/tickets/{ticket}?as={user}")
        expect(self.panel.get_by_role("region", name="What matters now")).to_be_visible()
        for card in cards:
            head = self.panel.get_by_role("button", name=card, exact=True)
            if head.get_attribute("aria-expanded") != "true":
                head.click()

    def press(self, name: str) -> None:
        """Press a button of the panel."""
        self.panel.get_by_role("button", name=name, exact=True).first.click()

    def feedback(self, ticket: int) -> int:
        """Let the customer say what they think; give the issue once it is seen."""
        issue = self.sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
        until(lambda: self.manager.panel(ticket)["feedback"]["issues"])
        return issue

    def states(self, ticket: int, *sources: str) -> set[str]:
        """Tell how some sources are."""
        found = self.manager.panel(ticket)["sources"]
        return {found[name]["state"] for name in sources}

    def macro(self) -> int:
        """Find a macro by its title."""
        found = next(macro for macro in self.manager.panel(2001)["macros"] if macro["title"] == DOWNGRADE)
        return int(found["id"])

    def act(self, ticket: int, macro: int, go: Callable[..., object]) -> None:
        """Do one thing of each card, all at once."""
        jobs: dict[str, Json] = {
            "trigger_emergency": {"reason": "All of production is down."},
            "open_star": OPEN_STAR,
            "link_feedback": {"issue": str(self.feedback(ticket))},
            "apply_macro": {"macro_id": macro},
        }
        with ThreadPoolExecutor() as hands:
            list(hands.map(lambda kind: go(ticket, kind, **jobs[kind]), jobs))

    @contextmanager
    def trouble(self, mode: str, *vendors: str, **more: object) -> Iterator[None]:
        """Let vendors fail for a while."""
        for vendor in vendors or ("pagerduty", "gitlab", "zendesk"):
            self.sandbox.fault(vendor, mode, **more)
        yield
        self.sandbox.heal()


@contextmanager
def set_stage(product: Product, browser: Browser) -> Iterator[Stage]:
    """Open a page high enough for a whole panel."""
    sandbox = Sandbox(product.sandbox)
    page = browser.new_page(viewport={"width": 1440, "height": 4200}, locale="en-GB")
    manager = sign_in(product.backend, sandbox)
    yield Stage(product, page, sandbox, manager)
    page.close()
    sandbox.heal()
    manager.http.close()
    sandbox.http.close()
