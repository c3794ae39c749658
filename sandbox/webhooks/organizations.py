"""Zendesk's organization events, and what of an organization they tell."""

from typing import Any

from sandbox.errors import Json
from sandbox.webhooks.envelope import event
from sandbox.zendesk.desk import Desk

DETAIL = ("created_at", "external_id", "name", "shared_comments", "shared_tickets", "updated_at")


def seen(record: Json) -> Json:
    """Look at an organization."""
    return {"name": record["name"], "tags": list(record["tags"]), "fields": dict(record["organization_fields"])}


def events(desk: Desk, record: Json, before: Json | None) -> list[Json]:
    """Write the events of what has changed, one for each field."""
    if before is None:
        return [_event(record, "created", {})]
    now, found = seen(record), []
    if now["name"] != before["name"]:
        found.append(_event(record, "name_changed", {"current": now["name"], "previous": before["name"]}))
    if now["tags"] != before["tags"]:
        added, removed = (_without(now["tags"], before["tags"]), _without(before["tags"], now["tags"]))
        found.append(_event(record, "tags_changed", {"added": {"tags": added}, "removed": {"tags": removed}}))
    for key in now["fields"].keys() | before["fields"].keys():
        current, previous = now["fields"].get(key), before["fields"].get(key)
        if current != previous:
            change = {"current": _text(current), "field": _field(desk, key), "previous": _text(previous)}
            found.append(_event(record, "custom_field_changed", change))
    return found


def _without(tags: list[str], others: list[str]) -> list[str]:
    return [tag for tag in tags if tag not in others]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _field(desk: Desk, key: str) -> Json:
    field = next((field for field in desk.organization_fields.values() if field["key"] == key), None)
    return {"id": str(field["id"]) if field else None, "title": key, "type": field["type"] if field else "text"}


def _event(record: Json, kind: str, change: Json) -> Json:
    group = {"group_id": str(record["group_id"]) if record["group_id"] else None}
    detail = {name: record[name] for name in DETAIL} | {"id": str(record["id"])} | group
    return event("organization", "2022-06-20", record, kind, detail, change)
