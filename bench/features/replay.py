"""One feature, done once by mouse or by keyboard, in a sidebar of 320 px."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, expect

from bench.features.hand import HUMAN, Hand, Where
from bench.stage import Stage
from tests.e2e.frame import Stillness, frame_of
from tests.e2e.hands import Keyboard, Mouse
from tests.support.desk import Json, until

Kind = type[Mouse] | type[Keyboard]
ANSWER = 0.5
"""Seconds within which what moves is the answer to an interaction, and no jump."""
LOOKS = 8
"""How often to look whether the panel has heard of an end; what is still tried then, Slack say, is told and stays."""
RAIL = 56
"""Pixels of Zendesk's own bar beside the board."""
WATCH = """() => {
  window.tabs = 0;
  window.touched = [];
  for (const kind of ['pointerdown', 'keydown'])
    addEventListener(kind, ({ key }) => { touched.push(performance.now() / 1000); tabs += key === 'Tab'; }, true);
}"""
LEAVE_OUT = """([touched, answer]) => {
  for (const shift of shifts) shift[2] ||= touched.some(at => at <= shift[0] && shift[0] - at < answer);
  shifts.push = () => 0;
}"""


@dataclass(frozen=True)
class Feature:
    """What somebody does: on which ticket, how, and within how many interactions where a limit was set.

    `ticket` makes the ticket, 0 = none; `kind` is the operation that it starts, if it does.
    `near` = it takes no scrolling.
    """

    name: str
    ticket: Callable[[Stage], int]
    do: Callable[[Hand], None]
    kind: str | None = None
    most: int | None = None
    near: bool = False
    where: Where = "panel"


@dataclass(frozen=True)
class Seen:
    """What a feature took: interactions, the place of the first control in px, scrolls, Tabs, and what moved."""

    interactions: int
    first: float
    scrolls: int
    tabs: int
    moved: float


def the_board(stage: Stage) -> int:
    """Need no ticket."""
    return 0


def replay(stage: Stage, context: BrowserContext, feature: Feature, kind: Kind) -> Seen:
    """Do a feature on a ticket of its own, and wait for what it leads to."""
    ticket = feature.ticket(stage)
    before = {operation["id"] for operation in operations(stage, ticket)}
    page = context.new_page()
    open_at(stage, page, feature.where, ticket)
    hand = Hand(kind(page), page, feature.where)
    frame, still = frame_of(page, feature.where), Stillness.of(page, feature.where)
    frame.evaluate(WATCH)
    feature.do(hand)
    if feature.kind:
        ended(stage, ticket, feature.kind, before)
    told(hand)
    page.wait_for_timeout(HUMAN)
    tabs, touched = frame.evaluate("() => [tabs, touched]")
    # Chromium takes no notice of clicks inside a frame: what answers them is left out here.
    frame.evaluate(LEAVE_OUT, [touched, ANSWER])
    seen = Seen(hand.interactions, hand.places[0], hand.out_of_sight, tabs, still.score())
    page.close()
    tidy(stage, ticket)
    return seen


def open_at(stage: Stage, page: Page, where: Where, ticket: int) -> None:
    """Open a ticket, or the board, as wide as a sidebar."""
    if where == "board":
        page.set_viewport_size({"width": 320 + RAIL, "height": 900})
        page.goto(f"{stage.product.sandbox}/agent/apps/board")
        expect(page.frame_locator("#board").get_by_role("region", name="On call")).to_be_visible()
    else:
        until(lambda: stage.manager.panel(ticket)["sources"]["zendesk"]["state"] == "fresh")
        page.goto(f"{stage.product.sandbox}/agent/tickets/{ticket}?width=320")
        expect(page.frame_locator("#panel").get_by_role("region", name="What matters now")).to_be_visible()
    page.wait_for_timeout(HUMAN)


def operations(stage: Stage, ticket: int) -> list[Json]:
    """List what was done on a ticket, or on the board."""
    path = f"/api/tickets/{ticket}/panel" if ticket else "/api/board"
    found: list[Json] = stage.manager.call("GET", path).json()["operations"]
    return found


def ended(stage: Stage, ticket: int, kind: str, before: set[str]) -> None:
    """Wait until a new operation is over; it has to have gone well."""

    def probe() -> Json | None:
        new = (
            operation
            for operation in operations(stage, ticket)
            if operation["kind"] == kind and operation["id"] not in before
        )
        found = next(new, None)
        return found if found and found["state"] in {"done", "failed"} else None

    done = until(probe, 30)
    assert done["state"] == "done", done


def told(hand: Hand) -> None:
    """Wait until nothing is shown as running any more."""
    for _ in range(LOOKS):
        if hand.frame.locator(".progress-running").count() == 0:
            return
        hand.page.wait_for_timeout(HUMAN / 2)


def tidy(stage: Stage, ticket: int) -> None:
    """Resolve what was paged: an open emergency is told of on every other ticket."""
    for incident in stage.sandbox.incidents(ticket) if ticket else ():
        if incident["status"] != "resolved":
            stage.sandbox.control("POST", f"incidents/{incident['id']}", {"status": "resolved"})
