"""What is done on the shift board."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bench.features.emergency import SUPPORT_SERVICE
from bench.features.hand import Hand
from bench.features.replay import Feature, the_board
from bench.stage import Stage
from tests.support.desk import until

ROWS = 60
"""More than the first answer brings."""
BOARD = "/api/board"


def with_cover(stage: Stage) -> int:
    """Have somebody stand in."""
    begin = datetime.now(UTC) + timedelta(days=3)
    cover = stage.manager.call("GET", BOARD).json()["cover"]
    hours = {"start": f"{begin:%Y-%m-%dT%H:00:00Z}", "end": f"{begin + timedelta(hours=2):%Y-%m-%dT%H:00:00Z}"}
    stage.manager.do(0, "cover_shift", user=cover["choices"][-1]["user"], **hours)
    return the_board(stage)


def open_for_long(stage: Stage) -> int:
    """Have an emergency that has been open for hours."""
    ticket = stage.sandbox.ticket(subject="Down for hours")
    opened = (datetime.now(UTC) - timedelta(hours=4)).isoformat()
    body = {"title": f"ZD#{ticket}", "service_id": SUPPORT_SERVICE, "created_at": opened}
    stage.sandbox.control("POST", "incidents", body)
    until(lambda: ticket in {row["ticket_id"] for row in stage.manager.call("GET", BOARD).json()["emergencies"]})
    return the_board(stage)


def crowded(stage: Stage) -> int:
    """Have more STARs than the first answer brings."""
    ticket = stage.sandbox.ticket()
    known = len(stage.manager.call("GET", BOARD).json()["stars"])
    for number in range(known, ROWS):
        stage.sandbox.issue("stars", f"Attention for ZD#{ticket}{number:03}", "Urgency: Timely")
    until(lambda: stage.manager.call("GET", BOARD).json()["totals"]["stars"] >= ROWS)
    return the_board(stage)


def open_ticket(hand: Hand) -> None:
    """Open the ticket of the gravest emergency."""
    hand.leave(hand.frame.get_by_role("region", name="Emergencies").get_by_role("button", name="Ticket #").first)


def show_more(hand: Hand) -> None:
    """Ask for the rows that were not sent."""
    hand.press(re.compile(r"^Show \d+ more"))


def turns(hand: Hand) -> None:
    """See whose turn it is in the days to come."""
    hand.follow("Cover")
    hand.press("On the schedule")


def arrange_cover(hand: Hand) -> None:
    """Let somebody else stand in for two hours."""
    begin = datetime.now() + timedelta(days=2)
    hand.follow("Cover")
    hand.press("Arrange cover")
    hand.date("From", begin)
    hand.date("To", begin + timedelta(hours=2))
    hand.touch(hand.frame.get_by_role("form").get_by_role("button", name="Arrange cover"))
    hand.confirm("Arrange cover by")


def take_back(hand: Hand) -> None:
    """Take a cover back."""
    hand.follow("Cover")
    hand.press(re.compile("^Take back the cover by "))
    hand.confirm("Take back")


def write_hand_off(hand: Hand) -> None:
    """Have the state of the shift written."""
    hand.follow("Hand-off")
    hand.press("Write the hand-off")


def copy_hand_off(hand: Hand) -> None:
    """Copy it."""
    hand.follow("Hand-off")
    hand.press("Write the hand-off")
    hand.press("Copy")


def post_hand_off(hand: Hand) -> None:
    """Post it for the leaders."""
    hand.follow("Hand-off")
    hand.press("Write the hand-off")
    hand.press("Post in #support_leadership")
    hand.confirm("Post in #support_leadership")


def redirect(hand: Hand) -> None:
    """Send a request that somebody made in another channel the right way."""
    wrong = {"channel": "support_self-managed", "text": "Can somebody look?", "user": "U7201"}
    origin = hand.page.url.split("/agent")[0]
    link = hand.page.request.post(f"{origin}/_sandbox/slack/messages", data=wrong).json()["url"]
    hand.follow("Redirect")
    hand.write("Slack message", link)
    hand.press("Redirect")


def escalate(hand: Hand) -> None:
    """Propose an account escalation from the row."""
    hand.press("Propose an account escalation")
    hand.write("Summary", "Four hours, no way out.")
    hand.press("Propose escalation")


def trends(hand: Hand) -> None:
    """See the trends."""
    hand.follow("Trends")
    hand.press("Show trends")


def on_board(
    name: str, do: Callable[[Hand], None], kind: str | None = None, ready: Callable[[Stage], int] = the_board
) -> Feature:
    """Make a feature of the board."""
    return Feature(name, ready, do, kind, where="board")


FEATURES = (
    on_board("Open the ticket of an emergency", open_ticket),
    on_board("See whose turn comes", turns),
    on_board("Arrange cover", arrange_cover, "cover_shift"),
    on_board("Take a cover back", take_back, "end_cover", with_cover),
    on_board("Write the hand-off", write_hand_off),
    on_board("Copy the hand-off", copy_hand_off),
    on_board("Post the hand-off", post_hand_off, "post_hand_off"),
    on_board("Redirect a request", redirect, "redirect_request"),
    on_board("Escalate from the board", escalate, ready=open_for_long),
    on_board("See the trends", trends),
    on_board("Show the rows that were not sent", show_more, ready=crowded),
)
