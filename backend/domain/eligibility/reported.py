"""Does a ticket itself speak of an emergency, whatever has been done about it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from backend.domain.tickets import Ticket
from backend.handbook.model.checklist import YES
from backend.handbook.model.handbook import Handbook

Sign = Literal["form", "answers", "priority"]

EMERGENCY_FORM = "emergencies"
"""The handbook's key of the form on which customers report emergencies."""
OVER = frozenset({"solved", "closed"})
NOT_ENTITLED = "not_entitled"
"""Stands in place of a verdict where there is nothing to qualify."""
SPEAKS_AGAINST = frozenset({"not_emergency", "high_priority_now", NOT_ENTITLED})


@dataclass(frozen=True, slots=True)
class Report:
    """What a ticket says of an emergency, and since when; of a priority only the ticket's own age is known."""

    by: Sign
    at: datetime


def reported(ticket: Ticket, answers: Mapping[str, str], verdict: str | None, handbook: Handbook) -> Report | None:
    """Find what speaks of an emergency: the form, an answer or the priority.

    `answers` are those known so far. A `verdict` by which it is none silences all of them.
    """
    if ticket.status in OVER or verdict in SPEAKS_AGAINST:
        return None
    signs: dict[Sign, bool] = {
        "form": handbook.zendesk.form_key(ticket.form_id) == EMERGENCY_FORM,
        "answers": YES in answers.values(),
        "priority": ticket.priority == "urgent",
    }
    found = next((sign for sign, there in signs.items() if there), None)
    return Report(found, ticket.created_at) if found else None
