"""Read one of each thing that the product reads all day, for the recording: nothing is changed, nothing kept."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, get_args

from backend.doctor.line import Line
from backend.domain.issues import Tracker
from backend.handbook.model.handbook import Handbook
from backend.vendor_clients import Vendors
from backend.vendors.errors import VendorError

LOOK_BACK = timedelta(days=1)


class Sample:
    """Asks each vendor for some of what panels and board are made of."""

    def __init__(self, vendors: Vendors, handbook: Handbook, now: datetime, ticket_id: int | None) -> None:
        self._vendors = vendors
        self._handbook = handbook
        self._now = now
        self._ticket_id = ticket_id

    def lines(self) -> Iterator[Line]:
        """Read all of it; what cannot be read is a finding, and the next thing is read."""
        if self._ticket_id is None:
            words = "no ticket was named, so tickets, comments and macro previews are not in it"
            yield Line("warning", "record", words, "Name one: python -m backend doctor --record FILE --ticket ID")
        else:
            yield from self._try("ticket", lambda: self._ticket(self._ticket_id or 0))
        services = self._handbook.pagerduty.services
        ids = [service.id for service in (services.customer_support, services.support_managers) if service.id]
        yield from self._try("incidents", lambda: self._vendors.pagerduty.open_incidents(ids))
        for tracker in get_args(Tracker):
            yield from self._try(f"{tracker} issues", lambda: self._issues(tracker))  # noqa: B023 - used at once
        yield from self._try("messages", self._messages)

    def _try(self, what: str, read: Callable[[], Any]) -> Iterator[Line]:
        try:
            read()
        except VendorError as error:
            yield Line("warning", f"record {what}", f"could not be read: {error}")
        else:
            yield Line("ok", f"record {what}", "read")

    def _ticket(self, ticket_id: int) -> None:
        zendesk = self._vendors.zendesk
        zendesk.ticket(ticket_id)
        zendesk.comments(ticket_id)
        for macro in list(zendesk.macros())[:3]:
            zendesk.preview(ticket_id, macro.id)

    def _issues(self, tracker: Tracker) -> None:
        projects = self._handbook.gitlab.projects
        paths = {"star": projects.stars, "feedback": projects.feedback, "escalation": projects.escalations}
        if not paths[tracker]:
            return
        issues = list(self._vendors.gitlab.changed_issues(tracker, None, 1))
        for issue in issues[:1]:
            self._vendors.gitlab.notes(tracker, issue.iid)

    def _messages(self) -> None:
        if slack := self._vendors.slack:
            channel = slack.channel(self._handbook.slack.channels["stars"])
            slack.messages(channel, self._now - LOOK_BACK, self._now)
