"""A panel's real day: tabs, sleep, ended sessions, restarts, wrong clocks, slow networks, blocked storage."""

import os
import re
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from sandbox.product import Product, another_backend, running_product
from tests.e2e.conftest import Desk, Open
from tests.e2e.frame import frame_of, rebuild
from tests.support.changed import FAST_SYNC
from tests.support.desk import MANAGER, Person, Sandbox, sign_in, until

pytestmark = pytest.mark.long(80)

TABS = 5
PANEL = re.compile(r"/api/tickets/\d+/panel")
BLOCKED = """for (const name of ['sessionStorage', 'localStorage'])
  Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });"""
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


def reason(desk: Desk, words: str | None = None) -> None:
    field = desk.panel.get_by_label("Reason for the page")
    if words is not None:
        field.fill(words)
    expect(field).to_have_value("All is down.")


def page_them(desk: Desk) -> None:
    desk.panel.get_by_role("button", name="Trigger emergency page").click()
    desk.panel.get_by_role("dialog").get_by_role("button", name=re.compile("^Page ")).click()


def paged(desk: Desk, patience: float = 20_000) -> None:
    top = desk.panel.get_by_role("region", name="What matters now")
    expect(top).to_contain_text("not acknowledged", timeout=patience)


def asked(page: Page) -> list[str]:
    """Collect the panel's questions to the server from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if PANEL.search(request.url) else None)
    return found


def look_away(page: Page, away: bool) -> None:
    """Say what Zendesk says when another tab is chosen: headless Chromium calls every page visible."""
    page.evaluate(
        """away => {
          Object.defineProperty(document, 'hidden', { get: () => away, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        away,
    )


def test_many_tabs_of_which_one_is_looked_at(context: BrowserContext, product: Product, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    pages: list[Page] = []
    for _ in range(TABS):
        page = context.new_page()
        page.clock.install()
        page.goto(f"{product.sandbox}/agent/tickets/{ticket}?as={MANAGER}")
        expect(page.frame_locator("#panel").get_by_role("region", name="What matters now")).to_be_visible()
        pages.append(page)
    *others, looked_at = pages
    for page in others:
        look_away(page, True)
    unseen = [asked(page) for page in others]
    for page in others:
        page.clock.fast_forward("00:40:00")
    with looked_at.expect_request(PANEL):
        looked_at.clock.fast_forward("00:40:00")
    assert sum(map(len, unseen)) == 0
    # The one that is chosen asks at once.
    with others[0].expect_request(PANEL):
        look_away(others[0], False)
    assert sum(map(len, unseen)) == 1


def test_after_an_hour_asleep_it_is_up_to_date_at_once(
    open_ticket: Open, context: BrowserContext, manager: Person, sandbox: Sandbox
) -> None:
    ticket = sandbox.ticket(priority="urgent")
    context.clock.install()
    desk = open_ticket(ticket)
    reason(desk, "All is down.")
    manager.do(ticket, "trigger_emergency", reason="Somebody else was faster.")
    desk.page.clock.fast_forward("00:50:00")
    paged(desk)


def test_a_session_that_ended_in_the_sleep_says_so_and_keeps_the_words(
    open_ticket: Open, context: BrowserContext, sandbox: Sandbox
) -> None:
    desk = open_ticket(sandbox.ticket(priority="urgent"))
    reason(desk, "All is down.")

    def ended(route: Route) -> None:
        # What a server answers to a session that it does not know any more.
        route.continue_(headers={**route.request.headers, "authorization": "Bearer of.nothing.good"})

    desk.page.route(re.compile("/api/"), ended)
    desk.page.locator("#priority").select_option("high")
    desk.page.locator("#submit").click()
    expect(desk.panel.get_by_role("alert")).to_contain_text("Your session has ended. Reload the ticket")
    page_them(desk)
    dialog = desk.panel.get_by_role("dialog")
    expect(dialog).to_contain_text("Your session has ended. Reload the ticket; what you typed is kept.")
    dialog.get_by_role("button", name="Cancel").click()
    reason(desk)
    desk.page.unroute_all()
    rebuild(desk.page)
    reason(desk)
    page_them(desk)
    paged(desk)


def test_a_session_is_renewed_before_it_ends(open_ticket: Open, context: BrowserContext, sandbox: Sandbox) -> None:
    context.clock.install()
    desk = open_ticket(sandbox.ticket(priority="urgent"))
    with desk.page.expect_response(re.compile("/api/session/renew")) as answer:
        desk.page.clock.fast_forward("00:57:00")
    assert answer.value.status == 200
    reason(desk, "All is down.")
    page_them(desk)
    paged(desk)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Product]:
    """A product whose backend a test may stop."""
    with running_product(tmp_path, environment=FAST_SYNC) as running:
        yield running


def at_their_own(context: BrowserContext, own: Product, ticket: int) -> Desk:
    page = context.new_page()
    page.goto(f"{own.sandbox}/agent/tickets/{ticket}?as={MANAGER}")
    return Desk(page, page.frame_locator("#panel"))


def test_the_backend_is_away_for_a_while(context: BrowserContext, own: Product) -> None:
    with Sandbox(own.sandbox) as sandbox:
        ticket = sandbox.ticket(priority="urgent")
        desk = at_their_own(context, own, ticket)
        reason(desk, "All is down.")
        server = own.processes[1].pid
        os.killpg(server, signal.SIGSTOP)
        page_them(desk)
        dialog = desk.panel.get_by_role("dialog")
        expect(dialog.get_by_role("button", name="Sending…")).to_be_visible()
        expect(dialog).to_contain_text("Trying again is safe: it happens once.", timeout=30_000)
        os.killpg(server, signal.SIGCONT)
        dialog.get_by_role("button", name="Try again").click()
        paged(desk, 30_000)
        assert len(sandbox.incidents(ticket)) == 1


def test_the_backend_is_killed_in_the_middle_and_started_again(
    context: BrowserContext, own: Product, tmp_path: Path
) -> None:
    with Sandbox(own.sandbox) as sandbox:
        ticket = sandbox.ticket(priority="urgent")
        desk = at_their_own(context, own, ticket)
        desk.card("STAR")
        desk.panel.get_by_role("button", name="Open a STAR").click()
        desired = desk.panel.get_by_label("Desired result")
        desired.fill("A call today.")
        reason(desk, "All is down.")
        # The call that is cut off never gets through: only the backend that starts again can page.
        sandbox.fault("pagerduty", "timeout", method="POST", seconds=5)
        page_them(desk)
        page_on_its_way = {"method": "POST", "path": "/incidents"}.items()
        until(lambda: [one for one in sandbox.control("GET", "calls") if page_on_its_way <= one.items()])
        os.killpg(own.processes[1].pid, signal.SIGKILL)
        own.processes[1].wait()
        dialog = desk.panel.get_by_role("dialog")
        expect(dialog).to_contain_text("Trying again is safe: it happens once.")
        expect(desk.panel.get_by_role("alert").first).to_be_visible()
        sandbox.heal()
        with another_backend(own, tmp_path, port=int(own.backend.rpartition(":")[2])):
            dialog.get_by_role("button", name="Try again").click()
            paged(desk, 30_000)
            expect(desired).to_have_value("A call today.")
            with sign_in(own.backend, sandbox) as manager:
                (operation,) = manager.panel(ticket)["operations"]
                assert manager.ended(operation["id"])["state"] == "done"
            assert len(sandbox.incidents(ticket)) == 1


@pytest.mark.parametrize("hours", [-3, 3])
def test_the_agents_clock_is_wrong(
    open_ticket: Open, context: BrowserContext, manager: Person, sandbox: Sandbox, hours: int
) -> None:
    ticket = sandbox.ticket()
    manager.do(ticket, "trigger_emergency", reason="Down.")
    context.clock.install(time=datetime.now(UTC) + timedelta(hours=hours))
    desk = open_ticket(ticket)
    expect(desk.panel.get_by_role("region", name="What matters now")).to_contain_text(
        "Paged just now, not acknowledged yet"
    )
    expect(desk.panel.get_by_role("region", name="Emergency", exact=True)).to_contain_text(re.compile("2[89] min left"))


def test_on_a_slow_network_it_pages_once(context: BrowserContext, product: Product, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(priority="urgent")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    page.goto(f"{product.sandbox}/agent/tickets/{ticket}?as={MANAGER}")
    desk = Desk(page, page.frame_locator("#panel"))
    reason(desk, "All is down.")
    desk.panel.get_by_role("button", name="Trigger emergency page").click()
    dialog = desk.panel.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("^Page ")).click()
    expect(dialog.get_by_role("button", name="Sending…")).to_be_visible()
    paged(desk)
    assert len(sandbox.incidents(ticket)) == 1


def test_without_storage_it_works_and_keeps_what_it_can(
    open_ticket: Open, context: BrowserContext, sandbox: Sandbox
) -> None:
    ticket = sandbox.ticket(priority="urgent")
    # The workspace keeps its open tabs in storage; only the panel's is blocked.
    context.add_init_script(f"if (window !== top) {{ {BLOCKED} }}")
    desk = open_ticket(ticket)
    reason(desk, "All is down.")
    for _ in range(2):
        desk.panel.get_by_role("button", name="Emergency", exact=True).click()
    reason(desk)
    page_them(desk)
    paged(desk)
    assert frame_of(desk.page).evaluate("() => { try { sessionStorage; return false; } catch { return true; } }")
