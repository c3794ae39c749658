"""Add a comment to a ticket as Zendesk stores it."""

from datetime import datetime
from typing import Any

from sandbox import clock
from sandbox.errors import Json, Refusal
from sandbox.zendesk import text
from sandbox.zendesk.desk import Desk

MOST_COMMENTS = 5000


def invalid(field: str, description: str) -> Refusal:
    """Refuse a record as Zendesk does, naming the field."""
    details = {field: [{"description": description, "error": "InvalidValue"}]}
    return Refusal(422, {"error": "RecordInvalid", "description": "Record validation errors", "details": details})


def add_comment(
    desk: Desk, ticket: Json, wish: Any, actor: Json, at: datetime | None = None, metadata: Json | None = None
) -> Json:
    """Store a comment: text cut and expanded, HTML and plain forms derived from one another."""
    if not isinstance(wish, dict):
        raise invalid("comment", "Comment: is invalid")
    thread = desk.comments[ticket["id"]]
    if len(thread) >= MOST_COMMENTS:
        raise invalid("base", f"Ticket has reached the limit of {MOST_COMMENTS} comments")
    author = desk.users.get(wish.get("author_id") or actor["id"], actor)
    plain, rich = _bodies(desk, ticket, wish, author)
    comment = {
        "id": desk.next_id(),
        "type": "Comment",
        "author_id": author["id"],
        "body": plain,
        "html_body": rich,
        "plain_body": plain,
        "public": wish.get("public", True) is not False,
        "attachments": [],
        "audit_id": desk.next_id(),
        "via": {"channel": wish.get("channel", "api"), "source": {"from": {}, "to": {}, "rel": None}},
        "created_at": clock.seconds(at or clock.now()),
        "metadata": {"system": {}, "custom": metadata or {}},
    }
    thread.append(comment)
    return comment


def _bodies(desk: Desk, ticket: Json, wish: Json, author: Json) -> tuple[str, str]:
    body, html_body = wish.get("body"), wish.get("html_body")
    given = html_body if html_body is not None else body
    if not isinstance(given, str) or not given.strip():
        raise invalid("comment", "Comment: cannot be blank")
    requester = desk.users.get(ticket["requester_id"])
    values = text.placeholders(ticket, requester, author, desk.base_url)
    stored = text.expand(text.cut(given), values)
    return (text.to_plain(stored), text.wrap(stored)) if html_body is not None else (stored, text.to_html(stored))
