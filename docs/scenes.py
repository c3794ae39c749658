"""The states of the panel, each made in the running product as it comes about in real life."""

import re
import sqlite3
from collections.abc import Callable, Iterator

from playwright.sync_api import expect

from docs.stage import DOWNGRADE, OPEN_STAR, Stage
from tests.support.browser import STRICT_QUESTIONS
from tests.support.desk import AGENT, MANAGER, until

ALL = ("Emergency", "STAR", "Feedback", "Macros")
Scene = Callable[[Stage], Iterator[None]]


def loading(stage: Stage) -> Iterator[None]:
    """Wait for the first answer for ever."""
    stage.page.route(re.compile("/api/.*/panel"), lambda route: None)
    stage.page.goto(f"{stage.product.sandbox}/agent/tickets/2001?as={MANAGER}")
    expect(stage.panel.get_by_role("status", name="Loading")).to_be_visible()
    yield


def empty(stage: Stage) -> Iterator[None]:
    """Open every card of a ticket on which nothing is open."""
    stage.show(stage.sandbox.ticket(), cards=ALL)
    yield


def quiet(stage: Stage) -> Iterator[None]:
    """Show a ticket on which nothing is open."""
    stage.show(stage.sandbox.ticket())
    yield


def judged(stage: Stage) -> Iterator[None]:
    """Answer the checklist up to its verdict."""
    stage.show(2001, cards=("Emergency",))
    for question, answer in STRICT_QUESTIONS.items():
        group = stage.panel.get_by_role("group", name=question, exact=True)
        group.get_by_role("radio", name=answer, exact=True).check()
    expect(stage.panel.locator(".verdict")).to_contain_text("that is the strict definition")
    yield


def confirming(stage: Stage) -> Iterator[None]:
    """Go up to the confirmation of a page."""
    yield from judged(stage)
    stage.panel.get_by_label("Reason for the page").fill("All of production is down.")
    stage.press("Trigger emergency page")
    yield


def applying(stage: Stage) -> Iterator[None]:
    """Go up to the confirmation of a macro: one that can be applied, and one with something left to fill in."""
    stage.show(stage.sandbox.ticket(priority="urgent"), cards=("Macros",))
    for wanted in (DOWNGRADE, "General::Offer a call"):
        stage.panel.get_by_role("searchbox", name="Search macros").fill(wanted)
        stage.press(f"Apply now: {wanted}")
        expect(stage.panel.get_by_role("dialog")).to_contain_text("The customer will read")
        yield
        stage.press("Cancel")


def calling(stage: Stage) -> Iterator[None]:
    """Go up to the confirmation of a call of the manager."""
    stage.show(2010, cards=("Emergency", "Call the manager"))
    stage.panel.get_by_label("What the manager needs to know").fill("The customer asks for a manager.")
    stage.press("Page the manager")
    expect(stage.panel.get_by_role("dialog")).to_contain_text("Called by")
    yield


def story(ticket: int) -> Scene:
    """Make the scene of a seeded ticket."""

    def show(stage: Stage) -> Iterator[None]:
        stage.show(ticket)
        yield

    return show


def star_forms(stage: Stage) -> Iterator[None]:
    """Open a STAR and go up to the confirmation of its rejection."""
    ticket = stage.sandbox.ticket()
    stage.manager.do(ticket, "open_star", **OPEN_STAR)
    stage.show(ticket)
    stage.press("Reject")
    stage.panel.get_by_label("Why not").fill("Nobody has asked the engineer.")
    stage.panel.get_by_label("Agreed alternative").fill("She answers by noon.")
    yield
    stage.press("Reject STAR")
    yield


def stale(stage: Stage) -> Iterator[None]:
    """Let the vendors stop answering."""
    ticket = stage.sandbox.ticket()
    stage.manager.panel(ticket)
    with stage.trouble("error", "pagerduty", "gitlab", status=503):
        until(lambda: stage.states(ticket, "pagerduty", "gitlab") == {"stale"})
        stage.show(ticket, cards=ALL)
        yield


def unavailable(stage: Stage) -> Iterator[None]:
    """Let the vendors never have answered: what the mirror knows is taken away."""
    ticket = stage.sandbox.ticket()
    with stage.trouble("error", status=503):
        with sqlite3.connect(stage.product.environment["DATABASE_URL"].removeprefix("sqlite:///")) as database:
            for table in ("sources", "on_calls", "incident_tickets", "incidents"):
                database.execute(f"DELETE FROM {table}")  # noqa: S608
        database.close()
        until(lambda: all(one["error"] for one in stage.manager.panel(ticket)["sources"].values()))
        stage.show(ticket, cards=ALL)
        yield
    until(lambda: stage.states(2001, "pagerduty", "gitlab", "zendesk") == {"fresh"}, 60)


def forbidden(stage: Stage) -> Iterator[None]:
    """Look as an agent at what managers do."""
    ticket = stage.sandbox.ticket()
    stage.act(ticket, stage.macro(), stage.manager.do)
    stage.show(ticket, AGENT, ALL)
    yield
    stage.show(stage.sandbox.ticket(), AGENT, ALL)
    yield


def in_progress(stage: Stage) -> Iterator[None]:
    """Let everything take its time."""
    ticket, macro = stage.sandbox.ticket(), stage.macro()
    with stage.trouble("slow", "pagerduty", "gitlab", method="POST", seconds=25):
        stage.sandbox.fault("zendesk", "slow", method="PUT", seconds=25)
        stage.act(ticket, macro, stage.manager.ask)
        stage.show(ticket, cards=ALL)
        yield


def done(stage: Stage) -> Iterator[None]:
    """Let everything go well."""
    ticket = stage.sandbox.ticket()
    stage.act(ticket, stage.macro(), stage.manager.do)
    stage.show(ticket, cards=ALL)
    yield


def answered(issues: int, ticket_changes: int) -> Scene:
    """Make a scene in which the vendors answer every write with an error."""

    def show(stage: Stage) -> Iterator[None]:
        ticket, macro = stage.sandbox.ticket(), stage.macro()
        with stage.trouble("error", "pagerduty", "gitlab", method="POST", status=issues):
            stage.sandbox.fault("zendesk", "error", method="PUT", status=ticket_changes)
            stage.act(ticket, macro, stage.manager.ask)
            stage.show(ticket, cards=ALL)
            yield

    return show


def closed(stage: Stage) -> Iterator[None]:
    """Show a closed ticket, and a priority that is not submitted."""
    ticket = stage.sandbox.ticket(status="closed")
    stage.show(ticket, cards=("Emergency",))
    stage.page.locator("#priority").select_option("urgent")
    yield


def outage(stage: Stage) -> Iterator[None]:
    """Take the server away: with older data, then without."""
    ticket = stage.sandbox.ticket()
    stage.show(ticket)
    stage.page.route(re.compile("/api/"), lambda route: route.abort())
    stage.page.locator("#priority").select_option("low")
    stage.page.locator("#submit").click()
    expect(stage.panel.get_by_role("alert")).to_be_visible()
    yield
    stage.page.goto(f"{stage.product.sandbox}/agent/tickets/{ticket}?as={MANAGER}")
    expect(stage.panel.get_by_role("alert")).to_be_visible()
    yield


SCENES: dict[str, Scene] = {
    "loading": loading,
    "quiet": quiet,
    "empty": empty,
    "fresh-emergency": judged,
    "fresh-incident": story(2010),
    "fresh-star": story(2002),
    "fresh-feedback": story(2004),
    "fresh-notices": story(2008),
    "fresh-hostile": story(2016),
    "confirming": confirming,
    "applying-macro": applying,
    "calling-manager": calling,
    "star-forms": star_forms,
    "forbidden": forbidden,
    "in-progress": in_progress,
    "done": done,
    "failed": answered(403, 422),
    "not-confirmed": answered(500, 500),
    "closed": closed,
    "outage": outage,
    "stale": stale,
    "unavailable": unavailable,
}
"""By name; what disturbs the others comes last."""
