"""The part of Slack's Web API that changes nothing: parse, call, answer."""

from flask import Blueprint, Response

from sandbox.errors import Json
from sandbox.slack.answers import asked, asked_channel, needed, ok, page_of, rooms, shown
from sandbox.slack.emoji import STANDARD_EMOJI
from sandbox.slack.rooms import refuse

reads = Blueprint("slack_reads", __name__)


@reads.route("/users.conversations", methods=["GET", "POST"])
def list_channels() -> Response:
    """List the channels that our app is in."""
    inside = [channel for channel in rooms().channels.values() if channel.joined]
    return page_of("channels", [{"id": channel.id, "name": channel.name, "is_member": True} for channel in inside])


@reads.route("/users.lookupByEmail", methods=["GET", "POST"])
def find_member() -> Response:
    """Find a member by e-mail."""
    wanted = needed("email").casefold()
    for member in rooms().members.values():
        if member["email"].casefold() == wanted:
            return ok(user=_shown(member))
    raise refuse("users_not_found")


@reads.route("/users.info", methods=["GET", "POST"])
def show_member() -> Response:
    """Show who a member is."""
    member = rooms().members.get(needed("user"))
    if member is None:
        raise refuse("user_not_found")
    return ok(user=_shown(member))


def _shown(member: Json) -> Json:
    profile = {"real_name": member["name"], "email": member["email"]}
    return {"id": member["id"], "name": member["name"], "profile": profile}


@reads.route("/conversations.history", methods=["GET", "POST"])
def history() -> Response:
    """List a channel's messages, newest first, without replies."""
    channel, oldest, latest = asked_channel(), float(asked("oldest") or 0), float(asked("latest") or "inf")
    found = [
        message for message in channel.messages.values() if not message.root and oldest <= float(message.ts) <= latest
    ]
    found.sort(key=lambda one: one.ts, reverse=True)
    messages = [shown(message, asked("include_all_metadata") in ("1", "true", True)) for message in found]
    return page_of("messages", messages, pin_count=0, channel_actions_ts=None, channel_actions_count=0)


@reads.route("/conversations.replies", methods=["GET", "POST"])
def replies() -> Response:
    """List a thread."""
    channel = asked_channel()
    found = rooms().thread(channel, needed("ts"))
    return page_of(
        "messages", [shown(message, asked("include_all_metadata") in ("1", "true", True)) for message in found]
    )


@reads.route("/reactions.get", methods=["GET", "POST"])
def reactions() -> Response:
    """Show a message's reactions."""
    channel = asked_channel()
    message = rooms().message(channel, needed("timestamp"))
    return ok(type="message", channel=channel.id, message=shown(message, metadata=False))


@reads.route("/chat.getPermalink", methods=["GET", "POST"])
def permalink() -> Response:
    """Give a message's address."""
    channel = asked_channel()
    message = rooms().message(channel, needed("message_ts"))
    return ok(channel=channel.id, permalink=rooms().link(channel, message.ts))


@reads.route("/emoji.list", methods=["GET", "POST"])
def list_emoji() -> Response:
    """List the workspace's own emoji, the standard ones by category when asked for."""
    own = sorted(rooms().emoji - STANDARD_EMOJI)
    addresses = {name: f"{rooms().base_url}/slack/emoji/{name}.png" for name in own}
    wanted = str(asked("include_categories")).lower() == "true"
    standard = {"categories": [{"name": "Standard", "emoji_names": sorted(STANDARD_EMOJI)}]} if wanted else {}
    return ok(emoji=addresses, cache_ts="1700000000.000", **standard)
