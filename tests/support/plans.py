"""How an engine would run statements."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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

HALF_CONDITION = re.compile(r"\(+(tracker|kind)\)?(::text)? = '\w+'(::text)?\)+")


@contextmanager
def _explaining(engine: Engine, explain: Callable[..., None]) -> Iterator[None]:
    event.listen(engine, "before_cursor_execute", explain)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", explain)


def plans_on_sqlite(engine: Engine, read: Callable[[], object]) -> list[tuple[str, str]]:
    """Do something; give each statement of it with every line of its plan."""
    found: list[tuple[str, str]] = []

    def explain(_connection: Any, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.lstrip().startswith(STATEMENTS):
            lines = cursor.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
            found.extend((statement, line[3]) for line in lines)

    with _explaining(engine, explain):
        read()
    return found


def grows(step: str) -> bool:
    """Tell whether a line of a plan goes through what grows with history."""
    return bool(SCAN.search(step) or HALF.search(step))


def plans_on_postgresql(engine: Engine, read: Callable[[], object]) -> list[tuple[str, dict[str, Any]]]:
    """Do something; give each statement of it with every node of its plan.

    PostgreSQL is told to go through a whole table only where it must: while rows are few, that is the cheapest way.
    """
    found: list[tuple[str, dict[str, Any]]] = []

    def explain(_connection: Any, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.lstrip().startswith(STATEMENTS):
            beside = cursor.connection.cursor()
            beside.execute("SET LOCAL enable_seqscan = off")
            beside.execute(f"EXPLAIN (FORMAT JSON) {statement}", values)
            found.extend((statement, node) for node in _nodes(beside.fetchone()[0][0]["Plan"]))

    with _explaining(engine, explain):
        read()
    return found


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


def grows_on_postgresql(node: dict[str, Any]) -> bool:
    """Tell whether a node of a plan goes through what grows with history."""
    index, condition = node.get("Index Name"), node.get("Index Cond", "")
    if index is None:
        return node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWING.split("|")
    of_growing = re.match(rf"(ix_)?({GROWING})_", index) is not None
    return of_growing and index != PARTIAL and (not condition or bool(HALF_CONDITION.fullmatch(condition)))
