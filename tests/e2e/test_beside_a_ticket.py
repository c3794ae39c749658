"""The panel goes along with the ticket beside it: what is chosen, submitted, written, opened."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.support.desk import Person, Sandbox, until


@pytest.mark.parametrize("status", ["solved", "closed"])
def test_the_ticket_is_solved_or_closed_under_it(open_ticket: Open, sandbox: Sandbox, status: str) -> None:
    ticket = sandbox.ticket(priority="urgent")
    desk = open_ticket(ticket)
    reason = desk.panel.get_by_label("Reason for the page")
    reason.fill("All is down.")
    desk.page.locator("#status").select_option(status)
    desk.page.locator("#submit").click()
    if status == "closed":
        expect(desk.panel.get_by_text("Closed ticket: Zendesk takes no notes")).to_be_visible(timeout=15_000)
    desk.panel.get_by_role("button", name="Macros", exact=True).click()
    expect(desk.panel.get_by_role("searchbox", name="Search macros")).to_be_visible()
    expect(reason).to_have_value("All is down.")


def test_a_choice_that_is_not_submitted_is_said(open_ticket: Open, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    desk = open_ticket(ticket)
    words = desk.panel.get_by_text("not submitted yet")
    for select, value in (("#priority", "urgent"), ("#form", "Emergencies")):
        desk.page.locator(select).select_option(value)
        expect(words).to_be_visible()
    desk.page.locator("#submit").click()
    expect(words).to_have_count(0, timeout=15_000)


def test_a_reply_goes_where_it_fits_and_overwrites_nothing(
    open_ticket: Open, manager: Person, sandbox: Sandbox
) -> None:
    ticket = sandbox.ticket()
    sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    until(lambda: manager.panel(ticket)["feedback"]["issues"])
    desk = open_ticket(ticket)
    note, reply = (desk.page.get_by_role("tab", name=name) for name in ("Internal note", "Public reply"))
    composer = desk.page.get_by_role("textbox", name="Comment")
    insert = desk.panel.get_by_role("button", name="Insert into draft: Reply to the customer")
    note.click()
    insert.click()
    expect(reply).to_have_attribute("aria-selected", "true")
    expect(composer).not_to_be_empty()
    note.click()
    composer.fill("For us only.")
    insert.click()
    expect(desk.page.locator(".toast").last).to_contain_text("Inserted into your internal note")
    expect(note).to_have_attribute("aria-selected", "true")
    expect(composer).to_contain_text("For us only.")
    assert len(composer.inner_text()) > len("For us only.") + 20


def test_another_ticket_opens_beside_it(open_ticket: Open, manager: Person, sandbox: Sandbox) -> None:
    other, ticket = sandbox.ticket(), sandbox.ticket()
    manager.do(other, "trigger_emergency", reason="Down.")
    desk = open_ticket(ticket)
    desk.card("Emergency")
    # Where many are open, those that have waited longest come first, and the rest is one press away.
    rest = desk.panel.get_by_role("button", name=re.compile(r"^\d+ more$"))
    if rest.count():
        rest.click()
    desk.panel.get_by_role("button", name=f"Ticket #{other}").click()
    desk.page.wait_for_url(re.compile(f"/agent/tickets/{other}"))
