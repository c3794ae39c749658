"""Slack's channels and members, and what the STAR form's bot has announced."""

from sandbox.gitlab.tracker import Tracker
from sandbox.seeds.issues import STARS
from sandbox.seeds.people import AGENTS
from sandbox.slack.emoji import STANDARD_EMOJI
from sandbox.slack.rooms import BOT_USER, Channel, Message, Rooms

STARS_CHANNEL = "C0STARS01"
CHANNELS = (
    Channel(STARS_CHANNEL, "support_ticket-attention-requests"),
    Channel("C0SELFM01", "support_self-managed"),
    Channel("C0DOTCOM1", "support_gitlab-com"),
    Channel("C0LICENS1", "support_licensing-subscription"),
    Channel("C0LEADER1", "support_leadership"),
    Channel("C0ONCALL1", "spt_on-call", joined=False),
)
OWN_EMOJI = ("green-check-mark", "escalate")
FORM_BOT, FORM_BOT_ID = "U0FORMBOT", "B0FORMBOT"
LINKED = "1795512345.678900"
"""The message that the description of STAR 411 links to."""


def plant(rooms: Rooms, tracker: Tracker) -> None:
    """Make channels, members, emoji, and the announcements of the open STARs."""
    rooms.emoji = {*STANDARD_EMOJI, *OWN_EMOJI}
    for channel in CHANNELS:
        rooms.channels[channel.id] = Channel(channel.id, channel.name, channel.joined)
    for agent in AGENTS:
        rooms.members[f"U{agent.id}"] = {"id": f"U{agent.id}", "name": agent.name, "email": agent.email}
    for key, name in ((BOT_USER, "Support On-call"), (FORM_BOT, "STAR form")):
        rooms.members[key] = {"id": key, "name": name, "email": f"{key.lower()}@apps.example"}
    stars = rooms.channels[STARS_CHANNEL]
    project = tracker.projects[STARS]
    for iid, ts in ((411, LINKED), (409, None)):
        issue = tracker.issue(project, iid)
        told = ts or f"{issue.created_at.timestamp() + 2:.6f}"
        words = f"New STAR {tracker.base_url}/gitlab/{project.path}/-/issues/{iid} <@U7101>"
        rooms.write(stars, Message(told, words, FORM_BOT, FORM_BOT_ID))
