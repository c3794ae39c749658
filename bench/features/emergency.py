"""What is done about an emergency before and while somebody is paged for it."""

import re

from bench.features.hand import Hand
from bench.features.replay import Feature
from bench.stage import Stage
from tests.support.browser import STRICT_QUESTIONS
from tests.support.desk import until

EMERGENCIES = 360001264259
"""The form on which customers report emergencies."""
SUPPORT_SERVICE = "PL3TX00"
SUMMARY = "All of production is down."
PAGES = re.compile("^Page ")


def reported(stage: Stage) -> int:
    """Have a customer report an emergency."""
    return stage.sandbox.ticket(ticket_form_id=EMERGENCIES, priority="urgent")


def paged_elsewhere(stage: Stage) -> int:
    """Have somebody page for an emergency in PagerDuty itself."""
    ticket = reported(stage)
    stage.sandbox.control("POST", "incidents", {"title": f"ZD#{ticket}", "service_id": SUPPORT_SERVICE})
    until(lambda: stage.manager.panel(ticket)["emergency"]["incident"])
    return ticket


def page(hand: Hand) -> None:
    """Page whoever is on call."""
    hand.press(re.compile("^Page .*…$"))
    hand.write("Reason for the page", SUMMARY)
    hand.press("Trigger emergency page")
    hand.confirm(PAGES)


def page_despite(hand: Hand) -> None:
    """Page although a page of somebody else's is open."""
    hand.press("Page all the same")
    hand.write("Why page although that is open", "It went to the wrong team.")
    hand.write("Reason for the page", SUMMARY)
    hand.press("Trigger emergency page")
    hand.confirm(PAGES)


def judge(hand: Hand) -> None:
    """Answer the strict definition."""
    for question, answer in STRICT_QUESTIONS.items():
        hand.choose(question, answer)


def record(hand: Hand) -> None:
    """Record the verdict on one answer."""
    hand.choose(next(iter(STRICT_QUESTIONS)), "No")
    hand.press("Record assessment")
    hand.press("Record in the ticket")


def override(hand: Hand) -> None:
    """Record another verdict than the checklist's."""
    hand.choose(next(iter(STRICT_QUESTIONS)), "No")
    hand.press("Record assessment")
    hand.pick("Verdict", "Emergency by exception")
    hand.write("Why you decide otherwise", "Their launch is tonight.")
    hand.press("Record in the ticket")


def answer_the_customer(hand: Hand) -> None:
    """Put the text that goes with the verdict into the draft."""
    hand.choose(next(iter(STRICT_QUESTIONS)), "No")
    hand.press("Insert into draft: Text for the customer")


def switch_on(hand: Hand) -> None:
    """Switch on special handling that no data shows."""
    hand.press("Special handling by hand")
    hand.press("Switch on: Upgrade assistance")


def call_the_manager(hand: Hand) -> None:
    """Page the manager on call."""
    hand.press("Call the manager")
    hand.write("What the manager needs to know", SUMMARY)
    hand.press("Page the manager")
    hand.confirm(PAGES)


def page_the_pool(hand: Hand) -> None:
    """Page the backup engineers."""
    hand.press("Page the backup pool")
    hand.write("Brief summary", SUMMARY)
    hand.press("Page backup engineers")
    hand.confirm(PAGES)


FEATURES = (
    Feature("Page an emergency", reported, page, "trigger_emergency", 3, near=True),
    Feature("Page although something is open", paged_elsewhere, page_despite, "trigger_emergency"),
    Feature("Judge an emergency", reported, judge),
    Feature("Record the assessment", reported, record, "record_assessment"),
    Feature("Decide otherwise", reported, override, "record_assessment"),
    Feature("Insert the text for a verdict", reported, answer_the_customer),
    Feature("Switch special handling on", reported, switch_on, "record_assessment"),
    Feature("Call the manager", reported, call_the_manager, "call_manager"),
    Feature("Page the backup pool", reported, page_the_pool, "page_backup_pool"),
)
