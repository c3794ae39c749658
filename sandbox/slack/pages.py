"""The page of a channel, where a person reads what was written and with which signs."""

from flask import Blueprint, abort, render_template

from sandbox.slack.rooms import Rooms
from sandbox.world import this_world

pages = Blueprint("slack_pages", __name__, url_prefix="/slack")


@pages.get("/")
def channels_page() -> str:
    """List the channels."""
    return render_template("channels.html", channels=_rooms().channels.values())


@pages.get("/archives/<channel_id>")
@pages.get("/archives/<channel_id>/p<ts>")
def channel_page(channel_id: str, ts: str | None = None) -> str:
    """Show a channel's messages, newest first, each with its thread; the one that a link names is marked."""
    rooms = _rooms()
    channel = rooms.channels.get(channel_id)
    if channel is None:
        abort(404, "No such channel")
    roots = sorted(
        (message for message in channel.messages.values() if not message.root), key=lambda one: one.ts, reverse=True
    )
    return render_template(
        "channel.html",
        channel=channel,
        channels=rooms.channels.values(),
        threads=[rooms.thread(channel, root.ts) for root in roots],
        names={key: member["name"] for key, member in rooms.members.items()},
        linked=ts,
    )


def _rooms() -> Rooms:
    return this_world().slack
