"""The state of the shift as a text, for the manager who hands it over."""

from collections.abc import Sequence
from datetime import datetime

from backend.domain.paging.accounts import Accounts
from backend.domain.paging.identity import is_pool_page
from backend.domain.paging.turns import shift_receivers
from backend.domain.shift import hand_off as shift
from backend.domain.star import lifecycle as star
from backend.domain.star.managers import manager_usernames
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import StoredOperation
from backend.operations.star.records import handled
from backend.panel.board_emergencies import by_need, open_pages
from backend.panel.board_issues import contacts_due, open_stars
from backend.panel.schemas.base import Source
from backend.panel.schemas.board import BoardSources
from backend.panel.schemas.shift import HandOffOut, Taker
from backend.store.agents import AgentRow
from backend.store.board import BoardSnapshot, OpenIssue


def hand_off_part(
    agent: AgentRow,
    seen: BoardSnapshot,
    records: Sequence[StoredOperation],
    sources: BoardSources,
    handbook: Handbook,
    now: datetime,
) -> HandOffOut:
    """Write the shift down; `records` are the operations that left a record of an open STAR."""
    receivers = shift_receivers(seen.on_calls, Accounts.of(agent.id, agent.email, handbook), now)
    managers = manager_usernames(seen.people, seen.on_calls, handbook)
    pages = by_need(open_pages(seen, handbook), seen, handbook, now)
    text = shift.hand_off_text(
        [shift.emergency_line(*one, now) for one in pages if not is_pool_page(one.page, handbook)],
        [_star_line(opened, records, managers, handbook, now) for opened in open_stars(seen, handbook)],
        [
            shift.feedback_line(opened.issue, min(opened.tickets, default=None), due, now)
            for opened, due in contacts_due(seen, handbook)
        ],
        agent.name,
        [receiver.name for receiver in receivers],
        [shift.emergency_line(*one, now) for one in pages if is_pool_page(one.page, handbook)],
        doubt("PagerDuty", sources.pagerduty),
        doubt("GitLab", sources.gitlab),
    )
    return HandOffOut(text=text, receivers=[Taker.of(receiver) for receiver in receivers])


def doubt(vendor: str, source: Source) -> shift.Doubt | None:
    """Tell what a hand-off says of a vendor that was not read just now."""
    return None if source.state == "fresh" else shift.Doubt(vendor, source.state == "stale", source.as_of)


def _star_line(
    opened: OpenIssue, records: Sequence[StoredOperation], managers: star.Managers, handbook: Handbook, now: datetime
) -> shift.Line:
    done = handled(opened.issue, opened.acknowledged_by is not None, records, handbook)
    return shift.star_line(opened.issue, min(opened.tickets, default=None), done, managers, handbook, now)
