"""Takes the pictures of the README from the running product: `make screenshots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from sandbox.product import running_product
from tests.support.browser import STRICT_QUESTIONS, running_browser

HERE = Path(__file__).parent
TICKETS = {"emergency": 2001, "star": 2002, "incident": 2010}


def shoot(page: Page, url: str, name: str) -> None:
    """Open a ticket, answer what a manager would, and keep a picture of the panel."""
    page.goto(url)
    panel = page.frame_locator("#panel")
    expect(panel.get_by_role("region", name="What matters now")).to_be_visible()
    if name == "emergency":
        for question, answer in STRICT_QUESTIONS.items():
            panel.get_by_role("group", name=question, exact=True).get_by_role("radio", name=answer, exact=True).check()
        expect(panel.get_by_text("Q2")).to_be_visible()
    page.wait_for_timeout(400)


def main() -> None:
    """Write `docs/pictures/<story>-<scheme>.png` of the panel, and `workspace.png` of the whole page."""
    (HERE / "pictures").mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(Path(folder)) as product,
        running_browser() as browser,
    ):
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": 1440, "height": 2600}, locale="en-GB")
            for name, ticket in TICKETS.items():
                shoot(page, f"{product.sandbox}/agent/tickets/{ticket}?scheme={scheme}", name)
                page.locator("#panel").screenshot(path=HERE / "pictures" / f"{name}-{scheme}.png")
            page.close()
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
        shoot(page, f"{product.sandbox}/agent/tickets/{TICKETS['emergency']}", "emergency")
        page.screenshot(path=HERE / "pictures" / "workspace.png")
        page.close()


if __name__ == "__main__":
    main()
