"""Somebody pages by hand while the confirmation of a page is open."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.support.desk import Person, Sandbox, until

REASON = "Nobody can push."


@pytest.mark.parametrize("pressed", [False, True], ids=["read", "pressed"])
def test_a_confirmation_stays_and_says_what_was_paged_meanwhile(
    open_ticket: Open, manager: Person, sandbox: Sandbox, pressed: bool
) -> None:
    ticket = sandbox.ticket()
    desk = open_ticket(ticket)
    desk.trigger(REASON)
    dialog = desk.panel.get_by_role("dialog", name=f"Page for ticket #{ticket}?")
    confirm = dialog.get_by_role("button", name=re.compile("^Page "))
    expect(confirm).to_be_visible()
    (incident,) = [sandbox.control("POST", "incidents", {"title": f"ZD#{ticket} down", "service_id": "PL3TX00"})]
    said = re.compile(r"incident #\d+ is open for this ticket")
    if pressed:
        confirm.click()
        expect(dialog).to_contain_text("so nothing was sent")
    until(lambda: manager.panel(ticket)["emergency"]["incident"])
    status = desk.panel.get_by_role("region", name="What matters now")
    expect(status).to_contain_text("not acknowledged", timeout=40_000)
    expect(dialog).to_contain_text(said)
    expect(dialog.get_by_role("link").first).to_have_attribute("href", re.compile(incident["id"]))
    expect(confirm).to_have_count(0)
    dialog.get_by_role("button", name="Close", exact=True).click()
    expect(dialog).to_have_count(0)
    desk.card("Page all the same")
    expect(desk.panel.get_by_label("Reason for the page")).to_have_value(REASON)
    assert len(sandbox.incidents(ticket)) == 1
