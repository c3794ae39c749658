"""What the rooms that do something work with: handbook, vendors, mirror, clock. Made in the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backend.domain.marks import Marks
from backend.handbook.model.engineers import Engineer
from backend.handbook.model.handbook import Handbook
from backend.store.board import BoardStore
from backend.store.mirror import MirrorStore
from backend.vendors.gitlab.client import GitLab
from backend.vendors.pagerduty.client import PagerDuty
from backend.vendors.slack.client import Slack
from backend.vendors.zendesk.client import Zendesk

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Deps:
    """What steps work with; made once, in the composition root. Without Slack its steps are done by hand."""

    handbook: Handbook
    zendesk: Zendesk
    pagerduty: PagerDuty
    gitlab: GitLab
    slack: Slack | None
    mirror: MirrorStore
    board: BoardStore
    clock: Clock
    engineers: tuple[Engineer, ...]
    zendesk_url: str
    gitlab_url: str
    marks: Marks

    def ticket_url(self, ticket_id: int) -> str:
        """Give the address of a ticket in the agent workspace."""
        return f"{self.zendesk_url}/agent/tickets/{ticket_id}"
