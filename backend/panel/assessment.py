"""The verdict on some answers, what holds, and what the customer is told."""

from datetime import datetime

from backend.domain.eligibility.assessment import Assessment
from backend.domain.eligibility.high_priority import has_limited_hours, who_does_what
from backend.domain.eligibility.history import Standing
from backend.domain.eligibility.holding import Holding
from backend.domain.messages import DOWNGRADES, customer_reply
from backend.domain.tickets import Ticket
from backend.handbook.model.emergencies import Verdict
from backend.handbook.model.handbook import Handbook
from backend.panel.schemas.assessment import (
    AssessmentOut,
    ContinuesOut,
    DecisionOut,
    EntitlementOut,
    HoldsOut,
    QualificationOut,
    WhoDoesWhatOut,
)


def assessment_part(
    holding: Holding, ticket: Ticket, handbook: Handbook, now: datetime, continues: ContinuesOut | None = None
) -> AssessmentOut:
    """Show the verdict on some answers, and what holds; `continues` is the ticket that goes on after a downgrade."""
    other = continues.ticket if continues and continues.problem is None else None
    found, reply = holding.found, customer_reply(ticket, holding, handbook, now, other)
    judged = found.qualification
    return AssessmentOut(
        entitlement=EntitlementOut.of(found.entitlement),
        qualification=QualificationOut.of(
            judged,
            downgrade=reply if judged.verdict in DOWNGRADES and holding.decision is None else None,
            who=_who(judged.verdict, found, handbook, now),
        )
        if judged
        else None,
        holds=HoldsOut.of(
            holding,
            macros=list(holding.macros),
            decision=DecisionOut.of(holding.decision, holds=True) if holding.decision else None,
            downgrade=holding.verdict in DOWNGRADES,
            who=_who(holding.verdict, found, handbook, now) + _exception_part(holding, handbook),
        ),
        continues=continues,
        reply=reply,
    )


def _who(verdict: Verdict | None, found: Assessment, handbook: Handbook, now: datetime) -> list[WhoDoesWhatOut]:
    if verdict != "high_priority_now":
        return []
    return [
        WhoDoesWhatOut.of(part) for part in who_does_what(handbook, now, limited=has_limited_hours(found.entitlement))
    ]


def _exception_part(holding: Holding, handbook: Handbook) -> list[WhoDoesWhatOut]:
    """Say what an exception outside the hours of the plan asks for, wherever somebody may grant one."""
    if holding.found.entitlement.answer != "out_of_hours" or holding.verdict in DOWNGRADES:
        return []
    words = handbook.emergency.out_of_hours
    return [WhoDoesWhatOut(title=words.title, text=words.text, now=False)]


def decision_part(said: Standing) -> DecisionOut | None:
    """Show the override that holds, or the last one of an earlier emergency."""
    return DecisionOut.of(said.decision, holds=said.holds is not None) if said.decision else None
