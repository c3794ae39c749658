"""Everything a manager does in the panel, once with the mouse and once by keyboard alone, to the vendors and back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Desk, Open
from tests.e2e.hands import Hands, Keyboard, Mouse
from tests.support.browser import STRICT_QUESTIONS
from tests.support.desk import Json, Person, Sandbox, until

pytestmark = pytest.mark.long(100)

Grip = Callable[[Desk], Hands]


@pytest.fixture(params=[Mouse, Keyboard], ids=["mouse", "keyboard"])
def grip(request: pytest.FixtureRequest) -> Grip:
    kind = request.param

    def take(desk: Desk) -> Hands:
        hands: Hands = kind(desk.page)
        return hands

    return take


def region(desk: Desk, name: str) -> Locator:
    return desk.panel.get_by_role("region", name=name, exact=True)


def button(desk: Desk, name: str | re.Pattern[str]) -> Locator:
    return desk.panel.get_by_role("button", name=name, exact=isinstance(name, str))


def confirm(desk: Desk, hands: Hands, name: str | re.Pattern[str]) -> None:
    """Confirm; the focus is on Cancel before, and back in the page after."""
    dialog = desk.panel.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    hands.press(dialog.get_by_role("button", name=name, exact=isinstance(name, str)))
    expect(dialog).to_have_count(0)
    expect(desk.panel.locator(":focus")).to_have_count(1)


def ended(manager: Person, ticket: int, kind: str) -> Json:
    """Wait until the newest operation of a kind is done."""

    def probe() -> Json | None:
        found = [one for one in manager.panel(ticket)["operations"] if one["kind"] == kind]
        return found[0] if found and found[0]["state"] == "done" else None

    done: Json = until(probe)
    return done


def open_card(desk: Desk, hands: Hands, name: str) -> None:
    head = button(desk, name)
    if head.get_attribute("aria-expanded") != "true":
        hands.press(head)


def test_an_emergency_from_the_checklist_to_the_hand_off(
    open_ticket: Open, manager: Person, sandbox: Sandbox, grip: Grip
) -> None:
    ticket = sandbox.ticket()
    desk = open_ticket(ticket)
    hands = grip(desk)
    open_card(desk, hands, "Emergency")
    for question, answer in STRICT_QUESTIONS.items():
        group = desk.panel.get_by_role("group", name=question, exact=True)
        hands.choose(group.get_by_role("radio", name=answer, exact=True))
    hands.press(button(desk, "Record assessment"))
    hands.press(button(desk, "Record in the ticket"))
    ended(manager, ticket, "record_assessment")

    hands.write(desk.panel.get_by_label("Reason for the page"), "All of production is down.")
    hands.press(button(desk, "Trigger emergency page"))
    confirm(desk, hands, "Page Łukasz Nowak")
    expect(region(desk, "What matters now")).to_contain_text("not acknowledged")

    hands.press(button(desk, "Replace the engineer"))
    hands.write(desk.panel.get_by_label("Why the page is handed off"), "No power.")
    hands.press(button(desk, "Hand off the page"))
    confirm(desk, hands, "Page Priya Raman")
    ended(manager, ticket, "reassign_page")

    hands.press(button(desk, "Hand off to the next manager"))
    hands.write(desk.panel.get_by_label("How it stands"), "A call goes on.")
    hands.press(button(desk, "Hand off"))
    ended(manager, ticket, "hand_off")

    hands.press(button(desk, "Propose an account escalation"))
    hands.write(desk.panel.get_by_role("form", name="Propose an account escalation").get_by_label("Summary"), "Bad.")
    hands.press(button(desk, "Propose escalation"))
    ended(manager, ticket, "propose_escalation")

    (incident,) = sandbox.incidents(ticket)
    assert incident["paged"] == ["PENG001", "PENG002"]


def test_the_backup_pool_is_paged(open_ticket: Open, manager: Person, sandbox: Sandbox, grip: Grip) -> None:
    ticket = sandbox.ticket()
    desk = open_ticket(ticket)
    hands = grip(desk)
    open_card(desk, hands, "Emergency")
    head = button(desk, "Page the backup pool")
    if head.get_attribute("aria-expanded") != "true":
        hands.press(head)
    hands.write(desk.panel.get_by_label("Brief summary"), "A second one.")
    hands.press(button(desk, "Page backup engineers"))
    confirm(desk, hands, re.compile("^Page "))
    ended(manager, ticket, "page_backup_pool")


def test_a_star_from_the_request_to_its_resolution(
    open_ticket: Open, manager: Person, sandbox: Sandbox, grip: Grip
) -> None:
    ticket = sandbox.ticket()
    desk = open_ticket(ticket)
    hands = grip(desk)
    open_card(desk, hands, "STAR")
    hands.press(button(desk, "Open a STAR"))
    form = desk.panel.get_by_role("form", name="New STAR")
    hands.choose(form.get_by_role("radio", name=re.compile("^Urgent")))
    hands.write(form.get_by_label("Why this ticket needs attention"), "The launch is tonight.")
    hands.write(form.get_by_label("Desired result"), "A call within the hour.")
    override = form.get_by_label("Why open it all the same")
    if override.count():  # outside support hours, say: it depends on when this runs
        hands.write(override, "The launch is tonight.")
    hands.press(form.get_by_role("button", name="Open STAR"))
    ended(manager, ticket, "open_star")

    hands.press(button(desk, "Acknowledge STAR"))
    ended(manager, ticket, "acknowledge_star")
    hands.press(button(desk, "Assign an engineer…"))
    hands.write(desk.panel.get_by_label("GitLab username"), "siobhan")
    hands.press(button(desk, "Assign DRI"))
    ended(manager, ticket, "assign_star")
    hands.press(button(desk, re.compile("^Comment: ")))
    hands.write(desk.panel.get_by_label("Comment on the STAR issue"), "Siobhán takes it.")
    hands.press(button(desk, "Send comment"))
    ended(manager, ticket, "comment_star")
    hands.press(button(desk, "Resolve"))
    hands.write(desk.panel.get_by_label("What happens next"), "Siobhán calls at 17:00.")
    hands.press(button(desk, "Resolve STAR"))
    ended(manager, ticket, "resolve_star")
    expect(region(desk, "STAR")).to_contain_text("Resolved")


def test_a_star_is_rejected(open_ticket: Open, manager: Person, sandbox: Sandbox, grip: Grip) -> None:
    ticket = sandbox.ticket()
    star = manager.do(
        ticket, "open_star", urgency="timely", plan="Premium", reason="R", desired_result="D", override_reason="O"
    )
    assert star["state"] == "done"
    desk = open_ticket(ticket)
    hands = grip(desk)
    hands.press(button(desk, "Reject"))
    hands.write(desk.panel.get_by_label("Why not"), "Nobody has asked the engineer.")
    hands.write(desk.panel.get_by_label("Agreed alternative"), "She answers by noon.")
    hands.press(button(desk, "Reject STAR"))
    expect(desk.panel.get_by_role("dialog")).to_contain_text("Closes the issue as not taken.")
    confirm(desk, hands, re.compile(r"^Reject STAR #\d+$"))
    ended(manager, ticket, "reject_star")


def test_a_rejection_that_could_not_close_is_ended_from_the_status(
    open_ticket: Open, manager: Person, sandbox: Sandbox, grip: Grip
) -> None:
    ticket = sandbox.ticket()
    iid = sandbox.issue("stars", f"Attention for ZD#{ticket}", "Urgency: Urgent")
    until(lambda: manager.panel(ticket)["star"]["issues"])
    sandbox.fault("gitlab", "error", method="PUT", path=f"issues/{iid}", status=422)
    manager.do(ticket, "reject_star", why="Nobody has asked.", alternative="By noon.")
    sandbox.heal()
    desk = open_ticket(ticket)
    top = desk.panel.get_by_role("region", name="What matters now")
    expect(top).to_contain_text("Rejection half done")
    expect(button(desk, "Acknowledge STAR")).to_have_count(0)
    grip(desk).press(top.get_by_role("button", name="Do the rest"))
    ended(manager, ticket, "do_the_rest")
    receipt = desk.panel.get_by_role("group", name="Progress: STAR rejection")
    expect(receipt).to_have_count(1)
    expect(receipt).to_contain_text("STAR rejection: done")


def test_feedback_is_linked_contacted_and_noted(
    open_ticket: Open, manager: Person, sandbox: Sandbox, grip: Grip
) -> None:
    ticket = sandbox.ticket()
    issue = sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    until(lambda: manager.panel(ticket)["feedback"]["issues"])
    desk = open_ticket(ticket)
    hands = grip(desk)
    hands.press(button(desk, f"Link #{issue} to this ticket"))
    ended(manager, ticket, "link_feedback")
    hands.press(button(desk, "Record contact"))
    hands.write(desk.panel.get_by_label("What you wrote to the customer"), "Hello, may I call you?")
    hands.press(button(desk, "Record and close"))
    ended(manager, ticket, "record_contact")
    hands.press(button(desk, "Add a note"))
    hands.write(desk.panel.get_by_label("Later action"), "The call was held.")
    hands.press(button(desk, "Add note"))
    ended(manager, ticket, "note_feedback")


def test_feedback_is_closed_without_contact(open_ticket: Open, manager: Person, sandbox: Sandbox, grip: Grip) -> None:
    ticket = sandbox.ticket()
    issue = sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    until(lambda: manager.panel(ticket)["feedback"]["issues"])
    desk = open_ticket(ticket)
    hands = grip(desk)
    hands.press(button(desk, "Close feedback"))
    hands.write(desk.panel.get_by_label("Why close without contact"), "They have left.")
    hands.press(button(desk, "Close issue"))
    confirm(desk, hands, f"Close feedback #{issue}")
    ended(manager, ticket, "close_feedback")


def test_a_macro_is_found_inserted_and_applied(
    open_ticket: Open, manager: Person, sandbox: Sandbox, grip: Grip
) -> None:
    ticket = sandbox.ticket()
    desk = open_ticket(ticket)
    hands = grip(desk)
    open_card(desk, hands, "Macros")
    hands.write(desk.panel.get_by_role("searchbox", name="Search macros"), "downgrade")
    hands.press(button(desk, "Insert into draft: Downgrade emergency ticket"))
    expect(desk.page.get_by_role("textbox", name="Comment")).not_to_be_empty()
    assert sandbox.effects(ticket) == []
    hands.press(button(desk, "Apply now: Downgrade emergency ticket"))
    dialog = desk.panel.get_by_role("dialog")
    expect(dialog).to_contain_text("We have lowered this ticket")
    expect(dialog).to_contain_text("emergency_downgraded")
    confirm(desk, hands, "Apply macro")
    ended(manager, ticket, "apply_macro")


def test_a_macro_with_something_left_to_fill_in_goes_into_the_draft(
    open_ticket: Open, sandbox: Sandbox, grip: Grip
) -> None:
    ticket = sandbox.ticket()
    desk = open_ticket(ticket)
    hands = grip(desk)
    open_card(desk, hands, "Macros")
    hands.write(desk.panel.get_by_role("searchbox", name="Search macros"), "call")
    hands.press(button(desk, "Apply now: General::Offer a call"))
    expect(desk.panel.get_by_role("dialog")).to_contain_text("Still to be filled in: (your scheduling link)")
    confirm(desk, hands, "Insert into draft")
    expect(desk.page.get_by_role("textbox", name="Comment")).to_contain_text("(your scheduling link)")
    assert sandbox.effects(ticket) == []
