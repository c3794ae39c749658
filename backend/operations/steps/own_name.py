"""Whose PagerDuty user somebody is: what only a person can vouch for goes out in their name, never in ours."""

from dataclasses import replace

from backend.domain.paging.incident import Incident
from backend.domain.paging.responders import Responder
from backend.mirror.incidents import read_open_incidents
from backend.operations.engine.documents import Context
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.steps.open_pages import open_emergency
from backend.vendors.connection import deadline
from backend.vendors.errors import VendorError

READ_SECONDS = 2.0
"""How long PagerDuty may take to say what is open, while a person waits."""


class PersonalContext(Context):
    """The ticket's open page, and the PagerDuty user of who asks: their id, and the e-mail they log in with.

    Both are None where the operation may go out in our name and PagerDuty does not know the person.
    """

    incident_id: str
    number: int
    url: str
    user_id: str | None = None
    sender: str | None = None

    @property
    def about_url(self) -> str:
        """Give the page's address."""
        return self.url


def open_page(request: Request) -> Incident:
    """Give the ticket's open page; raise RuleViolation when there is none.

    PagerDuty is asked before that is said: our copies may be older than a page that somebody has just opened.
    """
    incident = open_emergency(request) or open_emergency(_read_now(request))
    if incident is None:
        raise RuleViolation("no_open_page", "no page is open for this ticket")
    return incident


def _read_now(request: Request) -> Request:
    deps = request.deps
    try:
        with deadline(READ_SECONDS):
            read_open_incidents(deps)
    except VendorError as error:
        because = f"no page is known to be open for this ticket, and PagerDuty cannot be asked now: {error}"
        raise RuleViolation("no_open_page", because) from error
    return replace(request, snapshot=deps.mirror.snapshot(request.ticket_id))


def in_own_name(request: Request, *, required: bool) -> PersonalContext:
    """Find the open page and who asks; raise RuleViolation with the page's address for somebody PagerDuty must know."""
    incident = open_page(request)
    person = _user(request)
    if person is None and required:
        because = (
            f"PagerDuty knows no user with your e-mail address, and this goes out in your own name: "
            f"do it in PagerDuty itself, incident #{incident.number}"
        )
        raise RuleViolation("no_pagerduty_user", because, incident.url)
    return PersonalContext(
        incident_id=incident.id,
        number=incident.number,
        url=incident.url,
        user_id=person.id if person else None,
        sender=person.email if person else None,
    )


def _user(request: Request) -> Responder | None:
    """Find the person's user by the handbook's list, else by e-mail; ours is nobody's own."""
    actor, pagerduty = request.actor, request.deps.pagerduty
    listed = (person.pagerduty_id for person in request.deps.handbook.people if person.is_person(actor.id, actor.email))
    wanted = next((account for account in listed if account), actor.email)
    found = pagerduty.responder(wanted) if wanted else None
    return found if found and found.email and not pagerduty.is_sender(found) else None
