"""How an engine would run statements."""

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

STATEMENTS = ("SELECT", "WITH", "UPDATE", "DELETE")
GROWING = (
    "issues|issue_tickets|incidents|incident_tickets|operations|steps|agents|tickets|contacts|inbox|links|claims"
    "|acknowledgements"
)
PARTIAL = "contacts_followed"
"""The index that holds only what is open: going through it is no scan of history."""
SCAN = re.compile(rf"SCAN ({GROWING})\b(?!.*\b{PARTIAL}\b)")
HALF = re.compile(r"SEARCH issues USING .*\(tracker=\?\)$|SEARCH operations USING .*\(kind=\?\)$")
"""A search that goes through a whole tracker, or through all operations of a kind, scans by another name."""


def plans_on_sqlite(engine: Engine, read: Callable[[], object]) -> list[tuple[str, str]]:
    """Do something; give each statement of it with every line of its plan."""
    found: list[tuple[str, str]] = []

    def explain(_connection: Any, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.lstrip().startswith(STATEMENTS):
            lines = cursor.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
            found.extend((statement, line[3]) for line in lines)

    event.listen(engine, "before_cursor_execute", explain)
    try:
        read()
    finally:
        event.remove(engine, "before_cursor_execute", explain)
    return found


def grows(step: str) -> bool:
    """Tell whether a line of a plan goes through what grows with history."""
    return bool(SCAN.search(step) or HALF.search(step))
