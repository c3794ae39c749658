"""What a panel reads of the mirror. Statements are built once: building one costs more than running it."""

from sqlalchemy import BigInteger, bindparam, select

from backend.store import tables

ON_CALLS = select(tables.on_calls.c.document).order_by(tables.on_calls.c.position)
MACROS = select(tables.macros.c.id, tables.macros.c.title).order_by(tables.macros.c.title)
SOURCES = select(
    tables.sources.c.name,
    tables.sources.c.as_of,
    tables.sources.c.cursor,
    tables.sources.c.error,
    tables.sources.c.failed_at,
)


OF_TICKET = bindparam("ticket", type_=BigInteger)
TICKET = select(
    tables.tickets.c.document,
    tables.tickets.c.fetched_at,
    (tables.tickets.c.heard > tables.tickets.c.covered).label("outdated"),
).where(tables.tickets.c.id == OF_TICKET)
COPY = select(
    tables.tickets.c.updated_at, tables.tickets.c.fetched_at, tables.tickets.c.heard, tables.tickets.c.covered
).where(tables.tickets.c.id == OF_TICKET)
REFS, PAGES = tables.issue_tickets.c, tables.incident_tickets.c
ISSUES = (
    select(tables.issues.c.document, tables.links.c.iid.label("linked"), tables.acknowledgements.c.iid.label("seen"))
    .join(tables.issue_tickets, (REFS.tracker == tables.issues.c.tracker) & (REFS.iid == tables.issues.c.iid))
    .outerjoin(
        tables.links,
        (tables.links.c.ticket_id == OF_TICKET)
        & (tables.links.c.tracker == tables.issues.c.tracker)
        & (tables.links.c.iid == tables.issues.c.iid),
    )
    .outerjoin(
        tables.acknowledgements,
        (tables.acknowledgements.c.tracker == tables.issues.c.tracker)
        & (tables.acknowledgements.c.iid == tables.issues.c.iid),
    )
    .where(REFS.ticket_id == OF_TICKET)
    .order_by(tables.issues.c.tracker, tables.issues.c.iid)
)
MINE = select(PAGES.incident_id).where(PAGES.ticket_id == OF_TICKET)
INCIDENTS = (
    select(tables.incidents.c.document, tables.incidents.c.id.in_(MINE).label("mine"))
    .where((tables.incidents.c.status != "resolved") | tables.incidents.c.id.in_(MINE))
    .order_by(tables.incidents.c.created_at.desc())
)
