"""How soon something is seen in the sidebar, in a real Chromium, over a page of one word in the same workspace."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext

from bench.line import Line, interleaved, ratio
from bench.stage import Stage
from sandbox.product import HOST, ROOT, free_port
from tests.support.browser import running_browser

TIMES = 25
TICKET = 2010
PAINTED = """() => new Promise(resolve => {
  const done = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
  const look = () => { const at = done(); at === undefined ? setTimeout(look, 5) : resolve(at); };
  look();
})"""


def lines(stage: Stage) -> Iterator[Line]:
    """Open tickets with an empty cache for the first time, and with a warm one from then on, as agents do."""
    stage.manager.panel(TICKET)
    with running_browser() as browser, workspace(stage.bare) as bare:
        ours_in, bare_in = context(browser), context(browser)
        ours, floor = interleaved(
            TIMES,
            lambda: painted(ours_in, f"{stage.product.sandbox}/agent/tickets/{TICKET}"),
            lambda: painted(bare_in, f"{bare}/agent/tickets/{TICKET}"),
        )
    yield ratio("panel first contentful render in Chromium, over a page with one word", ours, floor, 1.5)


def context(browser: Browser) -> BrowserContext:
    """Begin with an empty cache."""
    return browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")


def painted(where: BrowserContext, url: str) -> float:
    """Give the seconds from the frame's own start to its first contentful paint."""
    page = where.new_page()
    page.goto(url)
    while (frame := page.frame("panel")) is None or "/sidebar" not in frame.url:
        page.wait_for_timeout(10)
    taken = float(frame.evaluate(PAINTED)) / 1000
    page.close()
    return taken


@contextmanager
def workspace(backend: str) -> Iterator[str]:
    """Serve the workspace with another page in its sidebar."""
    port = free_port()
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--backend", backend]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert process.stdout
        assert b"ready" in process.stdout.readline()
        yield f"http://{HOST}:{port}"
    finally:
        process.terminate()
        process.wait(timeout=15)
