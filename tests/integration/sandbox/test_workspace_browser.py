"""The workspace in a real browser, with a small page on the real SDK in the panel's place."""

from collections.abc import Callable, Iterator
from threading import Thread

import jwt
import pytest
import requests
from flask import Flask, request
from playwright.sync_api import Browser, Dialog, Frame, Page, expect
from werkzeug.serving import make_server

from sandbox.server import RunningSandbox, running_sandbox

EVENTS = ["app.activated", "app.willDestroy", "ticket.updated", "ticket.submit.done", "ticket.priority.changed",
          "colorScheme.changed"]  # fmt: skip
PANEL = """<!doctype html><title>panel</title><p id="state">waiting</p><script src="{sdk}"></script><script>
window.seen = [];
window.client = ZAFClient.init();
for (const name of {events}) client.on(name, (message) => seen.push([name, message]));
client.on("app.registered", (data) => {{ window.registered = data; state.textContent = "ready"; }});
</script>"""


class Panel:
    """A stand-in for the product's backend: it keeps the tokens and serves the page."""

    def __init__(self) -> None:
        self.app = Flask("panel")
        self.sdk = ""
        self.tokens: list[str] = []
        self.app.add_url_rule("/sidebar", view_func=self.sidebar, methods=["POST"])
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.port}"

    def sidebar(self) -> str:
        self.tokens.append(request.form["token"])
        return PANEL.format(sdk=self.sdk, events=EVENTS)


@pytest.fixture(scope="module")
def panel() -> Iterator[Panel]:
    panel = Panel()
    thread = Thread(target=panel.server.serve_forever, daemon=True)
    thread.start()
    yield panel
    panel.server.shutdown()
    thread.join()
    panel.server.server_close()


@pytest.fixture(scope="module")
def desk(panel: Panel) -> Iterator[RunningSandbox]:
    with running_sandbox(panel.url) as sandbox:
        panel.sdk = f"{sandbox.url}/zaf_sdk/2.0/zaf_sdk.min.js"
        yield sandbox


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    yield page
    page.close()


Opener = Callable[[str], Frame]


@pytest.fixture
def open_ticket(browser_page: Page, desk: RunningSandbox) -> Opener:
    desk.world.reset()

    def go(path: str) -> Frame:
        browser_page.goto(f"{desk.url}/agent/tickets/{path}")
        expect(browser_page.frame_locator("#panel").locator("#state")).to_have_text("ready")
        frame = browser_page.frame(name="panel")
        assert frame
        return frame

    return go


def hear(frame: Frame, *names: str) -> None:
    """Wait until the page in the frame has heard every one of these events: they arrive after what causes them."""
    for name in names:
        frame.wait_for_function("(name) => seen.some((item) => item[0] === name)", arg=name)


def test_registers_and_answers_get(open_ticket: Opener, panel: Panel) -> None:
    frame = open_ticket("2001?as=7201")
    context = frame.evaluate("registered.context")
    assert (context["location"], context["ticketId"], context["product"]) == ("ticket_sidebar", 2001, "support")
    assert jwt.decode(panel.tokens[-1], options={"verify_signature": False})["sub"].endswith("/users/7201.json")
    ticket = frame.evaluate("client.get('ticket').then((data) => data.ticket)")
    assert (ticket["id"], ticket["requester"]["name"], ticket["form"]["name"]) == (
        2001, "Björn Åkerlund", "Emergencies",
    )  # fmt: skip
    paths = ["currentUser.locale", "colorScheme", "viewport.size", "comment.type", "ticket.tags", "nope"]
    answer = frame.evaluate("(paths) => client.get(paths)", paths)
    assert answer["errors"]["nope"]["message"]
    assert (answer["currentUser.locale"], answer["colorScheme"], answer["comment.type"]) == (
        "en-US", "light", "publicReply",
    )  # fmt: skip
    assert answer["viewport.size"]["width"] == 320
    assert "nope" in frame.evaluate("client.get('nope').catch((error) => error.message)")
    hear(frame, "app.activated")


def test_set_and_invoke_change_the_draft_and_submit_saves_it(
    open_ticket: Opener, browser_page: Page, desk: RunningSandbox
) -> None:
    frame = open_ticket("2015")
    frame.evaluate("client.set('comment.type', 'internalNote')")
    frame.evaluate("client.set('ticket.priority', 'urgent')")
    frame.evaluate("client.invoke('ticket.comment.appendText', 'first\\nline')")
    frame.evaluate("client.invoke('ticket.comment.appendHtml', '<p>bold <b>move</b><img src=x onerror=alert(1)></p>')")
    frame.evaluate("client.invoke('ticket.tags.add', 'from_panel')")
    expect(browser_page.locator("#composer")).to_contain_text("bold move")
    assert browser_page.locator("#composer img").count() == 0
    assert desk.world.desk.ticket(2015)["priority"] == "low"
    browser_page.click("#submit")
    expect(browser_page.locator(".comment.internal .text").last).to_contain_text("first")
    ticket = desk.world.desk.ticket(2015)
    assert (ticket["priority"], ticket["tags"]) == ("urgent", ["from_panel"])
    hear(frame, "ticket.priority.changed", "ticket.updated", "ticket.submit.done")
    assert desk.world.record.effects() == []


def test_a_macro_joins_the_draft_and_keeps_what_is_there(open_ticket: Opener, browser_page: Page) -> None:
    frame = open_ticket("2001")
    frame.evaluate("client.invoke('ticket.tags.add', 'mine')")
    macros = frame.evaluate("client.get('macros').then((data) => data.macros)")
    (macro,) = [item["id"] for item in macros if item["title"] == "Downgrade emergency ticket"]
    frame.evaluate("(id) => client.invoke('macro', id)", macro)
    expect(browser_page.locator("#composer")).to_contain_text("Hi Björn")
    tags = frame.evaluate("client.get('ticket.tags').then((data) => data['ticket.tags'])")
    assert tags == ["emergency", "emergency_downgraded", "mine"]
    assert frame.evaluate("client.get('ticket.form.name').then((data) => data['ticket.form.name'])") == "Self-Managed"


def test_notifies_resizes_and_rejects_the_unknown(open_ticket: Opener, browser_page: Page) -> None:
    frame = open_ticket("2015")
    frame.evaluate("client.invoke('notify', 'Paged once', 'error', 60000)")
    expect(browser_page.locator(".toast.error")).to_have_text("Paged once")
    frame.evaluate("client.invoke('resize', {width: '100%', height: '555px'})")
    assert browser_page.locator("#panel").evaluate("(frame) => frame.clientHeight") == 555
    frame.evaluate("client.invoke('track', 'anything')")
    assert frame.evaluate("client.invoke('no.such').catch((error) => error.message)")


def test_carries_out_requests_and_tells_both_ends(open_ticket: Opener) -> None:
    frame = open_ticket("2015")
    done = frame.evaluate("client.request('/api/v2/tickets/2015.json').then((data) => data.ticket.id)")
    failed = frame.evaluate("client.request('/api/v2/tickets/1.json').catch((response) => response.status)")
    assert (done, failed) == (2015, 404)


def test_a_hook_can_block_the_submit(open_ticket: Opener, browser_page: Page, desk: RunningSandbox) -> None:
    frame = open_ticket("2015")
    frame.evaluate("client.on('ticket.save', () => 'Not yet')")
    frame.evaluate("client.invoke('ticket.comment.appendText', 'text')")
    browser_page.click("#submit")
    expect(browser_page.locator(".toast.error")).to_have_text("Not yet")
    assert len(desk.world.desk.comments[2015]) == 2


def test_somebody_elses_change_arrives(open_ticket: Opener, browser_page: Page, desk: RunningSandbox) -> None:
    frame = open_ticket("2015")
    wish = {"comment": {"body": "me again"}, "priority": "high"}
    requests.patch(f"{desk.url}/_sandbox/tickets/2015", json=wish, timeout=5)
    expect(browser_page.locator(".comment .text").last).to_have_text("me again")
    expect(browser_page.locator("#priority")).to_have_value("high")
    hear(frame, "ticket.updated")


def test_the_scheme_changes_on_the_spot_and_the_agent_by_choice(
    open_ticket: Opener, browser_page: Page, panel: Panel
) -> None:
    frame = open_ticket("2015?scheme=dark")
    assert frame.evaluate("client.get('colorScheme').then((data) => data.colorScheme)") == "dark"
    browser_page.click("#scheme")
    frame.wait_for_function("seen.some(([name, scheme]) => name === 'colorScheme.changed' && scheme === 'light')")
    with browser_page.expect_navigation(url="**/agent/tickets/2015?as=7202&scheme=light&width=320"):
        browser_page.select_option("#agent", "7202")
    expect(browser_page.frame_locator("#panel").locator("#state")).to_have_text("ready")
    assert jwt.decode(panel.tokens[-1], options={"verify_signature": False})["sub"].endswith("/users/7202.json")


def test_routes_to_another_ticket_and_keeps_its_tab(open_ticket: Opener, browser_page: Page) -> None:
    frame = open_ticket("2015")
    with browser_page.expect_navigation(url="**/agent/tickets/2010*"):
        frame.evaluate("client.invoke('routeTo', 'ticket', 2010)")
    expect(browser_page.locator("#tabs a[aria-current]")).to_contain_text("#2010")
    expect(browser_page.locator("#tabs a", has_text="#2015")).to_be_visible()


def test_a_hostile_ticket_runs_nothing(open_ticket: Opener, browser_page: Page) -> None:
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    browser_page.on("dialog", refuse)
    open_ticket("2016")
    expect(browser_page.locator(".comment")).to_have_count(3)
    assert browser_page.locator(".comment a[href]").count() == 0
    assert browser_page.title().startswith("#2016")
    assert dialogs == []
