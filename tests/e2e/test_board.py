"""The shift board in a real browser: what burns, one click to the ticket, cover, hand-off, trends; by keyboard too."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from sandbox.product import ROOT, Product
from tests.e2e.frame import frame_of
from tests.support.desk import Json, Sandbox, until

pytestmark = pytest.mark.long(50)

AXE = ROOT / "zendesk_app" / "node_modules" / "axe-core" / "axe.min.js"
ROWS = 500


@pytest.fixture
def page(browser: Browser, connected: Product) -> Iterator[Page]:
    """Open the board; fail on anything that the page's console complains of, such as its content policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 1400}, locale="en-GB", timezone_id="Europe/Berlin")
    made = context.new_page()
    said: list[str] = []
    made.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    made.on("pageerror", lambda error: said.append(str(error)))
    made.goto(f"{connected.sandbox}/agent/apps/board")
    yield made
    context.close()
    assert said == []


@pytest.fixture
def board(page: Page) -> FrameLocator:
    frame = page.frame_locator("#board")
    expect(frame.get_by_role("heading", name="Shift board")).to_be_visible()
    return frame


def faults(page: Page) -> list[str]:
    """Let axe look at the board, colours included."""
    frame = next(one for one in page.frames if one.name == "board")
    # Not as a script element: the page's policy allows none of ours.
    frame.evaluate(Path(AXE).read_text())
    found: Any = frame.evaluate("axe.run().then(found => found.violations)")
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


def test_several_emergencies_stand_out_and_a_ticket_is_one_click_away(page: Page, board: FrameLocator) -> None:
    section = board.get_by_role("region", name="Emergencies")
    expect(section).to_contain_text("3 emergencies are open at once")
    expect(section).to_contain_text(re.compile(r"Łukasz Nowak has \d of them, \d unanswered\."))
    row = section.get_by_role("row").filter(has_text="Ticket #2012")
    expect(row).to_contain_text("Paged")
    expect(board.get_by_role("region", name="On call")).to_contain_text("Zoë Müller-Öztürk")
    expect(board.get_by_role("region", name="STARs")).to_contain_text("Ticket #2002")
    expect(board.get_by_role("region", name="Feedback to look after")).to_contain_text("Ticket #2004")
    assert faults(page) == []
    row.get_by_role("button", name="Ticket #2012").press("Enter")
    page.wait_for_url("**/agent/tickets/2012**")


def test_several_emergencies_bring_where_to_find_people_for_each(page: Page, board: FrameLocator) -> None:
    board.get_by_role("button", name="Find more people").press("Enter")
    where = board.get_by_text(re.compile(r"^Ask in #support_.*, #spt_on-call\.$"))
    expect(where.nth(1)).to_be_visible()
    expect(board.get_by_text("No engineers are known here.")).to_have_count(where.count())
    assert faults(page) == []


def test_each_section_is_one_link_away_by_keyboard_too(page: Page, board: FrameLocator) -> None:
    page.set_viewport_size({"width": 376, "height": 700})
    links = board.get_by_role("navigation", name="Sections of the board").get_by_role("link")
    expect(links).to_have_text(["Emergencies 3", re.compile(r"^STARs \d"), re.compile(r"^Feedback \d"), "Cover",
                                "Redirect", "Hand-off", "Trends"])  # fmt: skip
    for link in links.all():
        assert ((box := link.bounding_box()) and box["height"]) or 0 >= 24
    address = frame_of(page, "board").url
    for name in ("Hand-off", "Emergencies", "Trends"):
        links.filter(has_text=name).press("Enter")
        heading = board.get_by_role("heading", name=name)
        expect(heading).to_be_focused()
        expect(heading).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(board.get_by_role("button", name="Show trends")).to_be_focused()
    assert frame_of(page, "board").url == address
    assert faults(page) == []


def test_a_new_emergency_arrives_by_itself_is_said_aloud_and_offers_the_escalation(
    board: FrameLocator, world: Sandbox
) -> None:
    ticket = world.ticket(subject="Down for hours")
    opened = (datetime.now(UTC) - timedelta(hours=4)).isoformat()
    body: Json = {"title": f"ZD#{ticket}", "service_id": "PL3TX00", "created_at": opened}
    incident = world.control("POST", "incidents", body)["id"]
    row = board.get_by_role("region", name="Emergencies").get_by_role("row").filter(has_text=f"Ticket #{ticket}")
    expect(row).to_contain_text("4 h", timeout=15_000)
    row.get_by_role("button", name="Propose an account escalation").click()
    row.get_by_label("Summary").fill("Four hours, no way out.")
    row.get_by_role("button", name="Propose escalation").click()
    # It is told in Slack as well, before this or after it.
    (note,) = until(lambda: [one for one in world.effects(ticket) if one["vendor"] == "zendesk"])
    assert "Four hours, no way out." in note["body"]["ticket"]["comment"]["html_body"]
    world.control("POST", f"incidents/{incident}", {"status": "resolved"})
    expect(row).to_have_count(0, timeout=15_000)


def test_cover_is_arranged_after_a_question_and_taken_back(page: Page, board: FrameLocator, world: Sandbox) -> None:
    section = board.get_by_role("region", name="Cover", exact=True)
    section.get_by_role("button", name="Arrange cover").click()
    form = section.get_by_role("form", name="Arrange cover")
    # Whoever is on call, here the one who asks, does not stand in for themselves.
    expect(form.get_by_label("Who covers")).not_to_have_value("PMGR001")
    form.get_by_label("Who covers").select_option(label="יעל כהן")
    begin = datetime.now() + timedelta(hours=2)
    form.get_by_label("From").fill(begin.strftime("%Y-%m-%dT%H:%M"))
    form.get_by_label("To", exact=True).fill((begin + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"))
    form.get_by_role("button", name="Arrange cover").click()
    dialog = board.get_by_role("dialog", name="Let יעל כהן cover?")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    assert faults(page) == []
    dialog.get_by_role("button", name="Arrange cover by יעל כהן").click()
    expect(section).to_contain_text("arranged by Zoë Müller-Öztürk")
    section.get_by_role("button", name="Take back the cover by יעל כהן").click()
    board.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(section).not_to_contain_text("arranged by")
    writes = [one["method"] for one in world.control("GET", "effects") if "/overrides" in one["path"]]
    assert writes == ["POST", "DELETE"]


def test_the_hand_off_is_edited_and_posted(board: FrameLocator, world: Sandbox) -> None:
    section = board.get_by_role("region", name="Hand-off", exact=True)
    section.get_by_role("button", name="Write the hand-off").click()
    text = section.get_by_label("State of the shift")
    expect(text).to_have_value(re.compile("ZD#2010"))
    text.fill(f"{text.input_value()}\nCoffee is in the kitchen.")
    section.get_by_role("button", name="Post in #support_leadership").click()
    board.get_by_role("dialog").get_by_role("button", name="Post in #support_leadership").click()

    def posted() -> list[str]:
        texts = (one["text"] for one in world.control("GET", "slack")["support_leadership"])
        return [text for text in texts if text.endswith("Coffee is in the kitchen.")]

    assert len(until(posted)) == 1


def test_trends_are_drawn_with_their_numbers_beside_them(page: Page, board: FrameLocator) -> None:
    section = board.get_by_role("region", name="Trends")
    section.get_by_role("button", name="Show trends").click()
    table = section.get_by_role("table", name="STARs by outcome")
    expect(table).to_contain_text("Rejected")
    expect(section.locator("canvas").first).to_be_attached()
    with page.expect_download() as download:
        section.get_by_role("button", name="Download CSV: STARs by outcome").click()
    csv = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert csv[0].startswith("Week of,")
    assert len(csv) == 13
    assert faults(page) == []


def test_five_hundred_rows_are_shown_bit_by_bit(page: Page, board: FrameLocator, world: Sandbox) -> None:
    first = world.ticket()
    for number in range(ROWS):
        world.issue("stars", f"Attention for ZD#{first}{number:03}", "Urgency: Timely")
    section = board.get_by_role("region", name="STARs")
    more = section.get_by_role("button", name="Show")
    expect(section).to_contain_text(re.compile(r"\b5\d\d open"), timeout=60_000)
    expect(more).to_have_text("Show 150 more")
    more.click()
    expect(more).to_have_text(re.compile(r"Show 3\d\d more"), timeout=30_000)
    more.click()
    expect(more).to_have_count(0, timeout=30_000)
    expect(section.get_by_role("row").filter(has_text=f"Ticket #{first}499")).to_be_visible(timeout=30_000)
    page.set_viewport_size({"width": 376, "height": 900})
    frame = next(one for one in page.frames if one.name == "board")
    assert frame.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
