"""Of very many emergencies those are shown that need somebody most."""

from datetime import timedelta

from backend.handbook.loading.loader import load
from backend.panel.board_rows import emergency_rows
from backend.store.board import BoardSnapshot
from tests.unit.domain.makers import NOW, incident, ticket

HANDBOOK = load(None)
NOBODY = BoardSnapshot([], [], {}, [], [], {})


def test_those_that_nobody_has_taken_come_before_those_that_are_late() -> None:
    handled = incident("ZD#1", "acknowledged", number=1, created_at=NOW - timedelta(hours=9))
    old, new = (incident(f"ZD#{n}", number=n, created_at=NOW - timedelta(minutes=m)) for n, m in ((2, 90), (3, 1)))
    pages = [handled, old, new]
    for most, kept in ((3, [1, 2, 3]), (2, [2, 3]), (1, [2])):
        assert [row.number for row in emergency_rows(pages, NOBODY, HANDBOOK, NOW, most)] == kept


def test_a_ticket_that_nobody_has_read_is_not_called_an_ordinary_customers() -> None:
    page = incident("ZD#1234")
    (unread,) = emergency_rows([page], NOBODY, HANDBOOK, NOW, 1)
    assert (unread.us_government, unread.ticket_read) == (False, False)
    known = BoardSnapshot([page], [], {1234: ticket()}, [], [], {})
    (read,) = emergency_rows([page], known, HANDBOOK, NOW, 1)
    assert (read.us_government, read.ticket_read) == (False, True)
