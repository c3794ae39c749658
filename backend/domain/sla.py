"""The reply targets that count: those of replies, and only while their clock runs."""

from backend.domain.tickets import SlaTarget, Ticket
from backend.handbook.model.handbook import Handbook

FIRST_REPLY = "first_reply_time"


def reply_targets(ticket: Ticket, handbook: Handbook) -> list[SlaTarget]:
    """List the reply targets whose clock runs; a paused or fulfilled one does not count."""
    wanted = handbook.zendesk.reply_metrics
    return [target for target in ticket.sla or () if target.metric in wanted and target.stage in {None, "active"}]
