"""What the trends are made of: STARs, emergencies and assessments of the past weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from backend.domain.issues import Issue
from backend.domain.paging.incident import Incident
from backend.store import tables
from backend.store.documents import INCIDENTS, ISSUES
from backend.store.engine import Database
from backend.store.operation_queries import OPERATIONS, operation_row
from backend.store.operation_rows import OperationRow


@dataclass(frozen=True, slots=True)
class Past:
    """The past since a time; `assessments` come in the order they were made, without their steps."""

    stars: list[Issue]
    incidents: list[Incident]
    assessments: list[OperationRow]


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
        assessments = OPERATIONS.where(operations.kind.in_(kinds), operations.created_at >= start).order_by(
            operations.created_at
        )
        with self._database.read() as connection:
            star_rows, page_rows = connection.execute(stars).all(), connection.execute(pages).all()
            assessed = [operation_row(row) for row in connection.execute(assessments)]
        listed = (ISSUES.load(self._database, document, "star", iid) for iid, document in star_rows)
        paged = (INCIDENTS.load(self._database, document, key) for key, document in page_rows)
        return Past(
            stars=[issue for issue in listed if issue and issue.created_at >= start],
            incidents=[incident for incident in paged if incident],
            assessments=assessed,
        )
