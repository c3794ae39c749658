"""The forms that a macro's preview may have: what stands in its comment, how it writes custom fields."""

from sandbox.errors import Json
from sandbox.zendesk.desk import Desk

FILE = "checklist.txt"


def comment_shown(desk: Desk, macro: Json, comment: Json) -> Json:
    """Write the comment of a preview; nothing when the macro has none."""
    if "body" not in comment:
        return {}
    form = desk.dialects["zendesk_macro_comment"]
    found: Json = {"scoped_body": [["channel:all", comment["html_body"]]]} if form != "body_only" else {}
    if form != "scoped_only":
        found["body"] = comment["body"]
    if form == "html_body":
        found["html_body"] = comment["html_body"]
    if desk.dialects["zendesk_macro_public"] == "present":
        found["public"] = comment.get("public", True)
    if desk.dialects["zendesk_macro_attachments"] == "some":
        found["attachments"] = attachments(desk, macro)
    return found


def attachments(desk: Desk, macro: Json) -> list[Json]:
    """List the files that come with a macro."""
    if desk.dialects["zendesk_macro_attachments"] == "none":
        return []
    address = f"{desk.base_url}/api/v2/macros/attachments/{macro['id']}/content"
    return [{"id": macro["id"], "filename": FILE, "content_type": "text/plain", "content_url": address, "size": 12,
             "created_at": macro["created_at"]}]  # fmt: skip


def fields_shown(desk: Desk, view: Json, changed: list[int]) -> Json:
    """Write the custom fields of a preview.

    The description knows `fields` as one object {id, value}. It holds one field, so a macro that sets several is
    written as a list in that form too.
    """
    form = desk.dialects["zendesk_macro_fields"]
    if form == "array":
        return view
    rest = {key: value for key, value in view.items() if key not in ("custom_fields", "fields")}
    if form == "map":
        return rest | {"fields": {str(field["id"]): field["value"] for field in view["fields"]}}
    fields = [field for field in view["fields"] if field["id"] in changed]
    return rest | ({"fields": fields[0] if len(fields) == 1 else fields} if fields else {})
