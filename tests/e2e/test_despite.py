"""A manager goes past what somebody else has opened, with a reason, in the browser."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.support.desk import Json, Person, Sandbox, until

REASON = "It is about another outage."


def done(manager: Person, ticket: int, kind: str) -> Json:
    def probe() -> Json | None:
        found = [one for one in manager.panel(ticket)["operations"] if one["kind"] == kind]
        return found[0] if found and found[0]["state"] == "done" else None

    ended: Json = until(probe)
    return ended


def first_words(sandbox: Sandbox, ticket: int) -> list[str]:
    """Give the notes written into a ticket, the latest last."""
    comments = [one["body"].get("ticket", {}).get("comment") for one in sandbox.effects(ticket)]
    return [one["html_body"] for one in comments if one]


def test_a_page_and_a_star_are_sent_all_the_same(open_ticket: Open, manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    sandbox.control("POST", "incidents", {"title": f"ZD#{ticket} production down", "service_id": "PL3TX00"})
    iid = sandbox.issue("stars", f"Attention for ZD#{ticket}")
    until(lambda: manager.panel(ticket)["emergency"]["incident"] and manager.panel(ticket)["star"]["issues"])
    desk = open_ticket(ticket)
    panel = desk.panel

    desk.card("Emergency")
    expect(panel.get_by_role("button", name="Trigger emergency page")).to_have_count(0)
    desk.card("Page all the same")
    panel.get_by_label("Why page although that is open").fill(REASON)
    panel.get_by_label("Reason for the page").fill("The second site is down.")
    panel.get_by_role("button", name="Trigger emergency page").click()
    dialog = panel.get_by_role("dialog")
    expect(dialog).to_contain_text(re.compile(r"incident #\d+ is open for this ticket"))
    dialog.get_by_role("button", name=re.compile("^Page ")).click()
    done(manager, ticket, "trigger_emergency")
    assert len(sandbox.incidents(ticket)) == 2
    assert first_words(sandbox, ticket)[-1].startswith("<p>Sent all the same: PagerDuty incident #")

    desk.card("STAR")
    desk.card("Open another STAR all the same")
    form = panel.get_by_role("form", name="New STAR")
    form.get_by_label(f"Why another although #{iid} is open in GitLab").fill(REASON)
    form.get_by_label("Why this ticket needs attention").fill("The launch is tonight.")
    form.get_by_label("Desired result").fill("A call.")
    override = form.get_by_label("Why open it all the same")
    if override.count():  # outside support hours, say: it depends on when this runs
        override.fill("The launch is tonight.")
    form.get_by_role("button", name="Open STAR").click()
    done(manager, ticket, "open_star")
    assert first_words(sandbox, ticket)[-1].startswith(f"<p>Sent all the same: STAR issue #{iid} is open")
    assert REASON in first_words(sandbox, ticket)[-1]
