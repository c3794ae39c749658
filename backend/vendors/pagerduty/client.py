"""PagerDuty in the product's words. The only importer of pdpyras.

pdpyras is frozen; its successor `pagerduty` has the same verbs, so a move stays in this file. Facts:
developer.pagerduty.com, "Incidents", "On-Calls", "Rate limits".
"""

import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests

from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall, OnCallRole, Override, Responder
from backend.vendors.budget import Budget
from backend.vendors.client import VendorAdapter
from backend.vendors.errors import AlreadyOpen, NotFound, OutcomeUnknown, VendorError, VendorRejected
from backend.vendors.pagerduty.records import incident_from, on_call_from, override_from, responder_from

with warnings.catch_warnings():
    # It announces on import that it is deprecated: known, see above.
    warnings.simplefilter("ignore", UserWarning)
    from pdpyras import APISession, PDClientError

NAME = "PagerDuty"
PAGE = 100
LOOK_AHEAD = timedelta(days=7)
"""How far ahead of now somebody who is on call next is looked for."""
STATUSES = ("triggered", "acknowledged", "resolved")
ARGUMENTS_WRONG, FROM_UNKNOWN, POLICY_UNKNOWN, NOBODY_ON_CALL = 2002, 1008, 1014, 1015


@dataclass(frozen=True, slots=True)
class Rotation:
    """Where a rotation is read: a schedule, else a level of an escalation policy."""

    policy_id: str | None
    level: int
    schedule_id: str | None

    @property
    def place(self) -> tuple[str, str] | None:
        """Give the filter that lists it; None when it is not configured."""
        if self.schedule_id:
            return "schedule_ids[]", self.schedule_id
        return ("escalation_policy_ids[]", self.policy_id) if self.policy_id else None

    def has(self, entry: Mapping[str, Any]) -> bool:
        """Tell whether an on-call entry belongs to this rotation."""
        return bool(self.schedule_id) or bool(entry["escalation_level"] == self.level)


class PagerDuty:
    """The PagerDuty account, acting as the user `sender` (a login e-mail)."""

    def __init__(self, url: str, token: str, sender: str, a_minute: int | None = None) -> None:
        self._url = url
        self._token = token
        self._sender = sender
        self._budget = Budget(a_minute=a_minute)
        self._thread = threading.local()

    def open_incidents(self, service_ids: Sequence[str]) -> list[Incident]:
        """List the incidents on the services that are not resolved."""
        query = {"service_ids[]": list(service_ids), "statuses[]": ["triggered", "acknowledged"]}
        return self._incidents(query)

    def incident(self, incident_id: str) -> Incident:
        """Read one incident."""
        with self._client() as session:
            return incident_from(session.rget(f"/incidents/{incident_id}"))

    def incidents_by_key(self, key: str, since: datetime) -> list[Incident]:
        """List the incidents with `key` created since a time, resolved ones included, newest first."""
        if not key:
            # PagerDuty answers an empty key with every open incident.
            raise ValueError("an incident key is needed")
        query = {"incident_key": key, "date_range": "all", "statuses[]": list(STATUSES)}
        found = [one for one in self._incidents(query) if one.key == key and one.created_at >= since]
        return sorted(found, key=lambda one: one.number, reverse=True)

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
        with self._client() as session:
            return incident_from(session.rpost("/incidents", json=incident))

    def assign(self, incident_id: str, user_id: str) -> Incident:
        """Hand an open incident to one person; its escalation policy then no longer counts."""
        reference = {"id": user_id, "type": "user_reference"}
        return self._change(incident_id, {"assignments": [{"assignee": reference}]})

    def escalate(self, incident_id: str, level: int) -> Incident:
        """Hand an open incident to a level of its escalation policy, which goes on from there."""
        return self._change(incident_id, {"escalation_level": level})

    def _change(self, incident_id: str, changes: Mapping[str, Any]) -> Incident:
        with self._client() as session:
            return incident_from(session.rput(f"/incidents/{incident_id}", json={"type": "incident", **changes}))

    def has_note(self, incident_id: str, is_ours: Callable[[str], bool]) -> bool:
        """Tell whether one of an incident's notes is ours: notes are not idempotent, so look first."""
        with self._client() as session:
            return any(is_ours(one["content"]) for one in session.rget(f"/incidents/{incident_id}/notes"))

    def add_note(self, incident_id: str, content: str) -> None:
        """Add a note to an incident."""
        with self._client() as session:
            session.rpost(f"/incidents/{incident_id}/notes", json={"content": content})

    def responder(self, wanted: str) -> Responder | None:
        """Find a user by id or by the whole login e-mail; None when there is none."""
        try:
            with self._client() as session:
                if "@" not in wanted:
                    return responder_from(session.rget(f"/users/{wanted}"))
                found = map(responder_from, session.rget("/users", params={"query": wanted, "limit": PAGE}))
                return next((one for one in found if (one.email or "").casefold() == wanted.casefold()), None)
        except NotFound:
            return None

    def overrides(self, schedule_id: str, since: datetime, until: datetime) -> list[Override]:
        """List the overrides of a schedule that touch a window."""
        window = {"since": since.isoformat(), "until": until.isoformat()}
        with self._client() as session:
            answer = session.jget(f"/schedules/{schedule_id}/overrides", params=window)
            return [override_from(one) for one in answer["overrides"]]

    def add_override(self, schedule_id: str, user_id: str, start: datetime, end: datetime) -> Override:
        """Let somebody stand in; PagerDuty takes a second one for the same hours, so look first."""
        user = {"id": user_id, "type": "user_reference"}
        wanted = {"start": start.isoformat(), "end": end.isoformat(), "user": user}
        with self._client() as session:
            (made,) = session.jpost(f"/schedules/{schedule_id}/overrides", json={"overrides": [wanted]})
            if made["status"] != 201:
                raise VendorRejected(NAME, f"refused the override: {'; '.join(made.get('errors') or ())[:200]}")
            return override_from(made["override"])

    def end_override(self, schedule_id: str, override_id: str) -> None:
        """Take an override back; one that has begun ends now."""
        with self._client() as session:
            session.rdelete(f"/schedules/{schedule_id}/overrides/{override_id}")

    def on_level(self, policy_id: str, level: int) -> list[Responder]:
        """List who is on call now on a level of an escalation policy."""
        query = {"escalation_policy_ids[]": [policy_id], "include[]": ["users"], "limit": PAGE}
        with self._client() as session:
            entries = session.rget("/oncalls", params=query)
            return [responder_from(one["user"]) for one in entries if one["escalation_level"] == level]

    def is_sender(self, responder: Responder) -> bool:
        """Tell whether somebody is the user whom we act as: PagerDuty would not page them."""
        return (responder.email or "").casefold() == self._sender.casefold()

    def on_calls(self, rotations: Mapping[OnCallRole, Rotation], now: datetime) -> list[OnCall]:
        """List who is on call now and next on each rotation, in the order of their start."""
        # Rotations that are levels of one policy come with one call.
        entries = {place: self._entries(place, now) for place in {one.place for one in rotations.values()}}
        found = [
            on_call_from(entry, role)
            for role, rotation in rotations.items()
            for entry in entries[rotation.place]
            if rotation.has(entry)
        ]
        return sorted(found, key=lambda one: (one.start is not None, one.start or now))

    def service_name(self, service_id: str) -> str:
        """Read what a service is called."""
        return self._name(f"/services/{service_id}")

    def policy_name(self, policy_id: str) -> str:
        """Read what an escalation policy is called."""
        return self._name(f"/escalation_policies/{policy_id}")

    def sender_id(self) -> str | None:
        """Find the user whom we act as; None when no user has that login e-mail."""
        with self._client() as session:
            found = session.rget("/users", params={"query": self._sender, "limit": PAGE})
            mine = (one["id"] for one in found if one["email"].casefold() == self._sender.casefold())
            return next(mine, None)

    def check_writing(self) -> None:
        """Raise VendorError if our token may not open incidents: asks for one without title or service.

        PagerDuty refuses that one as incomplete, whoever asks; a token that only reads, or a sender it does not
        know, it refuses as such.
        """
        with self._client() as session:
            answer = session.request("POST", "/incidents", json={"incident": {"type": "incident"}})
            if answer.status_code != 400 or _fault(answer)[0] == FROM_UNKNOWN:
                raise refusal(answer)

    def _name(self, path: str) -> str:
        with self._client() as session:
            return str(session.rget(path)["name"])

    def _entries(self, place: tuple[str, str] | None, now: datetime) -> list[dict[str, Any]]:
        if place is None:
            return []
        name, value = place
        query = {
            name: [value],
            "since": now.isoformat(),
            "until": (now + LOOK_AHEAD).isoformat(),
            "include[]": ["users"],
            "limit": PAGE,
        }
        with self._client() as session:
            entries: list[dict[str, Any]] = session.rget("/oncalls", params=query)
            return entries

    def _incidents(self, query: dict[str, Any]) -> list[Incident]:
        found: list[Incident] = []
        with self._client() as session:
            while True:
                page = {"limit": PAGE, "offset": len(found), **query}
                answer = session.jget("/incidents", params=page)
                found += [incident_from(one) for one in answer["incidents"]]
                if not answer.get("more"):
                    return found

    @contextmanager
    def _client(self) -> Iterator[APISession]:
        """Lend this thread's client, and turn its errors into ours."""
        if not hasattr(self._thread, "session"):
            self._thread.session = self._session()
        try:
            yield self._thread.session
        except PDClientError as error:
            raise refusal(error.response) from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise OutcomeUnknown(NAME, "sent an answer of another form than documented") from error

    def _session(self) -> APISession:
        session = APISession(self._token, default_from=self._sender)
        session.url = self._url
        session.timeout = 8
        session.max_network_attempts = 0
        session.retry[429] = 1
        session.mount("https://", VendorAdapter(NAME, self._budget))
        session.mount("http://", VendorAdapter(NAME, self._budget))
        return session


def refusal(response: requests.Response | None) -> VendorError:
    """Tell what an answer that pdpyras stumbled over means, by PagerDuty's own code."""
    if response is None or response.ok:
        return OutcomeUnknown(NAME, "sent an answer of another form than documented")
    status = response.status_code
    code, words = _fault(response)
    if code == ARGUMENTS_WRONG and "matching dedup key" in words:
        return AlreadyOpen(NAME, "an incident with this key is open already")
    known = {
        FROM_UNKNOWN: "does not know the sender; PAGERDUTY_FROM must be the login e-mail of a user",
        POLICY_UNKNOWN: "has no such escalation policy; check the id in the handbook",
        NOBODY_ON_CALL: "says that nobody is on call on the escalation policy",
    }
    if status == 404:
        return NotFound(NAME, "there is no such record")
    if status == 403:
        return VendorRejected(NAME, "does not let our token do this; check what PAGERDUTY_TOKEN may do")
    if status == 401:
        return VendorRejected(NAME, "does not accept our token for this; check PAGERDUTY_TOKEN")
    return VendorRejected(NAME, known.get(code, f"refused the request (status {status}, code {code}): {words[:200]}"))


def _fault(response: requests.Response | None) -> tuple[int, str]:
    try:
        error = response.json()["error"] if response is not None else {}
        return int(error.get("code") or 0), "; ".join(error.get("errors") or [str(error.get("message") or "")])
    except (ValueError, KeyError, TypeError, AttributeError):
        return 0, ""
