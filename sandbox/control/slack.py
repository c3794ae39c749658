"""Write in Slack as people and other bots would."""

from flask import Blueprint, Response, jsonify

from sandbox.control import read
from sandbox.errors import bad_control
from sandbox.seeds.chat import FORM_BOT, FORM_BOT_ID
from sandbox.slack.rooms import Message
from sandbox.slack.routes import shown
from sandbox.world import this_world

slack = Blueprint("control_slack", __name__)


@slack.get("/slack")
def list_messages() -> Response:
    """List each channel's messages, threads included, oldest first."""
    rooms = this_world().slack
    return jsonify(
        {
            channel.name: [shown(one, metadata=True) for one in sorted(channel.messages.values(), key=lambda m: m.ts)]
            for channel in rooms.channels.values()
        }
    )


@slack.post("/slack/messages")
def write() -> tuple[Response, int]:
    """Post a message by a member, or by the STAR form's bot when no user is named."""
    wish, rooms = read.body(), this_world().slack
    read.only(wish, "channel", "text", "user", "thread_ts")
    name = read.text(wish, "channel").removeprefix("#")
    channel = next((one for one in rooms.channels.values() if one.name == name), None)
    if channel is None:
        raise bad_control(f"channel must be one of {', '.join(one.name for one in rooms.channels.values())}")
    user, thread = wish.get("user"), wish.get("thread_ts")
    message = Message(
        rooms.new_ts(), read.text(wish, "text"), user or FORM_BOT, None if user else FORM_BOT_ID, root=thread
    )
    rooms.write(channel, message)
    return jsonify({"ts": message.ts, "channel": channel.id, "url": rooms.link(channel, message.ts)}), 201
