"""Takes personal data out of the store once it is old enough; who did what, and when, stays."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Delete, Select, Table, Update, delete, null, select, update

from backend.store import tables
from backend.store.engine import Database
from backend.store.operation_rows import UNFINISHED

REMOVED = "Removed after the retention time"


class RetentionStore:
    """Forgets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def forget(self, before: datetime, now: datetime) -> int:
        """Remove what was last touched before a time; give how many rows that concerned.

        Copies of what vendors own go altogether: they are read again when somebody looks. An ended operation keeps
        its kind, ticket, person, times and states; what was typed, and what came of it in words, goes.
        """
        with self._database.write() as connection:
            return sum(connection.execute(one).rowcount for one in _statements(before, now))


def _statements(before: datetime, now: datetime) -> Iterator[Delete | Update]:
    issues, incidents, operations = tables.issues.c, tables.incidents.c, tables.operations.c
    old_issues = issues.closed.is_(True) & (issues.updated_at < before)
    for table in (tables.issue_tickets, tables.links, tables.acknowledgements):
        named = select(issues.iid).where(old_issues, issues.tracker == table.c.tracker, issues.iid == table.c.iid)
        yield delete(table).where(named.exists())
    yield delete(tables.issues).where(old_issues)
    old_incidents = select(incidents.id).where(incidents.status == "resolved", incidents.created_at < before)
    yield _of(tables.incident_tickets, "incident_id", old_incidents)
    yield _of(tables.incidents, "id", old_incidents)
    yield delete(tables.tickets).where(tables.tickets.c.fetched_at < before)
    yield delete(tables.agents).where(tables.agents.c.fetched_at < before)
    ended = operations.state.not_in(UNFINISHED) & (operations.updated_at < before) & operations.redacted_at.is_(None)
    of_these = tables.steps.c.operation_id.in_(select(operations.id).where(ended))
    yield update(tables.steps).where(of_these).values(detail=REMOVED, result=null())
    yield update(tables.operations).where(ended).values(body={}, facts={}, redacted_at=now)


def _of(table: Table, column: str, ids: Select[tuple[str]]) -> Delete:
    return delete(table).where(table.c[column].in_(ids))
