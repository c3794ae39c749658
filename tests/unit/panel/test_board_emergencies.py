"""Of very many emergencies those are shown that need somebody most."""

from dataclasses import replace
from datetime import timedelta

from backend.handbook.loading.loader import load
from backend.panel.board_emergencies import emergency_rows, without_reply
from backend.store.board import BoardSnapshot
from tests.unit.domain.makers import NOW, incident, ticket

HANDBOOK = load(None)
NOBODY = BoardSnapshot([], [], {}, [], [], {})


def test_those_that_nobody_has_taken_come_before_those_that_are_late() -> None:
    handled = incident("ZD#1", "acknowledged", number=1, created_at=NOW - timedelta(hours=9))
    old, new = (incident(f"ZD#{n}", number=n, created_at=NOW - timedelta(minutes=m)) for n, m in ((2, 90), (3, 1)))
    pages = [handled, old, new]
    for most, kept in ((3, [2, 3, 1]), (2, [2, 3]), (1, [2])):
        assert [row.number for row in emergency_rows(pages, NOBODY, HANDBOOK, NOW, most)] == kept


def test_a_ticket_that_nobody_has_read_is_not_called_an_ordinary_customers() -> None:
    page = incident("ZD#1234")
    (unread,) = emergency_rows([page], NOBODY, HANDBOOK, NOW, 1)
    assert (unread.us_government, unread.ticket_read) == (False, False)
    known = BoardSnapshot([page], [], {1234: ticket()}, [], [], {})
    (read,) = emergency_rows([page], known, HANDBOOK, NOW, 1)
    assert (read.us_government, read.ticket_read) == (False, True)


def test_a_reply_that_may_have_come_since_the_ticket_was_read_has_its_time() -> None:
    page = incident("ZD#1234", "acknowledged", created_at=NOW - timedelta(hours=2))
    known = BoardSnapshot([page], [], {1234: ticket()}, [], [], {})
    (fresh,) = emergency_rows([page], known, HANDBOOK, NOW, 1)
    (old,) = emergency_rows([page], replace(known, outdated={1234: NOW}), HANDBOOK, NOW, 1)
    assert old.because == f"{fresh.because} As of 18:00 UTC; the ticket has changed since."


def test_each_row_has_its_reply_clock_or_says_that_it_is_not_known() -> None:
    page = incident("ZD#1234", created_at=NOW - timedelta(minutes=12))
    (unread,) = emergency_rows([page], NOBODY, HANDBOOK, NOW, 1)
    assert unread.because.endswith("Whether the customer has had a reply is not known. The first one is due in 18 min.")
    seen = BoardSnapshot([page], [], {1234: ticket()}, [], [], {}, outdated={1234: NOW})
    (row,) = emergency_rows([page], seen, HANDBOOK, NOW, 1)
    clock = "The first public reply is due in 18 min. As of 18:00 UTC; the ticket has changed since."
    assert row.because == f"Nobody has acknowledged it for 12 min. PagerDuty goes to the seniors in 3 min. {clock}"


def test_a_page_whose_ticket_nobody_has_read_is_not_calm_once_a_reply_was_due() -> None:
    for minutes, colour in ((29, "calm"), (120, "amber")):
        page = incident("ZD#1234", "acknowledged", created_at=NOW - timedelta(minutes=minutes))
        (row,) = emergency_rows([page], NOBODY, HANDBOOK, NOW, 1)
        assert row.level == colour
    assert row.because.endswith(" The first one was due 1 h 30 min ago.")


def test_replies_are_wanted_of_what_was_never_read_then_of_what_has_changed_then_of_the_rest() -> None:
    pages = [incident(f"ZD#{n}", number=n, created_at=NOW - timedelta(hours=1)) for n in (1, 2, 3, 4)]
    replied = replace(ticket(), id=1, agent_replies=(NOW,))
    copies = {1: replied, 2: replace(ticket(), id=2), 3: replace(ticket(), id=3)}
    seen = BoardSnapshot(pages, [], copies, [], [], {}, outdated={1: NOW, 3: NOW})
    assert without_reply(pages, seen, HANDBOOK) == [4, 3, 2]
    # A reply that was made stays made, whatever has changed since.
    because = {row.number: row.because for row in emergency_rows(pages, seen, HANDBOOK, NOW, 4)}
    assert ("As of" in because[1], "As of" in because[3]) == (False, True)
