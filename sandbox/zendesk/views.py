"""Shape records for answers: tickets with their fields, sideloads, pages of a list."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import request

from sandbox.errors import Json, Refusal
from sandbox.zendesk import typed
from sandbox.zendesk.desk import Desk
from sandbox.zendesk.metrics import reply_time_events

# Only answered when asked for by include=.
SIDELOADED = frozenset({"slas"})
LARGEST_PAGE = 100
PAGING = {
    "/macros/active": "zendesk_macros_paging",
    "/macros/search": "zendesk_macros_paging",
    "/ticket_forms": "zendesk_forms_paging",
}
"""Which dialect says how a list is paged; roles are paged by number, all others either way."""


def includes() -> set[str]:
    """Return what the request asks to sideload."""
    return {part.strip() for part in request.args.get("include", "").split(",")} - {""}


def ticket_view(desk: Desk, ticket: Json) -> Json:
    """Return a ticket as the API shows it: every custom field of the account, set or not."""
    values = {item["id"]: item["value"] for item in ticket["custom_fields"]}
    keys = (*desk.fields, *(values.keys() - desk.fields))
    fields = [{"id": key, "value": typed.shown(desk, desk.fields.get(key), values.get(key))} for key in keys]
    shown = {key: value for key, value in ticket.items() if key not in SIDELOADED}
    return shown | {"tags": list(ticket["tags"]), "custom_fields": fields, "fields": fields}


def organization_view(desk: Desk, organization: Json) -> Json:
    """Return an organization as the API shows it."""
    types = {field["key"]: field for field in desk.organization_fields.values()}
    fields = organization["organization_fields"].items()
    return organization | {
        "organization_fields": {key: typed.shown(desk, types.get(key), value) for key, value in fields}
    }


def ticket_answer(desk: Desk, ticket: Json, wanted: set[str]) -> Json:
    """Return a ticket with its sideloads."""
    view = ticket_view(desk, ticket)
    if "slas" in wanted:
        metrics = (ticket.get("slas") or {}).get("policy_metrics", ())
        view["slas"] = {"policy_metrics": [{"stage": "active"} | metric for metric in metrics]}
    if "metric_events" in wanted:
        view["metric_events"] = {"reply_time": reply_time_events(desk, ticket)}
    if "comment_count" in wanted:
        view["comment_count"] = len(desk.comments[ticket["id"]])
    answer: Json = {"ticket": view}
    if "users" in wanted:
        people = {ticket["requester_id"], ticket["submitter_id"], ticket["assignee_id"]}
        answer["users"] = [desk.users[key] for key in sorted(people & desk.users.keys())]
    if "organizations" in wanted:
        organization = desk.organizations.get(ticket["organization_id"])
        answer["organizations"] = [organization_view(desk, organization)] if organization else []
    if "groups" in wanted:
        group = desk.groups.get(ticket["group_id"])
        answer["groups"] = [group] if group else []
    return answer


def _whole(name: str, default: int) -> int:
    try:
        return max(1, int(request.args.get(name, default)))
    except ValueError:
        raise Refusal(400, {"error": "InvalidValue", "description": f"{name} must be a number"}) from None


def page_of(name: str, records: Sequence[Json], desk: Desk) -> Json:
    """Cut a list into the page asked for: by cursor when page[size] is given, else by number.

    Some lists are documented by number alone: they pay no heed to page[size].
    """
    asked = "page[size]" in request.args or "page[after]" in request.args
    base_url, form = desk.base_url, _paging(desk)
    if form == "cursor" or (asked and form == "either"):
        return _cursor_page(name, records, base_url)
    size, number = min(_whole("per_page", LARGEST_PAGE), LARGEST_PAGE), _whole("page", 1)
    start = (number - 1) * size
    more = start + size < len(records)
    return {
        name: list(records[start : start + size]),
        "next_page": _link(base_url, {"page": number + 1, "per_page": size}) if more else None,
        "previous_page": _link(base_url, {"page": number - 1, "per_page": size}) if number > 1 else None,
        "count": len(records),
    }


def _paging(desk: Desk) -> str:
    path = request.path.removeprefix("/api/v2")
    if path in PAGING:
        return desk.dialects[PAGING[path]]
    return "offset" if path == "/custom_roles" else "either"


def _cursor_page(name: str, records: Sequence[Json], base_url: str) -> Json:
    size = min(_whole("page[size]", LARGEST_PAGE), LARGEST_PAGE)
    try:
        start = int(urlsafe_b64decode(request.args.get("page[after]", "")) or 0)
    except ValueError:
        raise Refusal(400, {"error": "InvalidPaginationParameter", "description": "page[after]"}) from None
    end = min(start + size, len(records))
    more = end < len(records)
    cursor = urlsafe_b64encode(str(end).encode()).decode()
    following = _link(base_url, {"page[size]": size, "page[after]": cursor}) if more else None
    return {
        name: list(records[start:end]),
        "meta": {"has_more": more, "after_cursor": cursor if more else None, "before_cursor": None},
        "links": {"next": following, "prev": None},
    }


def _link(base_url: str, changes: dict[str, Any]) -> str:
    return f"{base_url}{request.path}.json?{urlencode({**request.args, **changes})}"
