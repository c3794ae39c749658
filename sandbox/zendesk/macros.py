"""Which macros somebody may use, and what one would do to a ticket; nothing is written."""

from typing import Any

from sandbox.errors import Json
from sandbox.zendesk import preview_shape, text
from sandbox.zendesk.desk import Desk
from sandbox.zendesk.tickets import set_custom_fields
from sandbox.zendesk.views import ticket_view

FIELD_ACTIONS = ("status", "priority", "type", "group_id", "assignee_id", "ticket_form_id", "subject")
CUSTOM_FIELD = "custom_fields_"


def usable_by(desk: Desk, macro: Json, user: Json) -> bool:
    """Tell whether a macro is offered to a user: an administrator gets all, others the shared ones and their own."""
    return user["role"] == "admin" or viewable_by(desk, macro, user)


def viewable_by(desk: Desk, macro: Json, user: Json) -> bool:
    """Tell whether a macro is shared with a user, or their own."""
    restriction = macro["restriction"]
    if restriction is None:
        return True
    ids = {restriction.get("id"), *restriction.get("ids", ())}
    if restriction["type"] == "User":
        return user["id"] in ids
    return any(membership["user_id"] == user["id"] and membership["group_id"] in ids for membership in desk.memberships)


def has_access(macro: Json, access: str | None, user: Json) -> bool:
    """Tell whether a macro is of the kind that `access` asks for."""
    restriction = macro["restriction"]
    personal = restriction is not None and restriction["type"] == "User"
    match access:
        case "personal":
            return personal and restriction["id"] == user["id"]
        case "agents":
            return personal
        case "shared":
            return not personal
        case "account":
            return restriction is None
    return True


def preview(desk: Desk, macro: Json, ticket: Json, actor: Json) -> Json:
    """Return the ticket as it would be after the macro, with the comment that the draft would get."""
    after = ticket | {"tags": list(ticket["tags"]), "custom_fields": list(ticket["custom_fields"])}
    requester = desk.users.get(ticket["requester_id"])
    values = text.placeholders(ticket, requester, actor, desk.base_url)
    comment: Json = {}
    for action in macro["actions"]:
        _apply(action["field"], action["value"], after, comment, values, actor)
    changed = [
        int(name)
        for name in (action["field"].removeprefix(CUSTOM_FIELD) for action in macro["actions"])
        if name.isdigit()
    ]
    view = preview_shape.fields_shown(desk, ticket_view(desk, after), changed)
    written = preview_shape.comment_shown(desk, macro, comment)
    return {"ticket": view | ({"comment": written} if written else {})}


def _apply(name: str, value: Any, after: Json, comment: Json, values: dict[str, str], actor: Json) -> None:
    if name == "comment_value_html":
        rich = text.expand(value, values)
        comment |= {"body": text.to_plain(rich), "html_body": rich}
    elif name == "comment_value":
        body = text.expand(value[-1] if isinstance(value, list) else value, values)
        comment |= {"body": body, "html_body": text.to_html(body)}
    elif name == "comment_mode_is_public":
        comment["public"] = str(value).lower() == "true"
    elif name == "current_tags":
        after["tags"] = sorted({*after["tags"], *value.split()})
    elif name == "remove_tags":
        after["tags"] = sorted({*after["tags"]} - {*value.split()})
    elif name == "set_tags":
        after["tags"] = sorted(set(value.split()))
    elif name.startswith(CUSTOM_FIELD):
        set_custom_fields(after, {name.removeprefix(CUSTOM_FIELD): value})
    elif name in FIELD_ACTIONS:
        after[name] = _current(actor).get(str(value)) or _whole(value)


def _current(actor: Json) -> Json:
    """Say whom "the current user" and their group stand for: whoever asks."""
    return {"current_user": actor["id"], "current_groups": actor["default_group_id"]}


def _whole(value: Any) -> Any:
    """Macro actions carry ids as strings; tickets carry them as numbers."""
    return int(value) if isinstance(value, str) and value.isdigit() else value
