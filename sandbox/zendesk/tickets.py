"""Change a ticket as the API's PUT does."""

from typing import Any

from sandbox import clock
from sandbox.errors import Json, Refusal
from sandbox.zendesk import typed
from sandbox.zendesk.comments import add_comment, invalid
from sandbox.zendesk.desk import Desk

EMERGENCY_TAG = "trigger_manual_emergency"
PRIORITIES = ("low", "normal", "high", "urgent")
STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
PLAIN_FIELDS = ("subject", "priority", "status", "type", "assignee_id", "group_id", "ticket_form_id",
                "brand_id", "organization_id", "requester_id", "external_id", "due_at", "problem_id")  # fmt: skip


def check_stamp(ticket: Json, wish: Json) -> None:
    """Refuse a write that rests on an older version; sending safe_update at all asks for the check."""
    if "safe_update" not in wish:
        return
    try:
        stamp = clock.parse(str(wish.get("updated_stamp")))
    except ValueError:
        raise Refusal(400, {"error": "BadRequest", "description": "updated_stamp is needed with safe_update"}) from None
    if stamp < clock.parse(ticket["updated_at"]):
        words = "Safe Update prevented the update: the ticket has changed. Fetch it again and retry."
        raise Refusal(409, {"error": "UpdateConflict", "description": words})


def refuse_closed(ticket: Json) -> None:
    """Refuse any change to a closed ticket."""
    if ticket["status"] == "closed":
        raise invalid("status", "Status: closed prevents ticket update")


def update(desk: Desk, ticket: Json, wish: Any, actor: Json) -> Json:
    """Apply a ticket payload and return the audit."""
    if not isinstance(wish, dict):
        raise Refusal(400, {"error": "BadRequest", "description": "A ticket object is expected"})
    refuse_closed(ticket)
    check_stamp(ticket, wish)
    _check_values(wish)
    events = []
    if wish.get("comment") is not None:
        events.append(dict(add_comment(desk, ticket, wish["comment"], actor, metadata=wish.get("metadata"))))
    for name in PLAIN_FIELDS:
        if name in wish and ticket[name] != wish[name]:
            events.append(_changed(desk, name, ticket[name], wish[name]))
            ticket[name] = wish[name]
    ticket["raw_subject"] = ticket["subject"]
    for key in ("custom_fields", "fields"):
        set_custom_fields(ticket, _kept(desk, wish.get(key)))
    if "tags" in wish:
        events.extend(set_tags(desk, ticket, wish["tags"]))
    desk.touch(ticket)
    return _audit(desk, ticket, events, actor)


def _check_values(wish: Json) -> None:
    if wish.get("priority") not in (None, *PRIORITIES):
        raise invalid("priority", "Priority: is not included in the list")
    if "status" in wish and wish["status"] not in STATUSES:
        raise invalid("status", "Status: is not included in the list")


def _kept(desk: Desk, values: Any) -> Json:
    """Read custom field values as they came over the wire."""
    pairs = values.items() if isinstance(values, dict) else ((item["id"], item["value"]) for item in values or [])
    return {key: typed.kept(desk, desk.fields.get(int(key)), value) for key, value in pairs}


def set_custom_fields(ticket: Json, values: Any) -> None:
    """Merge custom field values, given as a list of id and value or as a map."""
    if isinstance(values, dict):
        values = [{"id": key, "value": value} for key, value in values.items()]
    merged = {item["id"]: item["value"] for item in ticket["custom_fields"]}
    merged |= {int(item["id"]): item["value"] for item in values or []}
    ticket["custom_fields"] = [{"id": key, "value": value} for key, value in merged.items()]
    ticket["fields"] = ticket["custom_fields"]


def set_tags(desk: Desk, ticket: Json, tags: Any) -> list[Json]:
    """Replace the tags, and run the account's trigger when the paging tag is new."""
    if isinstance(tags, str):
        tags = tags.replace(",", " ").split()
    if not isinstance(tags, list) or any(not isinstance(tag, str) for tag in tags):
        raise invalid("tags", "Tags: are invalid")
    before, after = ticket["tags"], sorted({tag.strip().lower().replace(" ", "_") for tag in tags} - {""})
    if before == after:
        return []
    ticket["tags"] = after
    if EMERGENCY_TAG in after and EMERGENCY_TAG not in before:
        desk.on_emergency_tag(ticket)
    return [_changed(desk, "tags", before, after)]


def add_tags(desk: Desk, ticket: Json, wish: Any) -> list[str]:
    """Add tags as PUT /tickets/{id}/tags does and return all."""
    if not isinstance(wish, dict) or "tags" not in wish:
        raise Refusal(400, {"error": "BadRequest", "description": "tags is missing"})
    refuse_closed(ticket)
    check_stamp(ticket, wish)
    more = wish["tags"].split() if isinstance(wish["tags"], str) else wish["tags"]
    if set_tags(desk, ticket, [*ticket["tags"], *(more if isinstance(more, list) else [more])]):
        desk.touch(ticket)
    tags: list[str] = ticket["tags"]
    return tags


def _changed(desk: Desk, name: str, before: Any, after: Any) -> Json:
    event = {"type": "Change", "field_name": name, "value": after, "previous_value": before}
    return {"id": desk.next_id()} | event


def _audit(desk: Desk, ticket: Json, events: list[Json], actor: Json) -> Json:
    return {
        "id": desk.next_id(),
        "ticket_id": ticket["id"],
        "created_at": ticket["updated_at"],
        "author_id": actor["id"],
        "metadata": {"system": {}, "custom": {}},
        "events": events,
        "via": {"channel": "api", "source": {"from": {}, "to": {}, "rel": None}},
    }
