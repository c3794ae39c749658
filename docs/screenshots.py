"""Takes pictures of every state of the panel, and of the board, from the running product: `make screenshots`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from docs.scenes import SCENES
from docs.stage import Stage, set_stage
from sandbox.product import running_product
from tests.e2e.frame import frame_of
from tests.support.browser import running_browser
from tests.support.changed import FAST_SYNC

FOLDER = Path(__file__).parents[1] / "screenshots"
SCHEMES = ("light", "dark")
BOARD = "board"
RAIL = 56
"""Pixels of Zendesk's own bar beside the board."""
WIDTHS = {"narrow": "320", "wide": "520"}
SETTLED = """() => Promise.all(document.getAnimations()
  .filter(one => one.effect?.getTiming().iterations === 1).map(one => one.finished))"""


def settle(page: Page) -> None:
    """Wait until the panel has its size and its colours."""
    frame = frame_of(page)
    frame.evaluate(SETTLED)
    frame.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def shoot(page: Page, name: str) -> None:
    """Keep the panel in both widths and schemes."""
    for width, pixels in WIDTHS.items():
        page.locator("#width").select_option(pixels)
        for scheme in SCHEMES:
            if page.locator("html").get_attribute("data-scheme") != scheme:
                page.locator("#scheme").click()
            settle(page)
            page.locator("#panel").screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png")


def shoot_board(stage: Stage) -> None:
    """Keep the board as it begins, as wide as a sidebar and as a page."""
    for width, pixels in {"narrow": 320 + RAIL, "wide": 1280}.items():
        stage.page.set_viewport_size({"width": pixels, "height": 1600})
        for scheme in SCHEMES:
            stage.page.goto(f"{stage.product.sandbox}/agent/apps/board?scheme={scheme}")
            board = stage.page.frame_locator("#board")
            expect(board.get_by_role("region", name="Emergencies")).to_be_visible()
            frame_of(stage.page, "board").evaluate(SETTLED)
            stage.page.locator("#board").screenshot(path=FOLDER / f"{BOARD}-{width}-{scheme}.png")


def main(wanted: list[str]) -> None:
    """Write `screenshots/<scene>-<width>-<scheme>.png`, and `workspace.png` of the whole page."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(Path(folder), environment=FAST_SYNC) as product,
        running_browser() as browser,
    ):
        for name in wanted or (BOARD, *SCENES):
            with set_stage(product, browser) as stage:
                if name == BOARD:
                    shoot_board(stage)
                    continue
                for number, _ in enumerate(SCENES[name](stage)):
                    shoot(stage.page, f"{name}-{number + 1}" if number else name)
                if name == "fresh-emergency":
                    stage.page.set_viewport_size({"width": 1440, "height": 900})
                    stage.page.locator("#width").select_option("320")
                    stage.page.locator("#scheme").click()
                    settle(stage.page)
                    stage.page.screenshot(path=FOLDER / "workspace.png")
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.name}/\n")


if __name__ == "__main__":
    main(sys.argv[1:])
