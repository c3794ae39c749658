"""What the trends are made of: STARs, emergencies and assessments of the past weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from backend.domain.issues import Issue
from backend.domain.paging.incident import Incident
from backend.domain.shift.trends import Assessed
from backend.store import tables
from backend.store.documents import INCIDENTS, ISSUES
from backend.store.engine import Database


@dataclass(frozen=True, slots=True)
class Past:
    """The past since a time."""

    stars: list[Issue]
    incidents: list[Incident]
    assessed: list[Assessed]


class TrendStore:
    """Reads the past."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, start: datetime, kinds: Sequence[str]) -> Past:
        """Read what began since a time; `kinds` are the operations that assess a ticket."""
        issues, incidents, operations = tables.issues.c, tables.incidents.c, tables.operations.c
        # Whatever was opened since then has changed since then: that column is at hand, the other in the document.
        stars = select(issues.iid, issues.document).where(issues.tracker == "star", issues.updated_at >= start)
        pages = select(incidents.id, incidents.document).where(incidents.created_at >= start)
        assessed = (
            select(operations.ticket_id, operations.body, operations.facts, operations.created_at)
            .where(operations.kind.in_(kinds), operations.created_at >= start)
            .order_by(operations.created_at)
        )
        with self._database.read() as connection:
            star_rows, page_rows = connection.execute(stars).all(), connection.execute(pages).all()
            found = [
                Assessed(ticket_id, at, facts.get("verdict"), (body.get("override") or {}).get("verdict"))
                for ticket_id, body, facts, at in connection.execute(assessed)
            ]
        listed = (ISSUES.load(self._database, document, "star", iid) for iid, document in star_rows)
        paged = (INCIDENTS.load(self._database, document, key) for key, document in page_rows)
        return Past(
            stars=[one for one in listed if one and one.created_at >= start],
            incidents=[one for one in paged if one],
            assessed=found,
        )
