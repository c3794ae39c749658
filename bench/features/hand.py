"""Hands that count what they do, and note how far down it was."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.e2e.hands import FOCUSED, Hands

Where = Literal["panel", "board"]
Name = str | re.Pattern[str]
HUMAN = 1000.0
"""Milliseconds between two interactions."""
IN_SIGHT = """one => new Promise(done => new IntersectionObserver(([seen]) =>
  done(seen.intersectionRatio > 0.9)).observe(one))"""
UPPER_EDGE = "one => one.getBoundingClientRect().top + scrollY"


@dataclass
class Hand:
    """One person's hands on the panel or the board.

    An interaction is a press, a choice, or going to a field that has not got the focus; what is typed there counts
    with it.
    """

    hands: Hands
    page: Page
    where: Where = "panel"
    places: list[float] = field(default_factory=list)
    out_of_sight: int = 0

    @property
    def frame(self) -> FrameLocator:
        """Give the frame of the panel, or of the board."""
        return self.page.frame_locator(f"#{self.where}")

    @property
    def interactions(self) -> int:
        """Count them so far."""
        return len(self.places)

    def press(self, name: Name) -> None:
        """Press a button."""
        self.touch(self.frame.get_by_role("button", name=name, exact=isinstance(name, str)).first)

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.touch(self.frame.get_by_role("link", name=name, exact=True).first)

    def confirm(self, name: Name) -> None:
        """Press the button of the confirmation that names the consequence."""
        dialog = self.frame.get_by_role("dialog")
        self.touch(dialog.get_by_role("button", name=name))
        expect(dialog).to_have_count(0)

    def touch(self, button: Locator) -> None:
        """Press what was found."""
        self._go(button)
        self.hands.press(button)

    def leave(self, button: Locator) -> None:
        """Press what leads to another page, and stay all the same."""
        self.page.route("**/agent/tickets/**", lambda route: route.fulfill(status=204))
        with self.page.expect_request("**/agent/tickets/**"):
            self.touch(button)

    def labelled(self, label: Name) -> Locator:
        """Find a field."""
        return self.frame.get_by_label(label, exact=isinstance(label, str)).first

    def write(self, label: Name, text: str) -> None:
        """Write into a field; one that has the focus already costs no interaction."""
        target = self.labelled(label)
        target.wait_for()
        if self.places:
            self.page.wait_for_timeout(HUMAN)
        if target.evaluate(FOCUSED):
            self.page.keyboard.type(text)
        else:
            self._reach(target)
            self.hands.write(target, text)

    def choose(self, question: str, answer: str) -> None:
        """Choose one of a few answers."""
        group = self.frame.get_by_role("group", name=question, exact=True)
        radio = group.get_by_role("radio", name=answer, exact=True)
        self._go(radio.locator("xpath=.."))
        self.hands.choose(radio)

    def pick(self, label: str, option: str) -> None:
        """Pick one of many from a list."""
        target = self.labelled(label)
        self._go(target)
        self.hands.pick(target, option)

    def date(self, label: str, moment: datetime) -> None:
        """Write a date and a time."""
        target = self.labelled(label)
        self._go(target)
        self.hands.date(target, moment)

    def _go(self, target: Locator) -> None:
        target.wait_for()
        if self.places:
            self.page.wait_for_timeout(HUMAN)
        self._reach(target)

    def _reach(self, target: Locator) -> None:
        self.places.append(target.evaluate(UPPER_EDGE))
        self.out_of_sight += not target.evaluate(IN_SIGHT)
