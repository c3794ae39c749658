"""The emergency card."""

from datetime import datetime

from backend.domain.eligibility.answers import prefill, still_possible
from backend.domain.eligibility.assessment import Assessment
from backend.domain.eligibility.entitlement import Entitlement, entitlement
from backend.domain.eligibility.high_priority import who_does_what
from backend.domain.messages import downgrade_message
from backend.domain.paging.clock import page_clock
from backend.domain.paging.identity import backup_pool_offered, emergencies, incident_tickets, others_open
from backend.domain.paging.incident import Incident
from backend.domain.paging.plan import PagePlan as Plan
from backend.domain.paging.plan import backup_pool_page, emergency_page
from backend.domain.paging.responders import candidates
from backend.domain.shift.reminders import cover
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.process import NoticeId
from backend.panel.schemas.base import OnCallOut, QuestionValue
from backend.panel.schemas.emergency import (
    AssessmentOut,
    EmergencyOut,
    EntitlementOut,
    EscalationQuestion,
    IncidentOut,
    OtherPageOut,
    PageClockOut,
    PagePlan,
    Prefill,
    QualificationOut,
    QuestionOut,
    ReassignChoice,
    SpecialHandlingOut,
    WhoDoesWhatOut,
)
from backend.store.operation_rows import OperationRow
from backend.store.snapshots import Snapshot

READING = Entitlement("unknown", "E9", "The ticket is being read from Zendesk.")
UNREAD = Entitlement("unknown", "E9", "The ticket could not be read from Zendesk: verify the entitlement there.")


def emergency_part(
    ticket_id: int,
    ticket: Ticket | None,
    snapshot: Snapshot,
    on_call: OnCallOut,
    assessed: OperationRow | None,
    switched_on: frozenset[NoticeId],
    handbook: Handbook,
    now: datetime,
    failed: bool,
) -> EmergencyOut:
    """Show entitlement, checklist, this ticket's page and the others that are open; did reading the ticket fail?"""
    pages = emergencies(snapshot.incidents, handbook)
    mine = next((one for one in pages if one.is_open), pages[-1] if pages else None)
    others = others_open(ticket_id, snapshot.open_incidents, handbook)
    by_macro = bool(ticket and handbook.zendesk.tags.trigger_manual_emergency in ticket.tags)
    plan = emergency_page(handbook, ticket_id)
    return EmergencyOut(
        entitlement=entitlement_part(entitlement(ticket, handbook, now) if ticket else UNREAD if failed else READING),
        incident=incident_part(mine, ticket, handbook, now) if mine else None,
        others_open=[other_page_part(one, handbook) for one in others],
        questions=question_parts(ticket, assessed, handbook),
        route=handbook.emergency.route,
        paged_by_macro=by_macro,
        plan=plan_part(plan, on_call.engineer.name if on_call.engineer else None),
        backup_pool=plan_part(backup_pool_page(handbook, ticket_id, "…"), None),
        backup_pool_offered=backup_pool_offered(ticket_id, snapshot.open_incidents, handbook, now),
        blocked=blocked(mine, by_macro, plan, handbook),
        reassign=reassign_choices(mine, snapshot, handbook, now),
        escalation=escalation_questions(handbook),
        special_handling=[
            SpecialHandlingOut(id=key, title=words.title, on=key in switched_on)
            for key, words in handbook.notices.items()
            if words.by_person
        ],
        cover=cover(handbook),
    )


def escalation_questions(handbook: Handbook) -> list[EscalationQuestion]:
    """Show the questions before an emergency becomes an account escalation."""
    return [
        EscalationQuestion.model_validate({"key": key, "text": text})
        for key, text in handbook.escalation.model_dump().items()
    ]


def reassign_choices(
    incident: Incident | None, snapshot: Snapshot, handbook: Handbook, now: datetime
) -> list[ReassignChoice]:
    """Show who could take the page; nobody while none is open."""
    if incident is None or not incident.is_open:
        return []
    found = candidates(incident, snapshot.on_calls, handbook, now)
    return [ReassignChoice(to=one.to, name=one.name, role=one.role, now=one.now) for one in found]


def blocked(incident: Incident | None, by_macro: bool, plan: Plan, handbook: Handbook) -> str | None:
    """Say why no page can be triggered now; None when one can."""
    if incident and incident.is_open:
        return f"PagerDuty incident #{incident.number} is open for this ticket."
    if by_macro and incident is None:
        tag = handbook.zendesk.tags.trigger_manual_emergency
        return f"The paging macro was used (tag {tag}). If nobody was paged, remove the tag and trigger again."
    if handbook.emergency.route == "pagerduty" and not plan.configured:
        return "The handbook names no id of the PagerDuty service or escalation policy: page by hand."
    return None


def entitlement_part(found: Entitlement) -> EntitlementOut:
    """Show whether the customer may use emergency support."""
    return EntitlementOut(answer=found.answer, rule=found.rule, because=found.because, fired=list(found.fired))


def assessment_part(found: Assessment, ticket: Ticket, handbook: Handbook, now: datetime) -> AssessmentOut:
    """Show the verdict on a set of answers."""
    judged = found.qualification
    soon = judged is not None and judged.verdict == "high_priority_now"
    return AssessmentOut(
        entitlement=entitlement_part(found.entitlement),
        qualification=QualificationOut(
            verdict=judged.verdict,
            rule=judged.rule,
            because=judged.because,
            fired=list(judged.fired),
            missing=list(judged.missing),
            macros=list(judged.macros),
            downgrade=downgrade_message(ticket, judged, handbook),
            who=[
                WhoDoesWhatOut(title=one.title, text=one.text, now=one.now)
                for one in (who_does_what(handbook, now) if soon else ())
            ],
        )
        if judged
        else None,
    )


def incident_part(incident: Incident, ticket: Ticket | None, handbook: Handbook, now: datetime) -> IncidentOut:
    """Show a page and its clock."""
    clock = page_clock(incident, ticket, handbook, now)
    return IncidentOut(
        id=incident.id,
        number=incident.number,
        title=incident.title,
        status=incident.status,
        meaning=getattr(handbook.pagerduty.meaning, incident.status),
        url=incident.url,
        created_at=incident.created_at,
        acknowledged_at=incident.acknowledged_at,
        acknowledged_by=incident.acknowledged_by,
        assigned_to=list(incident.assigned_to),
        clock=PageClockOut(
            level=clock.level,
            because=clock.because,
            minutes_since_triggered=clock.minutes_since_triggered,
            minutes_since_acknowledged=clock.minutes_since_acknowledged,
            first_reply_due_at=clock.first_reply_due_at,
            first_replied_at=clock.first_replied_at,
        ),
    )


def other_page_part(incident: Incident, handbook: Handbook) -> OtherPageOut:
    """Show another ticket's page."""
    return OtherPageOut(
        number=incident.number,
        ticket_id=next(iter(sorted(incident_tickets(incident, handbook))), None),
        title=incident.title,
        status=incident.status,
        url=incident.url,
        created_at=incident.created_at,
        assigned_to=list(incident.assigned_to),
    )


def question_parts(ticket: Ticket | None, assessed: OperationRow | None, handbook: Handbook) -> list[QuestionOut]:
    """Show the checklist, with what was answered before and what the ticket answers by itself."""
    known = prefill(ticket, handbook) if ticket else {}
    if assessed:
        source = f"Answered by {assessed.agent_name}."
        given = still_possible(assessed.body["answers"], handbook)
        known |= {key: (value, source) for key, value in given.items()}
    return [
        QuestionOut(
            key=key,
            text=question.text,
            help=question.help,
            group=question.group,
            values=[QuestionValue(value=value, label=label) for value, label in handbook.emergency.values(key).items()],
            prefill=Prefill(value=known[key][0], source=known[key][1]) if key in known else None,
        )
        for key, question in handbook.emergency.questions.items()
    ]


def plan_part(plan: Plan, pages: str | None) -> PagePlan:
    """Show what a page would do."""
    return PagePlan(
        configured=plan.configured,
        service=plan.service,
        escalation_policy=plan.policy,
        title=plan.title,
        pages=pages,
        manual=list(plan.manual),
    )
