"""What is done about a request for attention."""

import re

from bench.features.hand import Hand
from bench.features.replay import Feature
from bench.stage import Stage
from tests.support.desk import until

FORM = {"urgency": "urgent", "plan": "P", "reason": "R", "desired_result": "D", "override_reason": "O"}


def plain(stage: Stage) -> int:
    """Make a ticket on which nothing is open."""
    return stage.sandbox.ticket()


def asked(stage: Stage) -> int:
    """Have somebody ask for attention."""
    ticket = plain(stage)
    stage.manager.do(ticket, "open_star", **FORM)
    until(lambda: stage.manager.panel(ticket)["star"]["issues"])
    return ticket


def taken(stage: Stage) -> int:
    """Have a STAR acknowledged."""
    ticket = asked(stage)
    stage.manager.do(ticket, "acknowledge_star")
    until(lambda: stage.manager.panel(ticket)["star"]["state"] == "acknowledged")
    return ticket


def request(hand: Hand) -> None:
    """Ask for attention."""
    hand.press("STAR")
    hand.press("Open a STAR")
    hand.write("Why this ticket needs attention", "The launch is tonight.")
    hand.write("Desired result", "A call within the hour.")
    # Outside the support hours a manager says why all the same: it depends on when this runs.
    if hand.frame.get_by_label("Why open it all the same").count():
        hand.hands.write(hand.frame.get_by_label("Why open it all the same"), "The launch is tonight.")
    hand.press("Open STAR")


def another(hand: Hand) -> None:
    """Ask once more although a STAR is open."""
    hand.press("Open another STAR all the same")
    hand.write(re.compile("^Why another although"), "It is about something else.")
    hand.write("Why this ticket needs attention", "The launch is tonight.")
    hand.write("Desired result", "A call within the hour.")
    hand.write("Why open it all the same", "It is about something else.")
    hand.press("Open STAR")


def acknowledge(hand: Hand) -> None:
    """Take the STAR."""
    hand.press("Acknowledge STAR")


def reject(hand: Hand) -> None:
    """Turn the STAR down, with a reason and an alternative."""
    hand.press("Reject")
    hand.write("Why not", "Nobody has asked the engineer.")
    hand.write("Agreed alternative", "She answers by noon.")
    hand.press("Reject STAR")
    hand.confirm(re.compile("^Reject STAR #"))


def assign(hand: Hand) -> None:
    """Name somebody by their username."""
    hand.press("Assign")
    hand.write("GitLab username", "siobhan")
    hand.press("Assign DRI")


def comment(hand: Hand) -> None:
    """Write the disposition down."""
    hand.press(re.compile("^Comment: "))
    hand.write("Comment on the STAR issue", "Siobhán takes it.")
    hand.press("Send comment")


def tick(hand: Hand) -> None:
    """Tick a step that only a person can tell of."""
    hand.press(re.compile("^Mark done: "))


def ask_the_engineers(hand: Hand) -> None:
    """Take a question to the engineers in Slack."""
    hand.press("Ask in Slack")
    hand.write("Question to the engineers", "Who knows merge trains?")
    hand.press("Begin thread")


def resolve(hand: Hand) -> None:
    """Resolve it with what happens next."""
    hand.press("Resolve")
    hand.write("What happens next", "Siobhán calls at 17:00.")
    hand.press("Resolve STAR")


FEATURES = (
    Feature("Open a STAR", plain, request, "open_star", 4),
    Feature("Open another STAR", asked, another, "open_star"),
    Feature("Acknowledge a STAR", asked, acknowledge, "acknowledge_star", 1, near=True),
    Feature("Reject a STAR", asked, reject, "reject_star", 4),
    Feature("Assign a STAR", taken, assign, "assign_star"),
    Feature("Comment on a STAR", taken, comment, "comment_star"),
    Feature("Tick a step of a STAR", taken, tick, "tick_star"),
    Feature("Ask the engineers in Slack", taken, ask_the_engineers, "move_discussion"),
    Feature("Resolve a STAR", taken, resolve, "resolve_star"),
)
