"""PagerDuty's records as its REST API shows them, read into the product's words."""

from datetime import datetime
from typing import Any

from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall, OnCallRole, Override, Responder


def incident_from(raw: dict[str, Any]) -> Incident:
    """Read an incident as PagerDuty's REST API shows one."""
    acknowledgements = raw.get("acknowledgements") or ()
    last_change = raw.get("last_status_change_at")
    first = acknowledgements[0] if acknowledgements else None
    acknowledged_at = first["at"] if first else (last_change if raw["status"] == "acknowledged" else None)
    return Incident(
        id=raw["id"],
        number=raw["incident_number"],
        title=raw.get("title") or "",
        status=raw["status"],
        url=raw["html_url"],
        service_id=raw["service"]["id"],
        key=raw.get("incident_key"),
        created_at=datetime.fromisoformat(raw["created_at"]),
        acknowledged_at=datetime.fromisoformat(acknowledged_at) if acknowledged_at else None,
        acknowledged_by=_who(first.get("acknowledger")) if first else None,
        resolved_at=datetime.fromisoformat(raw["resolved_at"]) if raw.get("resolved_at") else None,
        assigned_to=tuple(filter(None, (_who(one["assignee"]) for one in raw.get("assignments") or ()))),
        assigned_ids=tuple(one["assignee"]["id"] for one in raw.get("assignments") or ()),
        policy_id=(raw.get("escalation_policy") or {}).get("id"),
    )


def responder_from(raw: dict[str, Any]) -> Responder:
    """Read a user, in full or as a reference."""
    return Responder(raw["id"], raw.get("name") or raw["summary"], raw.get("email"))


def override_from(raw: dict[str, Any]) -> Override:
    """Read an override of a schedule."""
    begin, end = (datetime.fromisoformat(raw[name]) for name in ("start", "end"))
    return Override(raw["id"], raw["user"]["id"], begin, end)


def on_call_from(raw: dict[str, Any], role: OnCallRole) -> OnCall:
    """Read an on-call entry; no end = always on."""
    user = raw["user"]
    return OnCall(
        role=role,
        name=user.get("name") or user["summary"],
        start=datetime.fromisoformat(raw["start"]) if raw.get("start") else None,
        end=datetime.fromisoformat(raw["end"]) if raw.get("end") else None,
        user_id=user["id"],
        email=user.get("email"),
    )


def _who(reference: dict[str, Any] | None) -> str | None:
    return reference.get("summary") if reference else None
