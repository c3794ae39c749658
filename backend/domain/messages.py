"""Texts for the draft that a manager would otherwise write anew each time."""

from backend.domain.eligibility.assessment import Qualification
from backend.domain.text import inline, neutral
from backend.domain.tickets import Ticket
from backend.handbook.model.emergencies import Verdict
from backend.handbook.model.handbook import Handbook

DOWNGRADES: frozenset[Verdict] = frozenset({"not_emergency", "high_priority_now"})


def downgrade_message(ticket: Ticket, judged: Qualification, handbook: Handbook) -> str | None:
    """Write the message of a downgrade: the definition, the new priority and why, which ticket goes on, what to expect.

    None for a verdict that does not downgrade.
    """
    if judged.verdict not in DOWNGRADES:
        return None
    rules = handbook.emergency
    target = handbook.sla[rules.downgrade.priority]
    minutes = target.next_reply_minutes if ticket.agent_replies else target.first_reply_minutes
    return rules.downgrade.text.format(
        customer=customer(ticket),
        definition=rules.definition,
        priority=rules.downgrade.priority,
        because=judged.because,
        ticket=ticket.id,
        hours=f"{minutes / 60:g}",
    )


def feedback_reply(ticket: Ticket, handbook: Handbook) -> str:
    """Write the reply to feedback; `{scheduling_link}` stays, for the panel knows whose it is."""
    return handbook.feedback.reply.format(
        customer=customer(ticket), ticket=ticket.id, scheduling_link="{scheduling_link}"
    )


def customer(ticket: Ticket) -> str:
    """Name the requester in a greeting."""
    return neutral(inline(ticket.requester.name)) if ticket.requester else "there"
