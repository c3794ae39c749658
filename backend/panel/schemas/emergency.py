"""The emergency card and its verdict, as types."""

from backend.domain.paging.on_call import OnCallRole
from backend.handbook.model.emergencies import Route, Verdict
from backend.panel.schemas.assessment import DecisionOut, EntitlementOut, QuestionOut, ReportOut, SymptomOut
from backend.panel.schemas.base import Shape
from backend.panel.schemas.incidents import IncidentOut, ManagerIncidentOut, MentionOut, OtherPageOut


class PagePlan(Shape):
    """What the trigger will do, so that the confirmation can name it, and how to do it by hand.

    `configured` false = the handbook lacks an id; `manual` then still works.
    """

    configured: bool
    service: str
    escalation_policy: str
    title: str
    pages: str | None
    manual: list[str]


class ReassignChoice(Shape):
    """Somebody who could take this ticket's page.

    `to` is what reassign_page takes; `role` their rotation (null: a colleague, or a level of the policy); `now`
    whether they are on duty.
    """

    to: str
    name: str
    role: OnCallRole | None
    now: bool


class ResponderPolicy(Shape):
    """An escalation policy that can be asked to join an open page, by its id in PagerDuty."""

    id: str
    name: str


class SpecialHandlingOut(Shape):
    """A notice that a person may switch on, and whether one has."""

    id: str
    title: str
    on: bool


class EscalationQuestion(Shape):
    """One of the questions before an account escalation."""

    key: str
    text: str


class ManagerCallOut(Shape):
    """A call for the manager on call: what it would do, whether this is the moment, and how far the latest one is."""

    plan: PagePlan
    offered: bool
    because: str
    incident: ManagerIncidentOut | None


class LevelOut(Shape):
    """A level of the escalation policy that the page can be escalated to."""

    level: int
    name: str


class EmergencyOut(Shape):
    """The emergency card. `blocked` says why no page can be triggered now (already paged and the like).

    `incident` is the one of `incidents` that matters; `pool_incident` asks the backup pool for help.
    `despite`: what is open is not our own page, so a manager may page all the same, with a reason.

    `others_open` names the first of `others_total`: what nobody has taken before the rest, then the oldest.

    `reassign` is empty while no page is open; `special_handling` is kept with the assessment; `cover` tells how
    a manager finds cover. `call_url` is the address of the call about the ticket, as a person wrote it there.
    `reported`: the ticket speaks of an emergency, and no verdict against it is recorded.
    """

    reported: ReportOut | None
    entitlement: EntitlementOut
    incident: IncidentOut | None
    incidents: list[IncidentOut]
    pool_incident: IncidentOut | None
    may_concern: list[MentionOut]
    decision: DecisionOut | None
    hint: DecisionOut | None
    others_open: list[OtherPageOut]
    others_total: int
    questions: list[QuestionOut]
    matrix: list[SymptomOut]
    route: Route
    paged_by_macro: bool
    plan: PagePlan
    backup_pool: PagePlan
    backup_pool_offered: bool
    manager_call: ManagerCallOut
    levels: list[LevelOut]
    blocked: str | None
    despite: bool
    reassign: list[ReassignChoice]
    responder_policies: list[ResponderPolicy]
    escalation: list[EscalationQuestion]
    special_handling: list[SpecialHandlingOut]
    cover: str
    call_url: str | None
    verdict_titles: dict[Verdict, str]
