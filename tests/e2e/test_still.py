"""Nothing jumps while somebody reads or types, and nothing typed is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Route, expect

from tests.e2e.conftest import Desk, Open
from tests.e2e.frame import Stillness, rebuild
from tests.support.browser import STRICT_QUESTIONS
from tests.support.desk import Json, Person, Sandbox, until

pytestmark = pytest.mark.long(60)

MOST = 0.02
UPPER_EDGE = "one => one.getBoundingClientRect().top"
FIRST_SCREEN_PX = 700
EMERGENCIES = 360001264259
"""The form on which customers report emergencies."""
REASON = "All of production is down for everybody."


def acknowledge(sandbox: Sandbox, ticket: int, status: str = "acknowledged") -> None:
    (incident,) = sandbox.incidents(ticket)
    sandbox.control("POST", f"incidents/{incident['id']}", {"status": status})


def top(desk: Desk, words: str) -> None:
    expect(desk.panel.get_by_role("region", name="What matters now")).to_contain_text(words, timeout=40_000)


def test_nothing_jumps_while_it_loads(open_ticket: Open, manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(priority="urgent")
    manager.do(ticket, "trigger_emergency", reason="Down.")
    sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    until(lambda: manager.panel(ticket)["feedback"]["issues"])
    desk = open_ticket(ticket)
    still = Stillness.of(desk.page)
    expect(desk.panel.get_by_role("button", name="Replace the engineer")).to_be_visible()
    assert still.score() <= MOST


def test_what_stands_below_a_verdict_waits_for_it_unseen(
    open_ticket: Open, context: BrowserContext, manager: Person, sandbox: Sandbox
) -> None:
    ticket = sandbox.ticket(tags=["compromised_instance"])
    until(lambda: manager.panel(ticket)["notices"])
    held: list[Route] = []
    context.route(re.compile("/assessment$"), lambda route: held.append(route))
    with context.expect_event("request", lambda request: request.url.endswith("/assessment")):
        desk = open_ticket(ticket)
    still = Stillness.of(desk.page)
    below = desk.panel.get_by_text("Emergency support", exact=True)
    expect(below).to_be_attached()
    expect(below).to_be_hidden()
    held[0].continue_()
    expect(below).to_be_visible()
    assert still.score() == 0


def test_nothing_jumps_while_one_reads_of_what_changes(open_ticket: Open, manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    manager.do(ticket, "trigger_emergency", reason="Down.")
    desk = open_ticket(ticket)
    still = Stillness.of(desk.page)
    acknowledge(sandbox, ticket)
    top(desk, "Emergency taken")
    assert still.score() <= MOST
    sandbox.fault("gitlab", "error", status=503)
    top(desk, "GitLab cannot be reached")
    assert still.score() <= MOST


def test_answering_moves_nothing_and_the_page_is_near(open_ticket: Open, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(ticket_form_id=EMERGENCIES, priority="urgent")
    desk = open_ticket(ticket)
    desk.page.locator("#width").select_option("320")
    top(desk, "Nobody has been paged.")
    desk.page.wait_for_timeout(500)  # until the panel has the new width
    page = desk.panel.get_by_role("button", name="Trigger emergency page")
    before = lower_edge(page)
    assert before <= FIRST_SCREEN_PX
    still = Stillness.of(desk.page)
    for question, answer in STRICT_QUESTIONS.items():
        desk.answer(question, answer)
        # At human speed: what moves within half a second of a click is not counted as a jump.
        desk.page.wait_for_timeout(1_000)
        assert lower_edge(page) == before
    desk.answer("How many users or projects are affected?", "One")
    desk.page.wait_for_timeout(1_000)
    assert lower_edge(page) == before
    assert still.score() <= MOST
    # The status leads to the page without any scrolling by hand.
    desk.panel.get_by_role("button", name=re.compile("^Page .*…$")).click()
    expect(desk.panel.get_by_label("Reason for the page")).to_be_focused()


def note(desk: Desk) -> Locator:
    desk.panel.get_by_role("button", name="Note", exact=True).click()
    desk.panel.get_by_label("Note", exact=True).fill("The bridge is open.")
    return desk.panel.get_by_role("button", name="Add note")


def call(desk: Desk) -> Locator:
    desk.panel.get_by_role("button", name="Call the manager", exact=True).click()
    desk.panel.get_by_label("What the manager needs to know").fill("The customer wants a manager.")
    return confirmation(desk, "Page the manager")


def pool(desk: Desk) -> Locator:
    desk.panel.get_by_role("button", name="Page the backup pool", exact=True).click()
    desk.panel.get_by_label("Brief summary").fill("A second one at once.")
    return confirmation(desk, "Page backup engineers")


def escalation(desk: Desk) -> Locator:
    desk.panel.get_by_role("button", name="Propose an account escalation").click()
    form = desk.panel.get_by_role("form", name="Propose an account escalation")
    form.get_by_label("Summary").fill("Open since yesterday.")
    return form.get_by_role("button", name="Propose escalation")


def assessment(desk: Desk) -> Locator:
    desk.panel.get_by_role("button", name="Is it an emergency?").click()
    desk.answer("Is a production instance or service affected?", "No")
    desk.panel.get_by_role("button", name="Record assessment").click()
    return desk.panel.get_by_role("button", name="Record in the ticket")


def confirmation(desk: Desk, submit: str) -> Locator:
    desk.panel.get_by_role("button", name=submit).click()
    return desk.panel.get_by_role("dialog").get_by_role("button", name=re.compile("^Page "))


@pytest.mark.parametrize(
    ("fill_in", "answer"),
    [
        pytest.param(note, "Page note", id="note"),
        pytest.param(call, "Call for the manager", id="call"),
        pytest.param(pool, "Backup pool page", id="pool"),
        pytest.param(escalation, "Escalation proposal", id="escalation"),
        pytest.param(assessment, "Assessment", id="assessment"),
    ],
)
def test_an_answer_that_comes_late_takes_the_room_of_its_form(
    open_ticket: Open,
    manager: Person,
    sandbox: Sandbox,
    fill_in: Callable[[Desk], Locator],
    answer: str,
) -> None:
    ticket = sandbox.ticket()
    manager.do(ticket, "trigger_emergency", reason="Down.")
    desk = open_ticket(ticket)
    send = fill_in(desk)
    for vendor in ("pagerduty", "gitlab", "zendesk"):
        sandbox.fault(vendor, "slow", seconds=1.5)
    desk.page.wait_for_timeout(1_000)
    still = Stillness.of(desk.page)
    # What opened the form is no jump: only what comes from here on counts.
    still.score()
    still.frame.evaluate("() => { window.shifts.length = 0; }")
    # What lies out of sight counts for nothing there, and may be what somebody reads.
    below = desk.panel.get_by_role("button", name="STAR", exact=True)
    before = lower_edge(below)
    send.click()
    expect(desk.panel.get_by_role("group", name=f"Progress: {answer}")).to_be_visible(timeout=20_000)
    desk.page.wait_for_timeout(1_000)
    assert lower_edge(below) == before
    assert still.score() <= MOST
    # The focus stays where the form was.
    assert desk.panel.locator(":focus").evaluate(UPPER_EDGE) >= 0


def lower_edge(control: Locator) -> float:
    """Tell how far down in the panel a control ends, in px."""
    edge: float = control.evaluate("one => one.getBoundingClientRect().bottom + window.scrollY")
    return edge


def test_nothing_jumps_while_one_types(open_ticket: Open, manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(priority="urgent")
    desk = open_ticket(ticket)
    field = desk.panel.get_by_label("Reason for the page")
    field.click()
    still = Stillness.of(desk.page)
    desk.page.keyboard.type(REASON[:10])
    manager.do(ticket, "open_star", urgency="urgent", plan="P", reason="R", desired_result="D", override_reason="O")
    # Somebody else pages in the middle of it: the top line says so at once, the form stays where it is.
    manager.do(ticket, "trigger_emergency", reason="Down.")
    desk.page.keyboard.type(REASON[10:20])
    sandbox.control("PATCH", f"tickets/{ticket}", {"subject": "changed"})
    desk.page.keyboard.type(REASON[20:30])
    top(desk, "not acknowledged")
    desk.page.keyboard.type(REASON[30:])
    expect(field).to_have_value(REASON)
    expect(field).to_be_focused()
    assert still.score() <= MOST
    # Later the cards follow, and the words are still there should they be needed.
    expect(desk.panel.get_by_role("button", name="Replace the engineer")).to_be_visible(timeout=15_000)


def test_what_is_typed_survives_a_rebuilt_frame_and_a_failed_request(open_ticket: Open, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(priority="urgent")
    desk = open_ticket(ticket)
    desk.panel.get_by_role("group", name="Is a production instance or service affected?").get_by_role(
        "radio", name="Yes"
    ).check()
    desk.panel.get_by_label("Reason for the page").fill(REASON)
    desk.panel.get_by_role("button", name="STAR", exact=True).click()
    desk.panel.get_by_role("button", name="Open a STAR").click()
    form = desk.panel.get_by_role("form", name="New STAR")
    form.get_by_label("Desired result").fill("A call.")

    rebuild(desk.page)
    expect(desk.panel.get_by_label("Reason for the page")).to_have_value(REASON)
    expect(form.get_by_label("Desired result")).to_have_value("A call.")
    expect(
        desk.panel.get_by_role("group", name="Is a production instance or service affected?").get_by_role(
            "radio", name="Yes"
        )
    ).to_be_checked()

    sent: list[Json] = []

    def cut(route: object) -> None:
        sent.append(route.request.headers)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    desk.page.route(re.compile("/operations$"), cut)
    desk.panel.get_by_role("button", name="Trigger emergency page").click()
    dialog = desk.panel.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("^Page ")).click()
    expect(dialog).to_contain_text("cannot be reached")
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog).to_contain_text("cannot be reached")
    dialog.get_by_role("button", name="Cancel").click()
    expect(desk.panel.get_by_label("Reason for the page")).to_have_value(REASON)
    assert len({one["idempotency-key"] for one in sent}) == 1
    assert len(sent) == 2
    assert sandbox.incidents(ticket) == []
