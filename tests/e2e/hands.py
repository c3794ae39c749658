"""How a person uses the panel: with the mouse, or by keyboard alone. A flow is told once and done both ways."""

from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_STOPS = 250
"""More than a page has stops for Tab: what is not reached by then cannot be reached."""
FOCUSED = "target => target === document.activeElement"
IN_GROUP = """target => document.activeElement?.name === target.name && document.activeElement?.type === 'radio'
  && document.activeElement.closest('fieldset') === target.closest('fieldset')"""
BEHIND = """target => !!(document.activeElement && document.activeElement !== document.body &&
  target.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"""


class Hands(Protocol):
    """What a person does with what the panel shows."""

    def press(self, button: Locator) -> None:
        """Press a button."""

    def write(self, field: Locator, text: str) -> None:
        """Write into an empty field."""

    def choose(self, radio: Locator) -> None:
        """Choose one of a few."""


class Mouse:
    """Point and click."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, button: Locator) -> None:
        button.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def choose(self, radio: Locator) -> None:
        radio.check()


class Keyboard:
    """Tab, arrows, Enter: nothing else, and never a script that sets the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, button: Locator) -> None:
        self._reach(button)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.page.keyboard.type(text)

    def choose(self, radio: Locator) -> None:
        self._reach(radio, IN_GROUP)
        for _ in range(MOST_STOPS):
            if radio.evaluate(FOCUSED):
                break
            self.page.keyboard.press("ArrowRight")
        self.page.keyboard.press("Space")
        assert radio.is_checked()

    def _reach(self, target: Locator, reached: str = FOCUSED) -> None:
        target.wait_for()
        for _ in range(MOST_STOPS):
            if target.evaluate(reached):
                return
            self.page.keyboard.press("Shift+Tab" if target.evaluate(BEHIND) else "Tab")
        raise AssertionError(f"cannot be reached by keyboard: {target}")
