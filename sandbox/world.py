"""All state of the sandbox in one place, and the one lock that guards it."""

from dataclasses import dataclass, field
from threading import Event, RLock
from typing import Any, cast

from flask import current_app

from sandbox import seeds
from sandbox.dialects import Dialects
from sandbox.faults import Faults
from sandbox.gitlab.tracker import Tracker
from sandbox.limits import Limits
from sandbox.pagerduty.pager import Pager
from sandbox.record import Recorder
from sandbox.slack.rooms import Rooms
from sandbox.webhooks.sender import Sender
from sandbox.webhooks.watch import Watch
from sandbox.zendesk.desk import Desk
from sandbox.zendesk.oauth import Tokens
from sandbox.zendesk.signer import Signer


@dataclass
class World:
    """What all stand-ins know; signing key and tokens outlive a reset, ids are never used twice."""

    backend_url: str
    base_url: str = ""
    desk: Desk = field(default_factory=Desk)
    pager: Pager = field(default_factory=Pager)
    tracker: Tracker = field(default_factory=Tracker)
    slack: Rooms = field(default_factory=Rooms)
    faults: Faults = field(default_factory=Faults)
    limits: Limits = field(default_factory=Limits)
    dialects: Dialects = field(default_factory=Dialects)
    record: Recorder = field(default_factory=Recorder)
    tokens: Tokens = field(default_factory=Tokens)
    signer: Signer = field(default_factory=Signer)
    lock: RLock = field(default_factory=RLock)
    closing: Event = field(default_factory=Event)
    sender: Sender | None = None
    _watch: Watch | None = None

    def __post_init__(self) -> None:
        """Let every stand-in speak the dialects that are chosen here."""
        self.desk.dialects = self.pager.dialects = self.tracker.dialects = self.slack.dialects = self.dialects

    def pause(self, seconds: float) -> None:
        """Hold a request, but not the end of the process."""
        self.closing.wait(seconds)

    def open(self, base_url: str) -> None:
        """Take an address and plant the seeds."""
        self.base_url = base_url.rstrip("/")
        self._plant()

    def send_events(self) -> None:
        """Tell the backend of every change from now on."""
        self._watch = Watch(self.desk, self.pager, self.tracker)
        self._watch.changes()
        self.sender = Sender(self.backend_url)

    def tell(self) -> None:
        """Send events of what has changed since the last call."""
        if self._watch and self.sender:
            for vendor, payload in self._watch.changes():
                self.sender.send(vendor, payload)

    def reset(self) -> None:
        """Return to the seeded stories, with no faults and an empty record."""
        self._plant()
        # A client that polls by change time must notice that everything is as it was before.
        self.desk.touch_all()
        self.tracker.touch_all()

    def _plant(self) -> None:
        self.faults.clear()
        self.limits.clear()
        self.dialects.reset()
        if self.sender:
            self.sender.enabled = True
        self.record = Recorder()
        self.desk.clear(self.base_url)
        self.pager.clear(self.base_url)
        self.tracker.clear(self.base_url)
        self.slack.clear(self.base_url)
        seeds.plant(self.desk, self.pager, self.tracker, self.slack)


def this_world() -> World:
    """Return the world behind the request that is being answered."""
    return cast(World, current_app.extensions["sandbox"])


def world_of(app: Any) -> World:
    """Return the world of an application made by create_sandbox."""
    return cast(World, app.extensions["sandbox"])
