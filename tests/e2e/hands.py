"""How a person uses the panel: with the mouse, or by keyboard alone. A flow is told once and done both ways."""

from datetime import datetime
from typing import Protocol

from playwright.sync_api import ElementHandle, Locator, Page

MOST_STOPS = 250
"""More than a page has stops for Tab: what is not reached by then cannot be reached."""
MINUTES = "%Y-%m-%dT%H:%M"
PICKED = "select => select.selectedOptions[0].label"
FOCUSED = "target => target === document.activeElement"
IN_GROUP = """target => document.activeElement?.name === target.name && document.activeElement?.type === 'radio'
  && document.activeElement.closest('fieldset') === target.closest('fieldset')"""
NEXT_KEY = """target => {
  if (!target.isConnected) return null;
  const { activeElement: now, body } = document;
  const behind = now && now !== body && target.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING;
  return behind ? 'Shift+Tab' : 'Tab';
}"""


class Hands(Protocol):
    """What a person does with what the panel shows."""

    def press(self, button: Locator) -> None:
        """Press a button."""

    def write(self, field: Locator, text: str) -> None:
        """Write into an empty field."""

    def choose(self, radio: Locator) -> None:
        """Choose one of a few."""

    def pick(self, select: Locator, option: str) -> None:
        """Pick one of many from a list."""

    def date(self, field: Locator, moment: datetime) -> None:
        """Write a date and a time."""


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

    def pick(self, select: Locator, option: str) -> None:
        select.select_option(label=option)

    def date(self, field: Locator, moment: datetime) -> None:
        field.fill(f"{moment:{MINUTES}}")


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
        one = self._reach(radio, IN_GROUP)
        for _ in range(MOST_STOPS):
            if one.evaluate(FOCUSED):
                break
            self.page.keyboard.press("ArrowRight")
        self.page.keyboard.press("Space")
        assert radio.is_checked()

    def pick(self, select: Locator, option: str) -> None:
        one = self._reach(select)
        for key in ("Home", *["ArrowDown"] * MOST_STOPS):
            self.page.keyboard.press(key)
            if one.evaluate(PICKED) == option:
                return
        raise AssertionError(f"there is no {option} in {select}")

    def date(self, field: Locator, moment: datetime) -> None:
        self._reach(field)
        # Part by part, in the order of Chromium's own language; a year may have more than four digits.
        self.page.keyboard.type(f"{moment:%m%d%Y}")
        self.page.keyboard.press("ArrowRight")
        self.page.keyboard.type(f"{moment:%I%M%p}"[:5])
        assert field.input_value() == f"{moment:{MINUTES}}", field.input_value()

    def _reach(self, target: Locator, reached: str = FOCUSED) -> ElementHandle:
        target.wait_for()
        # Found once, not at each stop: to find by role, Chromium goes through the whole page.
        found = target.element_handle()
        for _ in range(MOST_STOPS):
            if found.evaluate(reached):
                return found
            if key := found.evaluate(NEXT_KEY):
                self.page.keyboard.press(key)
            else:
                found = target.element_handle()
        raise AssertionError(f"cannot be reached by keyboard: {target}")
