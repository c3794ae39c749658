"""How far the panel's features are from a hand: what somebody presses, how far down it is, and what moves meanwhile.

Each is done once with the mouse and once by keyboard, in a sidebar of 320 px; the table goes into docs/panel.md. An
interaction is a press, a choice, or going to a field that has not got the focus; what is typed there counts with it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from bench.line import Line
from bench.stage import Stage
from sandbox.product import ROOT
from tests.e2e.frame import Stillness, frame_of
from tests.e2e.hands import FOCUSED, Hands, Keyboard, Mouse
from tests.support.browser import running_browser
from tests.support.desk import until

TABLE = ROOT / "docs" / "panel.md"
BEGIN, END = "<!-- begin: written by `python -m bench features` -->\n", "<!-- end -->\n"
STILL = 0.02
HUMAN = 1000.0
"""Milliseconds between two interactions."""
ANSWER = 0.5
"""Seconds within which what moves is the answer to an interaction, and no jump."""
EMERGENCIES = 360001264259
"""The form on which customers report emergencies."""
WATCH = """() => {
  window.tabs = 0;
  window.touched = [];
  for (const kind of ['pointerdown', 'keydown'])
    addEventListener(kind, ({ key }) => { touched.push(performance.now() / 1000); tabs += key === 'Tab'; }, true);
}"""
IN_SIGHT = """one => new Promise(done => new IntersectionObserver(([seen]) =>
  done(seen.intersectionRatio > 0.9)).observe(one))"""
LEAVE_OUT = """([touched, answer]) => {
  const last = touched.at(-1);
  for (const shift of shifts)
    shift[2] ||= shift[0] > last || touched.some(at => at <= shift[0] && shift[0] - at < answer);
  shifts.push = () => 0;
}"""
UPPER_EDGE = "one => one.getBoundingClientRect().top + scrollY"


@dataclass
class Counted:
    """Hands that count what they do, and note how far down it was."""

    hands: Hands
    page: Page
    interactions: int = 0
    places: list[float] = field(default_factory=list)
    out_of_sight: int = 0

    @property
    def panel(self) -> FrameLocator:
        """Give the panel's frame."""
        return self.page.frame_locator("#panel")

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """Find a button."""
        return self.panel.get_by_role("button", name=name, exact=isinstance(name, str)).first

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button."""
        button = self.button(name)
        self._go(button)
        self.hands.press(button)
        self.page.wait_for_timeout(HUMAN)

    def confirm(self, name: re.Pattern[str]) -> None:
        """Press the button of the confirmation that names the consequence."""
        button = self.panel.get_by_role("dialog").get_by_role("button", name=name)
        self._go(button)
        self.hands.press(button)
        expect(self.panel.get_by_role("dialog")).to_have_count(0)

    def write(self, label: str, text: str) -> None:
        """Write into a field; one that has the focus already costs no interaction."""
        target = self.panel.get_by_label(label)
        target.wait_for()
        if target.evaluate(FOCUSED):
            self.page.keyboard.type(text)
        else:
            self._go(target)
            self.hands.write(target, text)
        self.page.wait_for_timeout(HUMAN)

    def _go(self, target: Locator) -> None:
        target.wait_for()
        self.interactions += 1
        self.places.append(target.evaluate(UPPER_EDGE))
        self.out_of_sight += not target.evaluate(IN_SIGHT)


@dataclass(frozen=True)
class Feature:
    """What somebody does: on which ticket, how, and within how many interactions; `near` = without scrolling."""

    name: str
    ticket: Callable[[Stage], int]
    do: Callable[[Counted], None]
    most: int
    near: bool = False


def _emergency(stage: Stage) -> int:
    return stage.sandbox.ticket(ticket_form_id=EMERGENCIES, priority="urgent")


def _page(hand: Counted) -> None:
    hand.press(re.compile("^Page .*…$"))
    hand.write("Reason for the page", "All of production is down.")
    hand.press("Trigger emergency page")
    hand.confirm(re.compile("^Page "))


def _starred(stage: Stage) -> int:
    ticket = stage.sandbox.ticket()
    form = {"urgency": "urgent", "plan": "P", "reason": "R", "desired_result": "D", "override_reason": "O"}
    stage.manager.do(ticket, "open_star", **form)
    return ticket


def _acknowledge(hand: Counted) -> None:
    hand.press("Acknowledge STAR")


def _reject(hand: Counted) -> None:
    hand.press("Reject")
    hand.write("Why not", "Nobody has asked the engineer.")
    hand.write("Agreed alternative", "She answers by noon.")
    hand.press("Reject STAR")
    hand.confirm(re.compile("^Reject STAR #"))


def _feedback(stage: Stage) -> int:
    ticket = stage.sandbox.ticket()
    stage.sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    until(lambda: stage.manager.panel(ticket)["feedback"]["issues"])
    return ticket


def _contact(hand: Counted) -> None:
    hand.press("Contact the customer…")
    hand.write("What you wrote to the customer", "Hello, may I call you?")
    hand.press("Record and close")


def _plain(stage: Stage) -> int:
    return stage.sandbox.ticket()


def _star(hand: Counted) -> None:
    hand.press("STAR")
    hand.press("Open a STAR")
    hand.write("Why this ticket needs attention", "The launch is tonight.")
    hand.write("Desired result", "A call within the hour.")
    hand.press("Open STAR")


FEATURES = (
    Feature("Acknowledge a STAR", _starred, _acknowledge, 1, near=True),
    Feature("Reject a STAR", _starred, _reject, 4),
    Feature("Record a contact", _feedback, _contact, 2),
    Feature("Open a STAR", _plain, _star, 4),
    # The last: several emergencies at once are told of on every other ticket.
    Feature("Page an emergency", _emergency, _page, 3, near=True),
)


@dataclass(frozen=True)
class Seen:
    """What a feature took: interactions, the place of the first control in px, scrolls, Tabs, and what moved."""

    interactions: int
    first: float
    scrolls: int
    tabs: int
    moved: float


def lines(stage: Stage) -> Iterator[Line]:
    """Do every feature both ways; write the table."""
    rows = []
    with running_browser() as browser:
        for feature in FEATURES:
            mouse, keyboard = (replay(stage, browser, feature, kind) for kind in (Mouse, Keyboard))
            rows.append(_row(feature, mouse, keyboard))
            most = max(mouse.interactions, keyboard.interactions)
            yield Line(f"{feature.name}: interactions", most, feature.most, "<=", f"{keyboard.tabs} Tabs by keyboard")
            moved = round(max(mouse.moved, keyboard.moved), 4)
            yield Line(f"{feature.name}: layout shift", moved, STILL, "<=", "until the last interaction")
            if feature.near:
                yield Line(f"{feature.name}: scrolling", mouse.scrolls, 0, "<=", "in a window of 900 px")
    _write(rows)


def replay(stage: Stage, browser: Browser, feature: Feature, kind: type[Mouse] | type[Keyboard]) -> Seen:
    """Do a feature on a ticket of its own."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    ticket = feature.ticket(stage)
    until(lambda: stage.manager.panel(ticket)["sources"]["zendesk"]["state"] == "fresh")
    page.goto(f"{stage.product.sandbox}/agent/tickets/{ticket}")
    hand = Counted(kind(page), page)
    expect(hand.panel.get_by_role("region", name="What matters now")).to_be_visible()
    page.locator("#width").select_option("320")
    page.wait_for_timeout(HUMAN)
    frame, still = frame_of(page), Stillness.of(page)
    frame.evaluate(WATCH)
    feature.do(hand)
    tabs, touched = frame.evaluate("() => [tabs, touched]")
    # Chromium takes no notice of clicks inside a frame: what answers them is left out here.
    frame.evaluate(LEAVE_OUT, [touched, ANSWER])
    seen = Seen(hand.interactions, hand.places[0], hand.out_of_sight, tabs, still.score())
    page.close()
    return seen


def _row(feature: Feature, mouse: Seen, keyboard: Seen) -> str:
    interactions = f"{mouse.interactions}, {keyboard.interactions} | {feature.most}"
    moved = max(mouse.moved, keyboard.moved)
    scrolls = mouse.scrolls or "none"
    return f"| {feature.name} | {interactions} | {mouse.first:.0f} px | {scrolls} | {keyboard.tabs} | {moved:.3f} |"


def _write(rows: list[str]) -> None:
    head = (
        "| feature | interactions: mouse, keyboard | at most | first control at | scrolls | Tabs | layout shift |",
        "|---|---|---|---|---|---|---|",
    )
    before, rest = TABLE.read_text().split(BEGIN)
    after = rest.split(END)[1]
    TABLE.write_text(before + BEGIN + "\n".join((*head, *rows)) + "\n" + END + after)
