"""Zendesk's ticket events, and what of a ticket they tell."""

from dataclasses import dataclass

from sandbox.errors import Json
from sandbox.webhooks.envelope import event
from sandbox.zendesk.desk import Desk

TEXT_IDS = ("id", "assignee_id", "brand_id", "group_id", "organization_id", "requester_id", "submitter_id")
FIELDS = ("created_at", "updated_at", "subject", "description", "external_id", "tags", "is_public")
CAPITALS = ("status", "priority", "type")
"""Words that an event writes in capitals, and REST does not."""


@dataclass(frozen=True)
class SeenTicket:
    """What is compared of a ticket: `updated_at` tells that it changed, the rest what an event says of it."""

    updated_at: str
    status: str
    tags: tuple[str, ...]
    comments: int

    @classmethod
    def of(cls, desk: Desk, record: Json) -> "SeenTicket":
        """Look at a ticket."""
        return cls(record["updated_at"], record["status"], tuple(record["tags"]), len(desk.comments[record["id"]]))


def events(desk: Desk, record: Json, before: SeenTicket | None) -> list[Json]:
    """Write the events of what has changed: one for each comment, else one."""
    now = SeenTicket.of(desk, record)
    if before is None:
        return [_event(record, "created", {})]
    if now.comments > before.comments:
        new = desk.comments[record["id"]][before.comments :]
        return [_event(record, "comment_added", {"comment": _comment(desk, comment)}) for comment in new]
    if now.status != before.status:
        return [_event(record, "status_changed", {"current": now.status.upper(), "previous": before.status.upper()})]
    added, removed = set(now.tags) - set(before.tags), set(before.tags) - set(now.tags)
    change = {"added": {"tags": sorted(added)}, "removed": {"tags": sorted(removed)}}
    return [_event(record, "tags_changed", change)]


def _comment(desk: Desk, comment: Json) -> Json:
    author = desk.users[comment["author_id"]]
    who = {"id": str(author["id"]), "is_staff": author["role"] != "end-user", "name": author["name"]}
    return {"id": str(comment["id"]), "body": comment["body"], "is_public": comment["public"], "author": who}


def _event(record: Json, kind: str, change: Json) -> Json:
    """Write an event; ids in its detail are strings."""
    texts = {name: str(record[name]) if record[name] is not None else None for name in TEXT_IDS}
    capitals = {name: record[name].upper() if record[name] else None for name in CAPITALS}
    form = {"form_id": str(record["ticket_form_id"]), "via": {"channel": record["via"]["channel"]}}
    detail = texts | capitals | {name: record[name] for name in FIELDS} | form
    return event("ticket", "2022-11-06", record, kind, detail, change)
