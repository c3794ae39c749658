"""For everybody: axe finds nothing in any state and either scheme, nothing is cut off, the focus is kept."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Desk, Open
from tests.e2e.frame import faults, frame_of
from tests.support.desk import AGENT, MANAGER, Person, Sandbox, until

pytestmark = pytest.mark.long(90)


def open_all(desk: Desk) -> None:
    """Open every card and everything in it."""
    for _ in range(3):
        for closed in desk.panel.locator("[aria-expanded=false]:visible").all():
            if closed.is_visible() and closed.get_attribute("aria-expanded") == "false":
                closed.press("Enter")


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def fits(desk: Desk) -> bool:
    """Tell whether nothing is wider than the frame."""
    found: bool = frame_of(desk.page).evaluate(
        "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    return found


# Each of them sees both: the scheme changes while the panel is open.
@pytest.mark.parametrize(("user", "scheme"), [(MANAGER, "light"), (AGENT, "dark")], ids=["manager", "agent"])
def test_a_ticket_with_everything(open_ticket: Open, manager: Person, sandbox: Sandbox, scheme: str, user: int) -> None:
    ticket = sandbox.ticket(subject="GitLab is down 🚒", priority="urgent")
    manager.do(ticket, "trigger_emergency", reason="Down.")
    manager.do(ticket, "open_star", urgency="urgent", plan="P", reason="R", desired_result="D", override_reason="O")
    sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    until(lambda: manager.panel(ticket)["feedback"]["issues"])
    desk = open_ticket(ticket, user, f"&scheme={scheme}")
    assert faults(desk.page) == []
    open_all(desk)
    assert faults(desk.page) == []
    assert fits(desk)
    # The scheme changes while the panel is open.
    desk.page.locator("#scheme").click()
    expect(desk.panel.locator("html")).to_have_attribute("data-scheme", "dark" if scheme == "light" else "light")
    assert faults(desk.page) == []


def test_a_quiet_ticket_and_its_forms(open_ticket: Open, sandbox: Sandbox, scheme: str) -> None:
    desk = open_ticket(sandbox.ticket(), query=f"&scheme={scheme}")
    assert faults(desk.page) == []
    open_all(desk)
    desk.panel.get_by_role("button", name="Trigger emergency page").click()
    expect(desk.panel.get_by_text("This is needed.").first).to_be_visible()
    assert faults(desk.page) == []
    desk.panel.get_by_label("Reason for the page").fill("Down.")
    desk.panel.get_by_role("button", name="Trigger emergency page").click()
    expect(desk.panel.get_by_role("dialog")).to_be_visible()
    assert faults(desk.page) == []
    assert fits(desk)


def test_vendors_down_and_a_page_not_confirmed(
    open_ticket: Open, manager: Person, sandbox: Sandbox, scheme: str
) -> None:
    ticket = sandbox.ticket()
    desk = open_ticket(ticket, query=f"&scheme={scheme}")
    sandbox.fault("pagerduty", "error", status=503)
    sandbox.fault("gitlab", "error", status=503)
    until(lambda: manager.panel(ticket)["sources"]["gitlab"]["state"] != "fresh")
    manager.ask(ticket, "trigger_emergency", reason="Down.")
    desk.page.reload()
    expect(desk.panel.get_by_role("group", name="Progress: Emergency page")).to_be_visible()
    open_all(desk)
    assert faults(desk.page) == []
    assert fits(desk)


def test_the_panel_without_its_server(open_ticket: Open, sandbox: Sandbox, scheme: str) -> None:
    desk = open_ticket(sandbox.ticket(), query=f"&scheme={scheme}")
    desk.page.route(re.compile("/panel"), lambda route: route.abort())
    desk.page.locator("#priority").select_option("urgent")
    expect(desk.panel.get_by_text("not submitted yet")).to_be_visible()
    desk.page.locator("#submit").click()
    expect(desk.panel.get_by_role("alert")).to_contain_text("Not up to date")
    assert faults(desk.page) == []


@pytest.mark.parametrize("zoom", [2, 1.5])
def test_twice_the_size_in_the_same_room(open_ticket: Open, sandbox: Sandbox, zoom: float) -> None:
    desk = open_ticket(sandbox.ticket())
    open_all(desk)
    frame_of(desk.page).evaluate("zoom => { document.documentElement.style.zoom = zoom; }", zoom)
    assert fits(desk)
    desk.panel.get_by_label("Reason for the page").fill("Down.")
    desk.panel.get_by_role("button", name="Trigger emergency page").click()
    expect(desk.panel.get_by_role("dialog").get_by_role("button", name="Cancel")).to_be_focused()
    assert fits(desk)


def test_motion_is_left_out_when_asked(open_ticket: Open, sandbox: Sandbox) -> None:
    desk = open_ticket(sandbox.ticket())
    desk.page.emulate_media(reduced_motion="reduce")
    open_all(desk)
    assert frame_of(desk.page).evaluate("() => document.getAnimations().length") == 0


def test_the_frame_is_as_high_as_what_is_in_it(open_ticket: Open, sandbox: Sandbox) -> None:
    desk = open_ticket(sandbox.ticket())

    def height() -> float:
        box = desk.page.locator("#panel").bounding_box()
        assert box
        return box["height"]

    closed = until(lambda: height() if height() != 400 else 0)
    desk.card("Emergency")
    until(lambda: height() > closed + 100)
    desk.panel.get_by_role("button", name="Emergency", exact=True).click()
    until(lambda: height() == closed)


def test_a_second_click_of_the_opener_does_not_confirm(open_ticket: Open, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    desk = open_ticket(ticket)
    desk.trigger("Down.")
    confirm = desk.panel.get_by_role("dialog").get_by_role("button", name=re.compile("^Page "))
    box = confirm.bounding_box()
    assert box
    at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    # The first click went to the opener, whose place the confirmation may have taken meanwhile.
    desk.page.mouse.move(*at)
    desk.page.mouse.down(click_count=2)
    desk.page.mouse.up(click_count=2)
    expect(desk.panel.get_by_role("dialog")).to_be_visible()
    assert sandbox.incidents(ticket) == []


def test_an_enter_held_down_sends_nothing(open_ticket: Open, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    desk = open_ticket(ticket)
    desk.card("Emergency")
    desk.panel.get_by_label("Reason for the page").fill("Down.")
    desk.panel.get_by_role("button", name="Trigger emergency page").focus()
    for _ in range(12):
        desk.page.keyboard.down("Enter")
    desk.page.keyboard.up("Enter")
    expect(desk.panel.get_by_role("dialog").get_by_role("button", name="Cancel")).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.panel.get_by_role("button", name="Trigger emergency page")).to_be_focused()
    assert sandbox.incidents(ticket) == []


def test_escape_pressed_again_and_again_hides_nothing_that_is_being_sent(open_ticket: Open, sandbox: Sandbox) -> None:
    desk = open_ticket(sandbox.ticket())
    desk.trigger("Down.")
    held: list[Route] = []
    desk.page.route(re.compile("/operations$"), lambda route: held.append(route))
    dialog = desk.panel.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("^Page ")).click()
    expect(dialog.get_by_role("button", name="Sending…")).to_be_visible()
    for _ in range(3):
        desk.page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    held[0].abort()
    expect(dialog).to_contain_text("Trying again is safe: it happens once.")
    desk.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
