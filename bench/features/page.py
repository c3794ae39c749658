"""What is done about a page while it is open."""

import re

from bench.features.emergency import PAGES, SUMMARY, reported
from bench.features.hand import Hand
from bench.features.replay import Feature
from bench.stage import Stage
from tests.support.desk import until


def paged(stage: Stage) -> int:
    """Page for a ticket."""
    ticket = reported(stage)
    stage.manager.do(ticket, "trigger_emergency", reason=SUMMARY)
    until(lambda: stage.manager.panel(ticket)["emergency"]["incident"])
    return ticket


def resolved_without_reply(stage: Stage) -> int:
    """Have a page resolved in PagerDuty before the customer has heard of us."""
    ticket = paged(stage)
    (incident,) = stage.sandbox.incidents(ticket)
    stage.sandbox.control("POST", f"incidents/{incident['id']}", {"status": "resolved"})
    until(lambda: stage.manager.panel(ticket)["emergency"]["incident"]["status"] == "resolved")
    return ticket


def acknowledge(hand: Hand) -> None:
    """Take the page in one's own name."""
    hand.press("Acknowledge")
    hand.touch(hand.frame.get_by_role("form").get_by_role("button", name="Acknowledge", exact=True))


def resolve(hand: Hand) -> None:
    """Resolve the page, the customer having been contacted."""
    hand.press("Resolve")
    hand.choose("Has the customer been contacted?", "Yes")
    hand.press("Resolve the page")


def note(hand: Hand) -> None:
    """Leave a note on the page."""
    hand.press("Note")
    hand.write("Note", "The bridge is open.")
    hand.press("Add note")


def add_people(hand: Hand) -> None:
    """Ask somebody else to join."""
    hand.press("Add people")
    hand.write("What they are asked", "Please look at Gitaly.")
    hand.press("Ask them to join")


def escalate(hand: Hand) -> None:
    """Go on to the next level."""
    hand.press("Escalate")
    hand.press("Escalate the page")
    hand.confirm(PAGES)


def reassign(hand: Hand) -> None:
    """Bring in somebody else, led there by the status."""
    hand.press("Bring in somebody else…")
    hand.write("Why the page is handed off", "No power.")
    hand.press("Hand off the page")
    hand.confirm(PAGES)


def hand_off(hand: Hand) -> None:
    """Hand the emergency off to the next manager."""
    hand.press("Hand off to the next manager")
    hand.write("How it stands", "A call goes on.")
    hand.press("Hand off")


def propose_escalation(hand: Hand) -> None:
    """Propose to make an account escalation of it."""
    hand.press("Propose an account escalation")
    hand.write("Summary", "Four hours, no way out.")
    hand.press("Propose escalation")


def reply(hand: Hand) -> None:
    """Begin the reply that is missing."""
    hand.press(re.compile("^Reply to the customer"))


FEATURES = (
    Feature("Acknowledge a page", paged, acknowledge, "acknowledge_page"),
    Feature("Resolve a page", paged, resolve, "resolve_page"),
    Feature("Leave a note on a page", paged, note, "note_page"),
    Feature("Ask more people to join", paged, add_people, "add_responders"),
    Feature("Escalate a page", paged, escalate, "escalate_page"),
    Feature("Replace the engineer", paged, reassign, "reassign_page"),
    Feature("Hand off to the next manager", paged, hand_off, "hand_off"),
    Feature("Propose an account escalation", paged, propose_escalation, "propose_escalation"),
    Feature("Begin the reply that is missing", resolved_without_reply, reply),
)
