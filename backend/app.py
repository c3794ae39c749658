"""The composition root: beside vendor_clients.py the only place where parts are made and wired."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from backend import settings as settings_module
from backend.deps import Deps
from backend.domain.marks import Marks
from backend.domain.tickets import LARGEST_TICKET_ID
from backend.handbook.loading.loader import HandbookError, load_engineers
from backend.handbook.loading.loader import load as load_handbook
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
from backend.settings import Settings, SettingsError
from backend.store.agents import AgentStore
from backend.store.board import BoardStore
from backend.store.counts import CountStore
from backend.store.engine import Database
from backend.store.executors import ExecutorStore
from backend.store.faults import StoreDown, StoreOutdated
from backend.store.inbox import InboxStore
from backend.store.last_calls import LastCallStore
from backend.store.leases import LeaseStore
from backend.store.mirror import MirrorStore
from backend.store.operations import OperationStore
from backend.store.retention import RetentionStore
from backend.store.trends import TrendStore
from backend.vendor_clients import Vendors, make_vendors
from backend.vendors.bulkhead import Bulkhead
from backend.web import (
    access_log,
    board,
    bodies,
    bulkheads,
    errors,
    headers,
    health,
    metrics,
    operations,
    panel,
    session,
    sidebar,
    staff,
    star,
    texts,
    webhooks,
)
from backend.web.identity.agents import Agents
from backend.web.identity.sessions import Sessions
from backend.web.identity.sidebar_tokens import SidebarTokens
from backend.web.limits import Limits
from backend.web.services import NAME, Services

DATABASE_PATIENCE = 5.0
"""Seconds that a start waits for a database that does not answer, before it goes on without."""

log = logging.getLogger(__name__)


class TicketConverter(IntegerConverter):
    """A ticket's number in an address."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, min=1, max=LARGEST_TICKET_ID)


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


def create_app(settings: Settings | None = None, vendors: Vendors | None = None) -> Flask:
    """Make the application; raise SettingsError, HandbookError or StoreOutdated when it could not work.

    A database that is away comes back: until then requests are answered, with 503.
    """
    settings = settings or settings_module.load()
    made = make_services(settings, load_handbook(settings.handbook_overrides), vendors)
    try:
        made.database.check(patience=DATABASE_PATIENCE)
    except StoreOutdated:
        raise
    except StoreDown as error:
        log.error("%s: started without it", error)
    # Connections do not survive a fork.
    made.database.close()
    app = Flask(__name__, template_folder="web/templates", static_folder=None)
    app.extensions[NAME] = made
    app.url_map.converters["ticket"] = TicketConverter
    # A path with doubled slashes would be answered by a redirect to wherever the Host header says.
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = bodies.LARGEST_BODY
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0)  # type: ignore[method-assign]
    errors.register(app)
    headers.register(app, settings)
    access_log.register(app)
    bulkheads.register(app, made.bulkhead)
    for views in (sidebar, session, panel, star, staff, texts, operations, board, webhooks, health, metrics):
        app.register_blueprint(views.blueprint)
    return app


def serve() -> Flask:
    """Make the application for gunicorn; end the process with one line if it could not work."""
    try:
        return create_app()
    except (SettingsError, HandbookError, StoreOutdated) as error:
        raise SystemExit(str(error)) from error
