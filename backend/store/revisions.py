"""How often content has changed: all of it, and what the panel of a single ticket shows alone."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from backend.store.tables import revisions, tickets

ALL = select(revisions.c.number)
COMMON = select(revisions.c.number - revisions.c.narrow)
"""Changes that any panel may show: whatever is not known to be narrow."""

_OF_TICKET = update(tickets).where(tickets.c.id == bindparam("ticket")).values(changes=tickets.c.changes + 1)
_OUTDATING = _OF_TICKET.values(changes_seen=tickets.c.changes_seen + 1)
_OF_ALL = update(revisions).values(number=revisions.c.number + 1)
_NARROW = update(revisions).values(narrow=revisions.c.narrow + 1)
_OF_ALL_NARROW = update(revisions).values(number=revisions.c.number + 1, narrow=revisions.c.narrow + 1)


class Seen(NamedTuple):
    """What a panel was made from: changes that any panel may show, and those of its ticket (None = no copy)."""

    common: int
    of_ticket: int | None


def changed(
    connection: Connection,
    of_ticket: int | None = None,
    alone: Callable[[], bool] | None = None,
    outdates: bool = False,
) -> None:
    """Count a change of content in the transaction that makes it; what was made earlier is out of date everywhere.

    `of_ticket` says that only the panel of that ticket shows it, as long as `alone` finds that no other does. Where
    there is no copy of it to count at, it counts for all. `outdates`: that copy does not show the change, and is to be
    read again. The ticket comes before the count of all, as in every other transaction: so none waits for another in
    turn.
    """
    statement = _OUTDATING if outdates else _OF_TICKET
    counted = of_ticket is not None and connection.execute(statement, {"ticket": of_ticket}).rowcount
    if not counted:
        connection.execute(_OF_ALL)
    elif alone is None:
        connection.execute(_OF_ALL_NARROW)
    else:
        connection.execute(_OF_ALL)
        # Asked only now that nobody else can count: what has others show it is there by now, or counts for all later.
        if alone():
            connection.execute(_NARROW)
