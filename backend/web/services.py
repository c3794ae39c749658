"""What the views work with: made in the composition root, reached through the application."""

from dataclasses import dataclass

from flask import current_app

from backend.deps import Deps
from backend.mirror.emergency_tickets import EmergencyTickets
from backend.mirror.scheduler import SyncScheduler
from backend.mirror.tickets import Tickets
from backend.monitor import Monitor
from backend.operations.engine.service import OperationService
from backend.operations.engine.worker import Worker
from backend.panel.board import Board
from backend.panel.health import Health
from backend.panel.panels import Panels
from backend.panel.ticket import Composer
from backend.panel.trends import Trends
from backend.retention import Retention
from backend.settings import Settings
from backend.store.counts import CountStore
from backend.store.engine import Database
from backend.store.inbox import InboxStore
from backend.store.last_calls import LastCallStore
from backend.vendors.bulkhead import Bulkhead
from backend.web.identity.agents import Agents
from backend.web.identity.sessions import Sessions
from backend.web.identity.sidebar_tokens import SidebarTokens
from backend.web.limits import Limits

NAME = "oncall"


@dataclass(frozen=True, slots=True)
class Services:
    """The wired parts of one application."""

    settings: Settings
    database: Database
    deps: Deps
    worker: Worker
    retention: Retention
    scheduler: SyncScheduler
    inbox: InboxStore
    tickets: Tickets
    emergency_tickets: EmergencyTickets
    operations: OperationService
    composer: Composer
    panels: Panels
    board: Board
    trends: Trends
    sidebar_tokens: SidebarTokens
    agents: Agents
    sessions: Sessions
    limits: Limits
    bulkhead: Bulkhead
    counts: CountStore
    monitor: Monitor
    health: Health
    last_calls: LastCallStore

    def start(self) -> None:
        """Begin background work; call in the process that serves, after any fork."""
        # First the worker: leases are taken in its name.
        for duty in (self.worker, self.scheduler, self.emergency_tickets, self.retention, self.monitor):
            duty.start()

    def stop(self) -> None:
        """End background work."""
        for duty in (self.monitor, self.retention, self.emergency_tickets, self.scheduler, self.worker, self.tickets):
            duty.stop()
        self.database.close()


def services() -> Services:
    """Give the parts of the application that serves this request."""
    parts: Services = current_app.extensions[NAME]
    return parts
