"""The copies of GitLab issues, which tickets they speak of, and what was done about them here."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import Connection, delete, select

from backend.domain.issues import Issue, Tracker
from backend.store.documents import ISSUES
from backend.store.engine import Database
from backend.store.revisions import changed
from backend.store.rows import upsert
from backend.store.tables import acknowledgements, issue_tickets, issues, links


class IssueStore:
    """Reads and writes the copies of issues."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, tracker: Tracker, iid: int) -> Issue | None:
        """Read an issue's copy."""
        query = select(issues.c.document).where(issues.c.tracker == tracker, issues.c.iid == iid)
        with self._database.read() as connection:
            document = connection.scalar(query)
        return ISSUES.load(self._database, document, tracker, iid) if document else None

    def open(self, tracker: Tracker) -> list[Issue]:
        """List a tracker's open issues."""
        query = select(issues.c.iid, issues.c.document).where(issues.c.tracker == tracker, issues.c.closed.is_(False))
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        loaded = (ISSUES.load(self._database, document, tracker, iid) for iid, document in rows)
        return [issue for issue in loaded if issue]

    def shown(self, tracker: Tracker, since: datetime) -> list[Issue]:
        """List a tracker's open issues, and the closed ones that changed since a time."""
        columns = issues.c
        query = select(columns.iid, columns.document).where(
            columns.tracker == tracker, columns.closed.is_(False) | (columns.updated_at >= since)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        loaded = (ISSUES.load(self._database, document, tracker, iid) for iid, document in rows)
        return [issue for issue in loaded if issue]

    def unacknowledged(self, tracker: Tracker, since: datetime, most: int) -> list[Issue]:
        """List the newest open issues, changed since a time, that nobody has taken notice of here."""
        columns, seen = issues.c, acknowledgements.c
        taken = select(seen.iid).where(seen.tracker == tracker)
        query = (
            select(columns.iid, columns.document)
            .where(columns.tracker == tracker, columns.closed.is_(False), columns.updated_at >= since)
            .where(columns.iid.not_in(taken))
            .order_by(columns.iid.desc())
            .limit(most)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        loaded = (ISSUES.load(self._database, document, tracker, iid) for iid, document in rows)
        return [issue for issue in loaded if issue]

    def put(self, found: Iterable[tuple[Issue, frozenset[int]]]) -> None:
        """Keep issues, each with the numbers of the tickets it speaks of; what we know newer stays."""
        listed = list(found)
        with self._database.write(content=False) as connection:
            for tracker in {issue.tracker for issue, _ in listed}:
                if _put(connection, tracker, [pair for pair in listed if pair[0].tracker == tracker]):
                    changed(connection)

    def delete_missing(self, tracker: Tracker, iids: AbstractSet[int], read_at: datetime) -> None:
        """Forget a tracker's issues but these; one that changed since `read_at` is new and stays."""
        refs = issue_tickets.c
        old = select(issues.c.iid).where(issues.c.tracker == tracker, issues.c.updated_at < read_at)
        with self._database.write() as connection:
            for iid in set(connection.scalars(old)) - iids:
                connection.execute(delete(issues).where(issues.c.tracker == tracker, issues.c.iid == iid))
                connection.execute(delete(issue_tickets).where(refs.tracker == tracker, refs.iid == iid))

    def delete(self, tracker: Tracker, iid: int) -> None:
        """Forget an issue that is gone."""
        refs = issue_tickets.c
        with self._database.write() as connection:
            connection.execute(delete(issues).where(issues.c.tracker == tracker, issues.c.iid == iid))
            connection.execute(delete(issue_tickets).where(refs.tracker == tracker, refs.iid == iid))

    def link(self, ticket_id: int, tracker: Tracker, iid: int, operation_id: str, at: datetime) -> None:
        """Remember that an issue and a ticket were linked both ways."""
        row = {"ticket_id": ticket_id, "tracker": tracker, "iid": iid, "operation_id": operation_id, "at": at}
        with self._database.write() as connection:
            upsert(connection, links, [row])

    def acknowledge(self, tracker: Tracker, iid: int, agent_id: int, agent_name: str, at: datetime) -> None:
        """Remember who has taken notice of an issue; the first one stays."""
        row = {"tracker": tracker, "iid": iid, "agent_id": agent_id, "agent_name": agent_name, "at": at}
        columns = acknowledgements.c
        known = select(columns.iid).where(columns.tracker == tracker, columns.iid == iid)
        with self._database.write(content=False) as connection:
            if connection.scalar(known) is None:
                upsert(connection, acknowledgements, [row])
                changed(connection)


def _put(connection: Connection, tracker: Tracker, found: list[tuple[Issue, frozenset[int]]]) -> bool:
    """Write a page of issues by a handful of statements: a first reading has a thousand pages. Is any of it new?"""
    columns, refs = issues.c, issue_tickets
    iids = [issue.iid for issue, _ in found]
    query = select(columns.iid, columns.updated_at, columns.document)
    rows_before = connection.execute(query.where(columns.tracker == tracker, columns.iid.in_(iids)))
    seen = {row.iid: row for row in rows_before}
    fresh = [pair for pair in found if pair[0].iid not in seen or seen[pair[0].iid].updated_at <= pair[0].updated_at]
    rows = [
        {
            "tracker": tracker,
            "iid": issue.iid,
            "updated_at": issue.updated_at,
            "closed": issue.closed,
            "document": ISSUES.dump(issue),
        }
        for issue, _ in fresh
    ]
    upsert(connection, issues, rows)
    again = [issue.iid for issue, _ in fresh if issue.iid in seen]
    former: set[tuple[int, int]] = set()
    if again:
        theirs = (refs.c.tracker == tracker) & refs.c.iid.in_(again)
        former = {(row.ticket_id, row.iid) for row in connection.execute(select(refs).where(theirs))}
        connection.execute(delete(refs).where(theirs))
    named = [
        {"ticket_id": number, "tracker": tracker, "iid": issue.iid} for issue, tickets in fresh for number in tickets
    ]
    upsert(connection, refs, named)
    known = {(iid, row.document) for iid, row in seen.items()}
    news = any((row["iid"], row["document"]) not in known for row in rows)
    return news or former != {(row["ticket_id"], row["iid"]) for row in named}
