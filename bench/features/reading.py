"""What is read on the panel or taken into the draft, and what belongs to no card of its own."""

import re

from bench.features.emergency import reported
from bench.features.hand import Hand
from bench.features.page import paged
from bench.features.replay import Feature
from bench.features.star import plain, taken
from bench.stage import Stage
from tests.support.desk import until

MACRO = "Downgrade emergency ticket"


def suspected(stage: Stage) -> int:
    """Have a customer's instance in other hands, perhaps."""
    ticket = stage.sandbox.ticket(tags=["compromised_instance"])
    until(lambda: stage.manager.panel(ticket)["notices"])
    return ticket


def half_done(stage: Stage) -> int:
    """Page while Zendesk takes no notes."""
    ticket = reported(stage)
    stage.sandbox.fault("zendesk", "error", method="PUT", path=f"/tickets/{ticket}", status=422)
    stage.manager.do(ticket, "trigger_emergency", reason="Down.")
    stage.sandbox.heal()
    return ticket


def on_call(hand: Hand) -> None:
    """See who is on call until when, and who is next."""
    hand.press("On call")


def cover(hand: Hand) -> None:
    """Read how to find cover."""
    hand.press("On call")
    hand.press("Cover or swap")


def history(hand: Hand) -> None:
    """See what was done, step by step."""
    hand.press(re.compile(r"^History \("))
    hand.touch(hand.frame.get_by_role("region", name="History").get_by_role("listitem").get_by_role("button").first)


def notice(hand: Hand) -> None:
    """Read a notice."""
    hand.touch(hand.frame.get_by_role("region", name="Special handling").get_by_role("button").first)


def take_notice(hand: Hand) -> None:
    """Put a notice's text into the draft."""
    notice(hand)
    hand.press(re.compile("^Insert into draft: "))


def reminders(hand: Hand) -> None:
    """Read what goes with a STAR in Slack."""
    hand.press("Good to know in Slack")


def others(hand: Hand) -> None:
    """Go to another emergency."""
    hand.leave(hand.frame.get_by_role("region", name="Emergency").get_by_role("button", name="Ticket #").first)


def find_macro(hand: Hand) -> None:
    """Search a macro; put it into the draft."""
    hand.press("Macros")
    hand.write("Search macros", "downgrade")
    hand.press(f"Insert into draft: {MACRO}")


def apply_macro(hand: Hand) -> None:
    """Search a macro; have it applied."""
    hand.press("Macros")
    hand.write("Search macros", "downgrade")
    hand.press(f"Apply now: {MACRO}")
    hand.confirm("Apply macro")


def the_rest(hand: Hand) -> None:
    """Do what failed after the page."""
    hand.press("Do the rest")


FEATURES = (
    Feature("See who is on call and who is next", plain, on_call),
    Feature("Read how to find cover", plain, cover),
    Feature("See what was done, step by step", paged, history),
    Feature("Read a notice", suspected, notice),
    Feature("Insert a notice's text", suspected, take_notice),
    Feature("Read what goes with a STAR in Slack", taken, reminders),
    Feature("Go to another emergency", reported, others),
    Feature("Find a macro and insert it", plain, find_macro),
    Feature("Apply a macro", plain, apply_macro, "apply_macro"),
    Feature("Do the rest of what failed in part", half_done, the_rest, "do_the_rest"),
)
