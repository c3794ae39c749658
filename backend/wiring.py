"""The composition root: beside vendor_clients.py the only place where parts are made and wired."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from backend.deps import Deps
from backend.domain.marks import Marks
from backend.handbook.loading.loader import load_engineers
from backend.handbook.model.handbook import Handbook
from backend.mirror.emergency_tickets import EmergencyTickets
from backend.mirror.recency import Recency
from backend.mirror.refresh import Refresher
from backend.mirror.scheduler import SyncScheduler
from backend.mirror.ticket_reader import TicketReader
from backend.mirror.tickets import Tickets
from backend.monitor import Monitor
from backend.operations.engine.executors import Heartbeat, WorkerSlot
from backend.operations.engine.service import OperationService
from backend.operations.engine.worker import Worker
from backend.panel.board import Board
from backend.panel.health import Health
from backend.panel.panels import Panels
from backend.panel.ticket import Composer
from backend.panel.trends import Trends
from backend.retention import Retention
from backend.settings import Settings
from backend.store.agents import AgentStore
from backend.store.board import BoardStore
from backend.store.counts import CountStore
from backend.store.engine import Database
from backend.store.executors import ExecutorStore
from backend.store.inbox import InboxStore
from backend.store.last_calls import LastCallStore
from backend.store.leases import LeaseStore
from backend.store.mirror import MirrorStore
from backend.store.operations import OperationStore
from backend.store.retention import RetentionStore
from backend.store.trends import TrendStore
from backend.vendor_clients import Vendors, make_vendors
from backend.vendors.bulkhead import Bulkhead
from backend.web.identity.agents import Agents
from backend.web.identity.sessions import Sessions
from backend.web.identity.sidebar_tokens import SidebarTokens
from backend.web.limits import Limits
from backend.web.services import Services


def now() -> datetime:
    """Give the time."""
    return datetime.now(UTC)


def make_services(
    settings: Settings,
    handbook: Handbook,
    vendors: Vendors | None = None,
    clock: Callable[[], datetime] = now,
) -> Services:
    """Make and wire everything behind the views; nothing runs until `Services.start`."""
    vendors = vendors or make_vendors(settings, handbook)
    database = Database(settings.database_url)
    mirror, store, inbox = MirrorStore(database), OperationStore(database), InboxStore(database)
    board_store = BoardStore(database)
    deps = Deps(
        handbook=handbook,
        zendesk=vendors.zendesk,
        pagerduty=vendors.pagerduty,
        gitlab=vendors.gitlab,
        slack=vendors.slack,
        mirror=mirror,
        board=board_store,
        clock=clock,
        engineers=load_engineers(settings.engineers_file),
        zendesk_url=settings.zendesk_url,
        gitlab_url=settings.gitlab_url,
        marks=Marks([key.get_secret_value() for key in settings.session_keys]),
    )
    reader = TicketReader(deps)
    recency = Recency(inbox, bool(settings.zendesk_webhook_secrets), timedelta(seconds=settings.sync_seconds), clock)
    tickets = Tickets(deps, reader, recency.max_age)
    worker = Worker(deps, store, Heartbeat(ExecutorStore(database)), WorkerSlot(settings.executor_folder))
    leases, calls, counts = LeaseStore(database, lambda: worker.name), LastCallStore(database), CountStore(database)
    emergency_tickets = EmergencyTickets(deps, reader, leases, tickets.is_stale)
    monitor = Monitor(calls, leases, vendors.pagerduty, clock)
    health = Health(calls, counts, clock, lambda: monitor.database_fault)
    composer = Composer(
        mirror,
        store,
        handbook,
        clock,
        settings.sync_seconds,
        vendors.gitlab.project_url("feedback"),
        with_slack=vendors.slack is not None,
        stars_url=vendors.gitlab.project_url("star"),
    )
    return Services(
        settings=settings,
        database=database,
        deps=deps,
        worker=worker,
        retention=Retention(RetentionStore(database), leases, clock, settings.retention_days),
        scheduler=SyncScheduler(deps, leases, inbox, settings.sync_seconds),
        inbox=inbox,
        tickets=tickets,
        emergency_tickets=emergency_tickets,
        operations=OperationService(deps, store, worker, Refresher(deps, tickets).refresh),
        composer=composer,
        panels=Panels(composer, mirror, clock),
        board=Board(
            board_store,
            store,
            handbook,
            clock,
            settings.sync_seconds,
            mirror.revision,
            with_slack=vendors.slack is not None,
            health=health.lost,
            want=emergency_tickets.want,
        ),
        trends=Trends(TrendStore(database), handbook, clock),
        sidebar_tokens=SidebarTokens(settings, vendors.zendesk, clock),
        agents=Agents(vendors.zendesk, AgentStore(database), handbook, clock),
        sessions=Sessions(settings, clock),
        limits=Limits(),
        bulkhead=Bulkhead(settings.threads),
        counts=counts,
        monitor=monitor,
        health=health,
        last_calls=calls,
    )
