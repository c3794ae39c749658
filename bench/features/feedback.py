"""What is done about a customer's feedback."""

import re

from bench.features.hand import Hand
from bench.features.replay import Feature
from bench.stage import Stage
from tests.support.desk import until


def received(stage: Stage) -> int:
    """Have a customer ask for a manager."""
    ticket = stage.sandbox.ticket()
    stage.sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    until(lambda: stage.manager.panel(ticket)["feedback"]["issues"])
    return ticket


def contacted(stage: Stage) -> int:
    """Have the customer contacted."""
    ticket = received(stage)
    (issue,) = stage.manager.panel(ticket)["feedback"]["issues"]
    stage.manager.do(ticket, "record_contact", iid=issue["iid"], text="Hello, may I call you?")
    until(lambda: stage.manager.panel(ticket)["feedback"]["issues"][0]["state"] != "contact_due")
    return ticket


def contact(hand: Hand) -> None:
    """Record what was written to the customer."""
    hand.press("Contact the customer…")
    hand.write("What you wrote to the customer", "Hello, may I call you?")
    hand.press("Record and close")


def insert_reply(hand: Hand) -> None:
    """Put the manager's reply into the draft."""
    hand.press("Insert into draft: Reply to the customer")


def close(hand: Hand) -> None:
    """Close it without a contact."""
    hand.press("Close feedback")
    hand.write("Why close without contact", "They have left.")
    hand.press("Close issue")
    hand.confirm("Close feedback")


def link_found(hand: Hand) -> None:
    """Link what was found by its title."""
    hand.touch(hand.frame.get_by_role("button", name="to this ticket").first)


def link_by_number(hand: Hand) -> None:
    """Link an issue by its number."""
    hand.press("Link feedback")
    named = hand.frame.get_by_role("link", name=re.compile(r"^Feedback #\d+")).first.inner_text()
    hand.write("Feedback issue", named.split("#")[1].split()[0])
    hand.press("Link to this ticket")


def note(hand: Hand) -> None:
    """Note what was done later."""
    hand.press("Feedback")
    hand.press("Add a note")
    hand.write("Later action", "The call was held.")
    hand.press("Add note")


def on_track(hand: Hand) -> None:
    """Say that the ticket goes well again."""
    hand.press("Feedback")
    hand.press("Ticket is back on track")


FEATURES = (
    Feature("Record a contact", received, contact, "record_contact", 2),
    Feature("Insert the reply to feedback", received, insert_reply),
    Feature("Close feedback without contact", received, close, "close_feedback"),
    Feature("Link feedback that was found", received, link_found, "link_feedback"),
    Feature("Link feedback by its number", received, link_by_number, "link_feedback"),
    Feature("Note a later action", contacted, note, "note_feedback"),
    Feature("Say that a ticket is on track", contacted, on_track, "feedback_on_track"),
)
