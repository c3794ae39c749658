"""A part of Slack's Web API: parse, call, answer. Refusals come with status 200, as Slack sends them."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.environment import SLACK_READ_TOKEN, SLACK_TOKEN
from sandbox.errors import Json
from sandbox.slack.rooms import BOT_ID, BOT_USER, Channel, Message, Rooms, refuse
from sandbox.world import this_world

slack = Blueprint("slack", __name__, url_prefix="/slack/api")
MOST = 200
LONGEST_TEXT = 40_000
READING = (
    "channels:read", "groups:read", "channels:history", "groups:history", "reactions:read", "users:read",
    "users:read.email",
)  # fmt: skip
WRITES = {"chat.postMessage": "chat:write", "reactions.add": "reactions:write"}
SCOPES = {f"Bearer {SLACK_TOKEN}": (*READING, *WRITES.values()), f"Bearer {SLACK_READ_TOKEN}": READING}


@slack.before_request
def authenticate() -> None:
    """Let only our app's bot in, as far as its token goes."""
    given = request.headers.get("Authorization", "")
    if not given:
        raise refuse("not_authed")
    scopes = SCOPES.get(given)
    if scopes is None:
        raise refuse("invalid_auth")
    needed = WRITES.get(request.path.rsplit("/", 1)[-1])
    if needed and needed not in scopes:
        raise refuse("missing_scope")


def _rooms() -> Rooms:
    return this_world().slack


def _asked(name: str, default: Any = None) -> Any:
    """Read an argument from wherever Slack takes it: query, form or JSON."""
    body = request.get_json(silent=True) if request.is_json else None
    if isinstance(body, dict) and name in body:
        return body[name]
    return request.values.get(name, default)


def _needed(name: str) -> str:
    value = _asked(name)
    if not value or not isinstance(value, str):
        raise refuse("invalid_arguments")
    return value


def _channel() -> Channel:
    return _rooms().channel(_needed("channel"))


def _ok(**more: Any) -> Response:
    return jsonify({"ok": True} | more)


def shown(message: Message, metadata: bool) -> Json:
    """Write a message as the Web API does."""
    found: Json = {"type": "message", "ts": message.ts, "text": message.text, "user": message.user}
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


def _page(name: str, found: list[Json]) -> Response:
    start, size = int(_asked("cursor") or 0), min(int(_asked("limit", 100)), MOST)
    after = start + size
    following = str(after) if after < len(found) else ""
    return _ok(**{name: found[start:after]}, has_more=bool(following), response_metadata={"next_cursor": following})


@slack.route("/auth.test", methods=["GET", "POST"])
def whoami() -> Response:
    """Tell whose token it is; its scopes are in a header."""
    answer = _ok(url="https://sandbox.slack.example/", team="Sandbox", user="oncall", user_id=BOT_USER, bot_id=BOT_ID)
    answer.headers["x-oauth-scopes"] = ",".join(SCOPES[request.headers["Authorization"]])
    return answer


@slack.route("/users.conversations", methods=["GET", "POST"])
def list_channels() -> Response:
    """List the channels that our app is in."""
    inside = [one for one in _rooms().channels.values() if one.joined]
    return _page("channels", [{"id": one.id, "name": one.name, "is_member": True} for one in inside])


@slack.route("/users.lookupByEmail", methods=["GET", "POST"])
def find_member() -> Response:
    """Find a member by e-mail."""
    wanted = _needed("email").casefold()
    for member in _rooms().members.values():
        if member["email"].casefold() == wanted:
            return _ok(user={"id": member["id"], "name": member["name"], "profile": {"email": member["email"]}})
    raise refuse("users_not_found")


@slack.route("/conversations.history", methods=["GET", "POST"])
def history() -> Response:
    """List a channel's messages, newest first, without replies."""
    channel, oldest, latest = _channel(), float(_asked("oldest") or 0), float(_asked("latest") or "inf")
    found = [one for one in channel.messages.values() if not one.root and oldest <= float(one.ts) <= latest]
    found.sort(key=lambda one: one.ts, reverse=True)
    return _page("messages", [shown(one, _asked("include_all_metadata") in ("1", "true", True)) for one in found])


@slack.route("/conversations.replies", methods=["GET", "POST"])
def replies() -> Response:
    """List a thread."""
    channel = _channel()
    found = _rooms().thread(channel, _needed("ts"))
    return _page("messages", [shown(one, _asked("include_all_metadata") in ("1", "true", True)) for one in found])


@slack.route("/reactions.get", methods=["GET", "POST"])
def reactions() -> Response:
    """Show a message's reactions."""
    channel = _channel()
    message = _rooms().message(channel, _needed("timestamp"))
    return _ok(type="message", channel=channel.id, message=shown(message, metadata=False))


@slack.post("/reactions.add")
def react() -> Response:
    """Add our app's reaction."""
    channel = _channel()
    _rooms().react(_rooms().message(channel, _needed("timestamp")), _needed("name"), BOT_USER)
    return _ok()


@slack.post("/chat.postMessage")
def post() -> Response:
    """Post as our app."""
    channel, text, metadata = _channel(), _asked("text"), _asked("metadata")
    if not isinstance(text, str) or not text.strip():
        raise refuse("no_text")
    if metadata is not None and not (isinstance(metadata, dict) and {"event_type", "event_payload"} <= set(metadata)):
        raise refuse("invalid_metadata_format")
    message = Message(_rooms().new_ts(), text[:LONGEST_TEXT], BOT_USER, BOT_ID, _asked("thread_ts"), metadata)
    _rooms().write(channel, message)
    return _ok(channel=channel.id, ts=message.ts, message=shown(message, metadata=True))


@slack.route("/chat.getPermalink", methods=["GET", "POST"])
def permalink() -> Response:
    """Give a message's address."""
    channel = _channel()
    message = _rooms().message(channel, _needed("message_ts"))
    return _ok(channel=channel.id, permalink=_rooms().link(channel, message.ts))
