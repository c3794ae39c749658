"""The stories that the sandbox starts with; times are relative to the moment of planting."""

from sandbox.gitlab.tracker import Tracker
from sandbox.pagerduty.pager import Pager
from sandbox.seeds import chat, incidents, issues, macros, people, rota, setup, tickets
from sandbox.slack.rooms import Rooms
from sandbox.zendesk.desk import Desk


def plant(desk: Desk, pager: Pager, tracker: Tracker, rooms: Rooms) -> None:
    """Fill empty stand-ins."""
    setup.plant(desk)
    people.plant(desk)
    macros.plant(desk)
    rota.plant(pager)
    issues.plant_projects(tracker)
    tickets.plant(desk)
    issues.plant(tracker)
    chat.plant(rooms, tracker)
    incidents.plant(pager)
    incidents.connect_trigger(desk, pager)
