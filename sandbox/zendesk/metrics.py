"""Derive a ticket's reply-time events from its conversation."""

from sandbox.errors import Json
from sandbox.zendesk.desk import Desk


def reply_time_events(desk: Desk, ticket: Json) -> list[Json]:
    """List the events: a public customer comment starts the clock, a public agent comment stops it."""
    events = [_event(ticket, 0, 0, "measure", ticket["created_at"])]
    active, instance = False, 0
    for comment in desk.comments[ticket["id"]]:
        author = desk.users.get(comment["author_id"])
        if not comment["public"] or author is None:
            continue
        from_customer = author["role"] == "end-user"
        if from_customer != active:
            active = from_customer
            instance += active
            kind = "activate" if active else "fulfill"
            events.append(_event(ticket, len(events), instance, kind, comment["created_at"]))
    return events


def _event(ticket: Json, number: int, instance: int, kind: str, at: str) -> Json:
    return {
        "id": ticket["id"] * 10_000 + number,
        "ticket_id": ticket["id"],
        "metric": "reply_time",
        "instance_id": instance,
        "type": kind,
        "time": at,
    }
