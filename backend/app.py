"""The application that answers requests, around the parts that wiring.py makes."""

import logging

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from backend import settings as settings_module
from backend.domain.tickets import LARGEST_TICKET_ID
from backend.handbook.loading.faults import HandbookError
from backend.handbook.loading.loader import load as load_handbook
from backend.settings import Settings, SettingsError
from backend.store.faults import StoreDown, StoreOutdated
from backend.vendor_clients import Vendors
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
from backend.web.services import NAME
from backend.wiring import make_services

DATABASE_PATIENCE = 5.0
"""Seconds that a start waits for a database that does not answer, before it goes on without."""

log = logging.getLogger(__name__)


class TicketConverter(IntegerConverter):
    """A ticket's number in an address."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, min=1, max=LARGEST_TICKET_ID)


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
