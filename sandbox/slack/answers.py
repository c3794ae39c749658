"""Read arguments and write answers as Slack's Web API does. Refusals come with status 200, as Slack sends them."""

from typing import Any

from flask import Response, json, jsonify, request

from sandbox.errors import Json
from sandbox.slack.rooms import BOT_ID, Channel, Message, Rooms, refuse
from sandbox.world import this_world

MOST = 200


def rooms() -> Rooms:
    """Return the workspace of this world."""
    return this_world().slack


def asked(name: str, default: Any = None) -> Any:
    """Read an argument from wherever Slack takes it: query, form or JSON."""
    body = request.get_json(silent=True) if request.is_json else None
    if isinstance(body, dict) and name in body:
        return body[name]
    return request.values.get(name, default)


def needed(name: str) -> str:
    """Read a text that must be given."""
    value = asked(name)
    if not value or not isinstance(value, str):
        raise refuse("invalid_arguments")
    return value


def objects(name: str, error: str) -> list[Json]:
    """Read a list of objects, which a form carries as JSON."""
    value = asked(name) or []
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if not isinstance(found, list) or any(not isinstance(item, dict) for item in found):
        raise refuse(error)
    return found


def asked_channel() -> Channel:
    """Find the channel that a request names."""
    return rooms().channel(needed("channel"))


def ok(**more: Any) -> Response:
    """Answer that it went well."""
    return jsonify({"ok": True} | more)


def shown(message: Message, metadata: bool) -> Json:
    """Write a message as the Web API does."""
    found: Json = {"type": "message", "ts": message.ts, "user": message.user} | _words(message)
    if message.bot:
        found["bot_id"] = message.bot
    if message.root:
        found["thread_ts"] = message.root
    if message.reactions:
        found["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
        ]
    if metadata and message.metadata:
        found["metadata"] = message.metadata
    return found


def _words(message: Message) -> Json:
    """Write what a message says; the form's bot says it in text, blocks or attachments."""
    form = rooms().dialects["slack_announcements"]
    section = {"type": "section", "text": {"type": "mrkdwn", "text": message.text}}
    if message.bot in (None, BOT_ID) or not message.text or form == "text":
        parts = {"blocks": message.blocks, "attachments": message.attachments}
        return {"text": message.text} | {name: part for name, part in parts.items() if part}
    if form == "blocks":
        return {"text": "", "blocks": [section, *message.blocks]}
    return {"text": "", "attachments": [{"id": 1, "fallback": message.text, "text": message.text}]}


def page_of(name: str, found: list[Json], **more: Any) -> Response:
    """Answer one page of a list."""
    start, size = int(asked("cursor") or 0), min(int(asked("limit", 100)), MOST)
    after = start + size
    following = str(after) if after < len(found) else ""
    return ok(
        **{name: found[start:after]}, has_more=bool(following), response_metadata={"next_cursor": following}, **more
    )
