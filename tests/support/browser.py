"""Chromium, driven by Playwright: as it is installed on the machine, or the headless one that was fetched."""

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from provision import machine

STRICT_QUESTIONS = {
    "Is a production instance or service affected?": "Yes",
    "Is it unavailable or otherwise unusable?": "Yes",
    "How many users or projects are affected?": "All",
}
"""The strict definition's questions as the panel words them, answered so that it holds."""
SLOWLY = 300.0
"""Milliseconds between two steps that somebody watches."""
# Without the background switches Chromium calls home at every start, which tests neither want nor may.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable(quick: bool, headed: bool) -> str:
    """Find Chromium or Chrome, the headless one first where it has to be quick; fail with what to install."""
    found = machine.find_headless() if quick and not headed else machine.find_chromium()
    assert found, "Chromium is missing: `make programs` brings it, or install it (Debian: apt-get install chromium)"
    assert not headed or found != machine.STAND_IN_CHROMIUM, (
        "HEADED=1: the Chromium that was fetched has no windows, install one (Debian: apt-get install chromium)"
    )
    return str(found)


def use_a_driver_that_starts() -> None:
    """Let Playwright run on our Node where its own cannot start: it needs libatomic, which a small Debian lacks."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        if node := shutil.which("node"):
            os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)


@contextmanager
def running_browser(quick: bool = False) -> Iterator[Browser]:
    """Start a browser with a profile of its own: headless, or with HEADED=1 in a window and slowly.

    What is measured or pictured comes from the machine's own; tests that only need it right want it quick.
    """
    use_a_driver_that_starts()
    with sync_playwright() as playwright:
        headed = bool(os.environ.get("HEADED"))
        browser = playwright.chromium.launch(
            executable_path=executable(quick, headed),
            args=FLAGS,
            headless=not headed,
            slow_mo=SLOWLY if headed else 0,
        )
        yield browser
        browser.close()
