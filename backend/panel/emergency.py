"""The emergency card."""

from collections.abc import Sequence
from datetime import datetime

from backend.domain.eligibility.entitlement import Entitlement, entitlement
from backend.domain.eligibility.history import PastAssessment, Standing
from backend.domain.once import once
from backend.domain.paging.identity import incident_key, is_pool_page
from backend.domain.paging.incident import Incident
from backend.domain.paging.manager_call import calls, manager_call, manager_call_offer, manager_page
from backend.domain.paging.pages import Pages, backup_pool_offered, emergency_pages, the_page
from backend.domain.paging.plan import PagePlan as Plan
from backend.domain.paging.plan import backup_pool_page, emergency_page
from backend.domain.paging.responders import candidates, responder_policies
from backend.domain.shift.reminders import cover
from backend.domain.tickets import Ticket, address_in
from backend.handbook.model.emergencies import Verdict
from backend.handbook.model.handbook import Handbook
from backend.panel.assessment import decision_part
from backend.panel.checklist import question_parts, report_part
from backend.panel.common import common
from backend.panel.incidents import incident_part
from backend.panel.schemas.assessment import DecisionOut, EntitlementOut, SymptomOut
from backend.panel.schemas.base import OnCallOut
from backend.panel.schemas.emergency import (
    EmergencyOut,
    EscalationQuestion,
    LevelOut,
    ManagerCallOut,
    PagePlan,
    ReassignChoice,
    ResponderPolicy,
    SpecialHandlingOut,
)
from backend.panel.schemas.incidents import ManagerIncidentOut, MentionOut
from backend.store.snapshots import Snapshot

OTHERS_SHOWN = 50
"""How many of the other emergencies a panel names; the shift board has them all."""
READING = Entitlement("unknown", "E9", "The ticket is being read from Zendesk.")
UNREAD = Entitlement("unknown", "E9", "The ticket could not be read from Zendesk: verify the entitlement there.")


def emergency_part(
    ticket_id: int,
    ticket: Ticket | None,
    snapshot: Snapshot,
    known: Pages,
    on_call: OnCallOut,
    assessed: PastAssessment | None,
    said: Standing,
    switched_on: frozenset[str],
    handbook: Handbook,
    now: datetime,
    failed: bool,
) -> EmergencyOut:
    """Show entitlement, checklist, this ticket's page and the others that are open; did reading the ticket fail?"""
    shared = common(snapshot.shared, handbook)
    pages = emergency_pages(snapshot.incidents, handbook)
    mine = the_page(pages)
    helper = the_page([incident for incident in snapshot.incidents if is_pool_page(incident, handbook)])
    others = known.others_open(ticket_id)
    by_macro = bool(ticket and handbook.zendesk.tags.trigger_manual_emergency in ticket.tags)
    plan = emergency_page(handbook, ticket_id)
    questions = question_parts(ticket, assessed, handbook)
    return EmergencyOut(
        reported=report_part(ticket, questions, said, handbook, now) if ticket else None,
        entitlement=EntitlementOut.of(entitlement(ticket, handbook, now) if ticket else UNREAD if failed else READING),
        incident=incident_part(mine, known.known, ticket, handbook, now) if mine else None,
        incidents=[incident_part(page, known.known, ticket, handbook, now) for page in pages],
        pool_incident=incident_part(helper, known.known, ticket, handbook, now) if helper else None,
        may_concern=[MentionOut.of(page) for page in _not_of(pages, known.that_may_concern(ticket_id))],
        decision=decision_part(said),
        hint=DecisionOut.of(said.hint, holds=False) if said.hint else None,
        others_open=[shared.other_page(page, known) for page in others[:OTHERS_SHOWN]],
        others_total=len(others),
        questions=questions,
        matrix=_matrix(handbook),
        route=handbook.emergency.route,
        paged_by_macro=by_macro,
        plan=plan_part(plan, on_call.engineer.name if on_call.engineer else None),
        backup_pool=plan_part(backup_pool_page(handbook, ticket_id, "…"), None),
        backup_pool_offered=backup_pool_offered(ticket_id, known, handbook, now),
        manager_call=manager_call_part(ticket_id, snapshot, on_call, handbook, now),
        levels=_levels(handbook),
        responder_policies=_policies(handbook),
        blocked=blocked(mine, plan, handbook),
        despite=may_go_past(pages, ticket_id),
        reassign=reassign_choices(mine, snapshot, handbook, now),
        escalation=escalation_questions(handbook),
        special_handling=[
            notice.model_copy(update={"on": True}) if notice.id in switched_on else notice
            for notice in _special_handling(handbook)
        ],
        cover=cover(handbook),
        call_url=address_in(ticket, handbook.zendesk.call_link_field) if ticket else None,
        verdict_titles=_verdict_titles(handbook),
    )


@once
def _matrix(handbook: Handbook) -> list[SymptomOut]:
    return [
        SymptomOut(key=key, emergency_if=row.emergency_if, not_if=row.not_if)
        for key, row in handbook.emergency.matrix.items()
    ]


@once
def _levels(handbook: Handbook) -> list[LevelOut]:
    return [LevelOut.of(level) for level in handbook.pagerduty.levels]


@once
def _policies(handbook: Handbook) -> list[ResponderPolicy]:
    return [ResponderPolicy(id=policy.id, name=policy.name) for policy in responder_policies(handbook) if policy.id]


@once
def _special_handling(handbook: Handbook) -> list[SpecialHandlingOut]:
    named = ((key, words.title) for key, words in handbook.notices.items() if words.by_person)
    return [SpecialHandlingOut(id=key, title=title, on=False) for key, title in named]


@once
def _verdict_titles(handbook: Handbook) -> dict[Verdict, str]:
    return {verdict: words.title for verdict, words in handbook.emergency.verdicts.items()}


def manager_call_part(
    ticket_id: int, snapshot: Snapshot, on_call: OnCallOut, handbook: Handbook, now: datetime
) -> ManagerCallOut:
    """Show the call for a manager: the latest one, and whether another is offered."""
    latest = manager_call(calls(snapshot.incidents, handbook))
    plan = manager_page(handbook, ticket_id, "…")
    offer = manager_call_offer(snapshot.incidents, handbook, now)
    return ManagerCallOut(
        plan=plan_part(plan, on_call.manager.name if on_call.manager else None),
        offered=offer.now and not (latest and latest.is_open),
        because=offer.because,
        incident=ManagerIncidentOut.of(latest) if latest else None,
    )


@once
def escalation_questions(handbook: Handbook) -> list[EscalationQuestion]:
    """Show the questions before an emergency becomes an account escalation."""
    return [EscalationQuestion(key=key, text=text) for key, text in handbook.escalation.items()]


def reassign_choices(
    incident: Incident | None, snapshot: Snapshot, handbook: Handbook, now: datetime
) -> list[ReassignChoice]:
    """Show who could take the page; nobody while none is open."""
    if incident is None or not incident.is_open:
        return []
    return [ReassignChoice.of(person) for person in candidates(incident, snapshot.on_calls, handbook, now)]


def may_go_past(pages: Sequence[Incident], ticket_id: int) -> bool:
    """Tell whether a manager may page all the same: a page is open, and none under the ticket's own key."""
    running = [page for page in pages if page.is_open]
    return bool(running) and all(page.key != incident_key(ticket_id, "emergency") for page in running)


def blocked(incident: Incident | None, plan: Plan, handbook: Handbook) -> str | None:
    """Say why no page can be triggered now; None when one can."""
    if incident and incident.is_open:
        return f"PagerDuty incident #{incident.number} is open for this ticket."
    if handbook.emergency.route == "pagerduty" and not plan.configured:
        return "The handbook names no id of the PagerDuty service or escalation policy: page by hand."
    return None


def _not_of(pages: Sequence[Incident], known: Sequence[Incident]) -> list[Incident]:
    mine = {page.id for page in pages}
    return [page for page in known if page.id not in mine]


def plan_part(plan: Plan, pages: str | None) -> PagePlan:
    """Show what a page would do."""
    return PagePlan.of(plan, escalation_policy=plan.policy, pages=pages)
