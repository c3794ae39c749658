"""PagerDuty's incidents: look, page, hand over, note. Facts: developer.pagerduty.com, "Incidents"."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import RootModel

from backend.domain.listing import Listing
from backend.domain.paging.incident import Incident
from backend.domain.paging.responders import ResponderTarget
from backend.vendors.addresses import host_of
from backend.vendors.errors import Unavailable, VendorRejected
from backend.vendors.fields import Record
from backend.vendors.listings import fitting, may_hold
from backend.vendors.pagerduty.incident_records import (
    IncidentAnswer,
    IncidentRecord,
    NoteAnswer,
    NoteRecord,
    RequestedAnswer,
    RespondersAnswer,
    incident_from,
    own_page,
)
from backend.vendors.pagerduty.session import NAME, SENDER_UNKNOWN, Session

STATUSES = ("triggered", "acknowledged", "resolved")

Anything = RootModel[Any]
"""A record as it came."""


class Incidents(Session):
    """The account's incidents."""

    _account: str | None = None
    """The account's own address for people, learned from what it answers."""

    def open_incidents(self, service_ids: Sequence[str]) -> Listing[Incident]:
        """List the incidents on the services that are not resolved."""
        return self._incidents({"service_ids[]": list(service_ids), "statuses[]": ["triggered", "acknowledged"]})

    def incident(self, incident_id: str) -> Incident:
        """Read one incident."""
        return self._read(self._ask("GET", f"/incidents/{incident_id}", IncidentAnswer).incident)

    def incidents_by_key(self, key: str, since: datetime | None = None) -> list[Incident]:
        """List the incidents with `key`, resolved ones included, newest first; none created before `since`.

        Raise Unavailable when one cannot be read that has the key, or may have it: whether we have paged is not known.
        """
        if not key:
            # PagerDuty answers an empty key with every open incident.
            raise ValueError("an incident key is needed")
        query = {"incident_key": key, "date_range": "all", "statuses[]": list(STATUSES)}
        raws = self._all("/incidents", "incidents", query, Anything, lambda raw: raw.root)
        possible = [raw for raw in raws if may_hold(raw, "incident_key", key.__eq__)]
        listed = fitting(NAME, "incident", possible, IncidentRecord, self._read)
        if listed.skipped:
            raise Unavailable(NAME, f"lists what cannot be read ({listed.skipped[0]})", field=listed.skipped[0].field)
        found = [
            incident for incident in listed if incident.key == key and (since is None or incident.created_at >= since)
        ]
        return sorted(found, key=lambda incident: incident.number, reverse=True)

    def trigger(self, *, service_id: str, policy_id: str | None, title: str, key: str, details: str) -> Incident:
        """Open an incident; AlreadyOpen when this key has an open one on the service.

        The page goes through an escalation policy, never to an assignee: one who is also the sender would be
        taken as having acknowledged it, and nobody would be paged.
        """
        incident: dict[str, Any] = {
            "type": "incident",
            "title": title,
            "service": {"id": service_id, "type": "service_reference"},
            "incident_key": key,
            "body": {"type": "incident_body", "details": details},
        }
        if policy_id:
            incident["escalation_policy"] = {"id": policy_id, "type": "escalation_policy_reference"}
        return self._read(self._ask("POST", "/incidents", IncidentAnswer, json={"incident": incident}).incident)

    def assign(self, incident_id: str, user_id: str) -> Incident:
        """Hand an open incident to one person; its escalation policy then no longer counts."""
        reference = {"id": user_id, "type": "user_reference"}
        return self._change(incident_id, {"assignments": [{"assignee": reference}]})

    def escalate(self, incident_id: str, level: int) -> Incident:
        """Hand an open incident to a level of its escalation policy, which goes on from there."""
        return self._change(incident_id, {"escalation_level": level})

    def acknowledge(self, incident_id: str, sender: str) -> Incident:
        """Acknowledge an incident in the name of the user with the login e-mail `sender`."""
        return self._change(incident_id, {"status": "acknowledged"}, sender)

    def resolve(self, incident_id: str, sender: str) -> Incident:
        """Resolve an incident in the name of the user with the login e-mail `sender`."""
        return self._change(incident_id, {"status": "resolved"}, sender)

    def notes_by(self, incident_id: str, user_id: str) -> list[str]:
        """List what one user has written as notes of an incident."""
        notes = self._all(f"/incidents/{incident_id}/notes", "notes", {}, NoteRecord, lambda note: note)
        return [note.content for note in notes if note.user and note.user.id == user_id]

    def add_note(self, incident_id: str, content: str, sender: str | None = None) -> None:
        """Add a note to an incident, in the name of the user with the login e-mail `sender`, else in ours."""
        note = {"note": {"content": content}}
        self._ask("POST", f"/incidents/{incident_id}/notes", NoteAnswer, json=note, headers=_from(sender))

    def asked_responders(self, incident_id: str, is_ours: Callable[[str], bool]) -> bool:
        """Tell whether one of an incident's responder requests has a message of ours: they are not idempotent."""
        asked = self._ask("GET", f"/incidents/{incident_id}", RespondersAnswer).incident.responder_requests
        return any(is_ours(request.message) for request in asked)

    def ask_responders(
        self, incident_id: str, *, requester: str, message: str, targets: Sequence[ResponderTarget]
    ) -> None:
        """Ask more people or policies to join an incident; `requester` is the id of the user who asks."""
        wanted = [
            {"responder_request_target": {"id": target.id, "type": f"{target.kind}_reference"}} for target in targets
        ]
        body = {"requester_id": requester, "message": message, "responder_request_targets": wanted}
        self._ask("POST", f"/incidents/{incident_id}/responder_requests", RequestedAnswer, json=body)

    def check_writing(self) -> None:
        """Raise VendorError if our token may not open incidents: asks for one without title or service.

        PagerDuty refuses that one as incomplete, whoever asks; a token that only reads, or a sender it does not
        know, it refuses as such.
        """
        try:
            self._ask("POST", "/incidents", Record, json={"incident": {"type": "incident"}})
        except VendorRejected as error:
            if error.status != 400 or error.plain == SENDER_UNKNOWN:
                raise
        else:
            raise VendorRejected(NAME, "took an incident without title and service")

    def _change(self, incident_id: str, changes: Mapping[str, Any], sender: str | None = None) -> Incident:
        body = {"incident": {"type": "incident", **changes}}
        path, headers = f"/incidents/{incident_id}", _from(sender)
        return self._read(self._ask("PUT", path, IncidentAnswer, json=body, headers=headers).incident)

    def _incidents(self, query: Mapping[str, Any]) -> Listing[Incident]:
        return self._all("/incidents", "incidents", query, IncidentRecord, self._read)

    def _read(self, record: IncidentRecord) -> Incident:
        if page := own_page(record.html_url, self._url):
            self._account = host_of(page)
        return incident_from(record, self._url, self._account)


def _from(sender: str | None) -> dict[str, str]:
    """Name the user in whose name a call is made; without one it is the session's own."""
    return {"From": sender} if sender else {}
