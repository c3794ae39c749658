"""What the board reads: of the tickets that it names, which were never read and which have changed since."""

from dataclasses import replace

from backend.store.board import BoardStore
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from tests.unit.domain.makers import NOW, incident, ticket


def test_what_was_never_read_or_has_changed_since_is_told(database: Database) -> None:
    mirror, board = MirrorStore(database), BoardStore(database)
    pages = {number: incident(f"ZD#{number}", number=number) for number in (1, 2, 3)}
    mirror.incidents.put([(replace(page, id=f"P{n}"), frozenset({n})) for n, page in pages.items()], NOW)
    for number in (1, 2):
        mirror.tickets.put(replace(ticket(), id=number), NOW, changes_read=0)
    mirror.tickets.outdate(2)
    seen = board.snapshot()
    assert (set(seen.tickets), set(seen.unread), dict(seen.outdated)) == ({1, 2}, {3}, {2: NOW})
