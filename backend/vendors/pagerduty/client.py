"""PagerDuty in the product's words: incidents, on-call duty, and the account's people, services and policies."""

from collections.abc import Callable

from backend.domain.paging.responders import Responder
from backend.domain.paging.service import Service
from backend.vendors.errors import NotFound
from backend.vendors.pagerduty.incidents import Incidents
from backend.vendors.pagerduty.on_calls import OnCalls, Rotation
from backend.vendors.pagerduty.records import (
    PolicyAnswer,
    ServiceAnswer,
    UserAnswer,
    UserRecord,
    responder_from,
    service_from,
)

__all__ = ["PagerDuty", "Rotation"]


class PagerDuty(Incidents, OnCalls):
    """The PagerDuty account, acting as the user `sender` (a login e-mail)."""

    def responder(self, wanted: str) -> Responder | None:
        """Find a user by id or by the whole login e-mail; None when there is none."""
        try:
            if "@" not in wanted:
                return responder_from(self._ask("GET", f"/users/{wanted}", UserAnswer).user)
        except NotFound:
            return None
        # PagerDuty's query matches parts of names and addresses.
        found = self._all("/users", "users", {"query": wanted}, UserRecord, responder_from)
        return next((user for user in found if (user.email or "").casefold() == wanted.casefold()), None)

    def is_sender(self, responder: Responder) -> bool:
        """Tell whether somebody is the user whom we act as: PagerDuty would not page them."""
        return (responder.email or "").casefold() == self._sender.casefold()

    def sender_id(self) -> str | None:
        """Find the user whom we act as; None when no user has that login e-mail."""
        found = self.responder(self._sender)
        return found.id if found else None

    def has_note(self, incident_id: str, is_ours: Callable[[str], bool], sender: str | None = None) -> bool:
        """Tell whether a note by `sender` (a login e-mail, None = ours) is what we look for.

        Notes are not idempotent, so look first.
        """
        author = self.responder(sender or self._sender)
        return author is not None and any(is_ours(content) for content in self.notes_by(incident_id, author.id))

    def service(self, service_id: str) -> Service:
        """Read a service: its name, whether it takes incidents, how urgent they are."""
        return service_from(self._ask("GET", f"/services/{service_id}", ServiceAnswer).service)

    def service_name(self, service_id: str) -> str:
        """Read what a service is called."""
        return self.service(service_id).name

    def policy_name(self, policy_id: str) -> str:
        """Read what an escalation policy is called."""
        return self._ask("GET", f"/escalation_policies/{policy_id}", PolicyAnswer).escalation_policy.name
