"""A part of Slack's Web API: who may ask, and what writes."""

from flask import Blueprint, Response, request

from sandbox.environment import SLACK_READ_TOKEN, SLACK_TOKEN
from sandbox.slack.answers import asked, asked_channel, needed, objects, ok, rooms, shown
from sandbox.slack.reads import reads
from sandbox.slack.rooms import BOT_ID, BOT_USER, Message, refuse

slack = Blueprint("slack", __name__, url_prefix="/slack/api")
slack.register_blueprint(reads)
LONGEST_TEXT = 40_000
READING = (
    "channels:read", "groups:read", "channels:history", "groups:history", "reactions:read", "users:read",
    "users:read.email", "emoji:read",
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


@slack.route("/auth.test", methods=["GET", "POST"])
def whoami() -> Response:
    """Tell whose token it is; its scopes are in a header."""
    answer = ok(
        url="https://example.slack.com/",
        team="Sandbox",
        team_id="T0SANDBOX",
        user="oncall",
        user_id=BOT_USER,
        bot_id=BOT_ID,
    )
    answer.headers["x-oauth-scopes"] = ",".join(SCOPES[request.headers["Authorization"]])
    return answer


@slack.post("/reactions.add")
def react() -> Response:
    """Add our app's reaction; its name must be a standard emoji or one of the workspace's own."""
    channel = asked_channel()
    rooms().react(rooms().message(channel, needed("timestamp")), needed("name"), BOT_USER)
    return ok()


@slack.post("/chat.postMessage")
def post() -> Response:
    """Post as our app; a text is optional beside blocks or attachments."""
    channel, text, metadata = asked_channel(), asked("text") or "", asked("metadata")
    blocks, attachments = objects("blocks", "invalid_blocks"), objects("attachments", "invalid_attachments")
    if not isinstance(text, str) or not (text.strip() or blocks or attachments):
        raise refuse("no_text")
    if metadata is not None and not (isinstance(metadata, dict) and {"event_type", "event_payload"} <= set(metadata)):
        raise refuse("invalid_metadata_format")
    message = Message(
        rooms().new_ts(), text[:LONGEST_TEXT], BOT_USER, BOT_ID, asked("thread_ts"), metadata, blocks, attachments
    )
    rooms().write(channel, message)
    return ok(channel=channel.id, ts=message.ts, message=shown(message, metadata=True))
