"""What the workspace page shows of a ticket, in the words of the ZAF API."""

from sandbox.errors import Json
from sandbox.workspace.sanitize import sanitize
from sandbox.zendesk.desk import Desk
from sandbox.zendesk.people import product_role

HUES = 12


def person(desk: Desk, user_id: int | None) -> Json | None:
    """Describe a user."""
    user = desk.users.get(user_id or 0)
    if user is None:
        return None
    groups = [desk.groups[item["group_id"]] for item in desk.memberships if item["user_id"] == user_id]
    words = [part for part in user["name"].split() if part[0].isalnum()] or ["?"]
    return {
        "id": user["id"],
        "name": user["name"],
        "email": user["email"],
        "role": user["role"],
        "locale": user["locale"],
        "timeZone": {"name": user["time_zone"], "ianaName": user["iana_time_zone"]},
        "groups": [{"id": group["id"], "name": group["name"]} for group in groups],
        "initials": (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper(),
        "hue": user["id"] % HUES * (360 // HUES),
    }


def agents(desk: Desk) -> list[Json]:
    """List who can sit at the workspace."""
    people = [user for user in desk.users.values() if user["role"] != "end-user"]
    return [
        {"id": user["id"], "name": user["name"], "product_role": product_role(desk, user)}
        for user in people
        if user["id"] != desk.service_user_id
    ]


def ticket(desk: Desk, ticket_id: int) -> Json:
    """Describe a ticket as client.get('ticket') does, and its conversation."""
    record = desk.ticket(ticket_id)
    form = desk.forms.get(record["ticket_form_id"], {"id": None, "name": "(no form)"})
    brand = desk.brands.get(record["brand_id"], {"id": None, "name": "(no brand)"})
    group = desk.groups.get(record["group_id"])
    values = {item["id"]: item["value"] for item in record["custom_fields"]}
    return {
        "id": record["id"],
        "subject": record["subject"],
        "description": record["description"],
        "status": record["status"],
        "priority": record["priority"],
        "type": record["type"],
        "tags": list(record["tags"]),
        "createdAt": record["created_at"],
        "updatedAt": record["updated_at"],
        "form": {"id": form["id"], "name": form["name"]},
        "brand": {"id": brand["id"], "name": brand["name"]},
        "requester": person(desk, record["requester_id"]),
        "organization": _organization(desk, record["organization_id"]),
        "assignee": {
            "user": person(desk, record["assignee_id"]),
            "group": {"id": group["id"], "name": group["name"]} if group else None,
        },
        "customFields": [
            {"id": key, "title": field["title"], "value": values.get(key)} for key, field in desk.fields.items()
        ],
        "comments": [_comment(desk, comment) for comment in desk.comments[ticket_id]],
    }


def _organization(desk: Desk, organization_id: int | None) -> Json | None:
    record = desk.organizations.get(organization_id or 0)
    if record is None:
        return None
    fields = {key: value for key, value in record["organization_fields"].items() if value not in (None, "", False)}
    return {"id": record["id"], "name": record["name"], "tags": record["tags"], "organizationFields": fields}


def _comment(desk: Desk, record: Json) -> Json:
    return {
        "id": record["id"],
        "author": person(desk, record["author_id"]),
        "public": record["public"],
        "createdAt": record["created_at"],
        "channel": record["via"]["channel"],
        "value": sanitize(record["html_body"]),
    }
