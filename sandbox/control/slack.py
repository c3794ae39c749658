"""Write in Slack as people and other bots would."""

from flask import Blueprint, Response, jsonify

from sandbox.control import read
from sandbox.errors import bad_control
from sandbox.seeds.chat import FORM_BOT, FORM_BOT_ID
from sandbox.slack.answers import shown
from sandbox.slack.rooms import Message
from sandbox.world import this_world

slack = Blueprint("control_slack", __name__)


@slack.get("/slack")
def list_messages() -> Response:
    """List each channel's messages, threads included, oldest first."""
    rooms = this_world().slack
    return jsonify(
        {
            channel.name: [
                shown(message, metadata=True) for message in sorted(channel.messages.values(), key=lambda m: m.ts)
            ]
            for channel in rooms.channels.values()
        }
    )


@slack.post("/slack/messages")
def write() -> tuple[Response, int]:
    """Post a message by a member, or by the STAR form's bot when no user is named."""
    wish, rooms = read.body(), this_world().slack
    read.only(wish, "channel", "text", "blocks", "attachments", "user", "thread_ts")
    name = read.text(wish, "channel").removeprefix("#")
    channel = next((channel for channel in rooms.channels.values() if channel.name == name), None)
    if channel is None:
        raise bad_control(f"channel must be one of {', '.join(channel.name for channel in rooms.channels.values())}")
    user, thread = wish.get("user"), wish.get("thread_ts")
    message = Message(
        rooms.new_ts(), read.text(wish, "text", ""), user or FORM_BOT, None if user else FORM_BOT_ID, root=thread,
        blocks=read.objects(wish, "blocks"), attachments=read.objects(wish, "attachments"),
    )  # fmt: skip
    if not (message.text or message.blocks or message.attachments):
        raise bad_control("a message needs text, blocks or attachments")
    rooms.write(channel, message)
    return jsonify({"ts": message.ts, "channel": channel.id, "url": rooms.link(channel, message.ts)}), 201


@slack.delete("/slack/messages")
def delete() -> Response:
    """Delete a message, as its author or an administrator would."""
    wish, rooms = read.body(), this_world().slack
    read.only(wish, "channel", "ts")
    channel = rooms.channels.get(read.text(wish, "channel"))
    if channel is None:
        raise bad_control("channel must be the id of a channel")
    rooms.delete(channel, rooms.message(channel, read.text(wish, "ts")))
    return jsonify({})


@slack.post("/slack/reactions")
def react() -> tuple[Response, int]:
    """Put a reaction on a message, by a member."""
    wish, rooms = read.body(), this_world().slack
    read.only(wish, "channel", "ts", "name", "user")
    user, channel = read.text(wish, "user"), rooms.channels.get(read.text(wish, "channel"))
    if user not in rooms.members or channel is None:
        raise bad_control("channel and user must be ids of this workspace")
    rooms.react(rooms.message(channel, read.text(wish, "ts")), read.text(wish, "name"), user)
    return jsonify({"user": user}), 201


@slack.post("/slack/emoji")
def set_emoji() -> Response:
    """Give the workspace an emoji, or take one away."""
    wish, emoji = read.body(), this_world().slack.emoji
    read.only(wish, "name", "present")
    name, present = read.text(wish, "name").strip(":"), read.flag(wish, "present")
    if not name:
        raise bad_control("name must name an emoji")
    (emoji.add if present else emoji.discard)(name)
    return jsonify({"name": name, "present": present})
