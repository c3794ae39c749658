"""How soon a hand is answered: Interaction to Next Paint, on a processor slowed four times.

Counted as the web-vitals library counts it: the longest time from a click or a key to the frame that answers it, one of
every fifty interactions left out.
"""

import re
from collections.abc import Iterator

from playwright.sync_api import FrameLocator, Locator, Page, ViewportSize

from bench.line import Line
from bench.stage import Stage
from tests.support.browser import STRICT_QUESTIONS, running_browser

SLOWER, AIM = 4, 200.0
OUTLIERS = 50
CLICK, LETTER = 250.0, 60.0
"""Milliseconds between two clicks, and between two letters."""
ALL_IN_SIGHT: ViewportSize = {"width": 1440, "height": 4000}
"""What changes out of sight is not presented: its time would run until something in sight changes."""
WATCH = """() => {
  window.taken = new Map();
  new PerformanceObserver(list => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId) taken.set(interactionId, Math.max(duration, taken.get(interactionId) ?? 0));
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
}"""
SEEN = """async () => {
  await new Promise(done => requestAnimationFrame(() => setTimeout(done, 300)));
  return [[...taken.values()], performance.interactionCount];
}"""


def lines(stage: Stage) -> Iterator[Line]:
    """Go through a page and a STAR's form, click by click and letter by letter."""
    ticket = stage.sandbox.ticket(priority="urgent")
    with running_browser() as browser:
        page = browser.new_page(viewport=ALL_IN_SIGHT)
        slow = page.context.new_cdp_session(page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(f"{stage.product.sandbox}/agent/tickets/{ticket}")
        panel = page.frame_locator("#panel")
        panel.get_by_label("Reason for the page").wait_for()
        frame = page.frame("panel")
        assert frame
        frame.evaluate(WATCH)
        work(page, panel)
        noticed, count = frame.evaluate(SEEN)
    # What took less than the observer's threshold is not told: it counts as nothing.
    every = sorted([*noticed, *[0.0] * (count - len(noticed))], reverse=True)
    worst = every[len(every) // OUTLIERS]
    name = f"Interaction to Next Paint on a processor slowed {SLOWER} times, ms"
    yield Line(
        name, worst, AIM, "<=", f"{count} interactions, median {every[len(every) // 2]:.0f} ms, most {every[0]:.0f} ms"
    )


def work(page: Page, panel: FrameLocator) -> None:
    """Use the panel as somebody in a hurry does: four clicks and sixteen letters a second."""

    def click(target: Locator) -> None:
        target.click()
        page.wait_for_timeout(CLICK)

    def write(field: Locator, text: str) -> None:
        click(field)
        page.keyboard.type(text, delay=LETTER)

    for question, answer in STRICT_QUESTIONS.items():
        click(panel.get_by_role("group", name=question, exact=True).get_by_role("radio", name=answer, exact=True))
    write(panel.get_by_label("Reason for the page"), "All of production is down.")
    for card in ("STAR", "Feedback", "Macros"):
        click(panel.get_by_role("button", name=card, exact=True))
    write(panel.get_by_role("searchbox"), "emerg")
    click(panel.get_by_role("button", name="Open a STAR"))
    write(panel.get_by_label("Desired result"), "A call today, please.")
    click(panel.get_by_role("button", name="Trigger emergency page"))
    click(panel.get_by_role("dialog").get_by_role("button", name=re.compile("^Page ")))
    panel.get_by_text("not acknowledged").first.wait_for()
