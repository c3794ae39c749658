"""What the panel API answers, as types: the one place its JSON is written down.

`/openapi.json` and the panel's TypeScript types are generated from here. Times are aware UTC and leave as
ISO 8601 with `Z`.
"""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer


def iso(moment: datetime) -> str:
    """Write an aware time as ISO 8601 in UTC with `Z`, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


Time = Annotated[datetime, PlainSerializer(iso, return_type=str, when_used="json")]
Level = Literal["calm", "amber", "red"]
SourceName = Literal["zendesk", "gitlab", "pagerduty"]


class Shape(BaseModel):
    """Answer of the API: closed, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Shape):
    """How far one vendor's data can be trusted.

    `as_of` is when it was last read, null if never; unavailable without `error` = it is being read for the first time.
    """

    state: Literal["fresh", "stale", "unavailable"]
    as_of: Time | None
    error: str | None


class Sources(Shape):
    """The vendors behind the panel."""

    zendesk: Source
    gitlab: Source
    pagerduty: Source


class TicketPart(Shape):
    """The ticket as the panel names it; `organization` null when the ticket has none.

    `us_government` tells the panel to keep customer names out of anything that leaves Zendesk.
    """

    id: int
    subject: str
    status: str
    priority: str | None
    form: str | None
    organization: str | None
    plan: str
    us_government: bool
    tags: list[str]
    created_at: Time
    updated_at: Time


class Duty(Shape):
    """Who is on call; `until` null = no end is planned; `next` is who follows, from `until` on."""

    name: str
    until: Time | None
    next: str | None


class OnCallPart(Shape):
    """Who is on call; null = not known."""

    manager: Duty | None
    engineer: Duty | None


class EntitlementPart(Shape):
    """Section A of the eligibility rules: may this customer use emergency support? `fired`: the facts that decided."""

    answer: Literal["yes", "likely", "unknown", "out_of_hours", "no"]
    rule: str
    because: str
    fired: list[str]


class PageClockPart(Shape):
    """The clock of a page; minutes count from PagerDuty's own times."""

    level: Level
    because: str
    minutes_since_triggered: int
    minutes_since_acknowledged: int | None
    first_reply_due_at: Time
    first_replied_at: Time | None


class IncidentPart(Shape):
    """The PagerDuty incident of this ticket; `meaning` is what its status means in the handbook."""

    id: str
    number: int
    title: str
    status: Literal["triggered", "acknowledged", "resolved"]
    meaning: str
    url: str
    created_at: Time
    acknowledged_at: Time | None
    acknowledged_by: str | None
    assigned_to: list[str]
    clock: PageClockPart


class OtherPagePart(Shape):
    """An open emergency of another ticket; `ticket_id` null when its title names none."""

    number: int
    ticket_id: int | None
    title: str
    status: Literal["triggered", "acknowledged", "resolved"]
    url: str
    created_at: Time
    assigned_to: list[str]


class QuestionValue(Shape):
    """One answer a question takes."""

    value: str
    label: str


class Prefill(Shape):
    """An answer the ticket itself gives, and where it was read."""

    value: str
    source: str


class QuestionPart(Shape):
    """A question of the checklist; `group` is where it stands in the handbook's order of rules."""

    key: str
    text: str
    help: str | None
    group: Literal["strict", "severity", "symptom", "security", "exception", "other"]
    values: list[QuestionValue]
    prefill: Prefill | None


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
    role: Literal["engineer", "manager"] | None
    now: bool


class SpecialHandlingPart(Shape):
    """A notice that a person may switch on, and whether one has."""

    id: str
    title: str
    on: bool


class EscalationQuestion(Shape):
    """One of the questions before an account escalation."""

    key: Literal["parallel_issues", "over_3h", "external_blocker", "professional_services"]
    text: str


class EmergencyPart(Shape):
    """The emergency card. `blocked` says why no page can be triggered now (already paged and the like).

    `reassign` is empty while no page is open; `special_handling` is kept with the assessment; `cover` tells how
    a manager finds cover.
    """

    entitlement: EntitlementPart
    incident: IncidentPart | None
    others_open: list[OtherPagePart]
    questions: list[QuestionPart]
    route: Literal["pagerduty", "macro"]
    paged_by_macro: bool
    plan: PagePlan
    backup_pool: PagePlan
    backup_pool_offered: bool
    blocked: str | None
    reassign: list[ReassignChoice]
    escalation: list[EscalationQuestion]
    special_handling: list[SpecialHandlingPart]
    cover: str


class MechanicPart(Shape):
    """A step of a manager's way through a STAR; `slack` is the part of it that is done there, by hand."""

    id: Literal["acknowledge", "crosslink", "triage", "assign", "document", "resolve"]
    text: str
    slack: str | None
    done: bool


class StarIssuePart(Shape):
    """A STAR issue of this ticket; `due_at` null when its urgency is not known or it is closed.

    `thread` is the address of its discussion in Slack, where the issue names one.
    """

    iid: int
    url: str
    title: str
    state: Literal["submitted", "acknowledged", "in_progress", "resolved", "unstarred"]
    urgency: Literal["not_urgent", "timely", "urgent"] | None
    created_at: Time
    due_at: Time | None
    level: Level
    assignee: str | None
    initiator: str | None
    thread: str | None
    mechanics: list[MechanicPart]


class Check(Shape):
    """A pre-check of a STAR: `refuse` stops everybody but a manager with a reason, `warn` only tells."""

    id: str
    level: Literal["refuse", "warn"]
    because: str


class UrgencyChoice(Shape):
    """One urgency of the STAR form, with the minutes of its clock."""

    value: Literal["not_urgent", "timely", "urgent"]
    label: str
    minutes: int


class LicenceQuestionPart(Shape):
    """A question about a licence case; asked once each answer named in `asked_if` is among those listed."""

    key: str
    text: str
    values: list[QuestionValue]
    asked_if: dict[str, list[str]]


class StarForm(Shape):
    """What the STAR form needs beyond the ticket; `licence` is empty unless the ticket is a licence case.

    `crosslink_macro` is the id of the macro that links issue and ticket, null when Zendesk has none of that title.
    """

    urgencies: list[UrgencyChoice]
    namespace_required: bool
    plan: str
    resolution_labels: list[str]
    licence: list[LicenceQuestionPart]
    crosslink_macro: int | None


class LicenceAdvicePart(Shape):
    """What the licence questions say so far; `missing` are those that still decide."""

    level: Literal["refuse", "warn", "ok"]
    because: str
    missing: list[str]


class StarChecksPart(Shape):
    """The pre-checks of a STAR form as it is filled in so far; `licence` null where it is no licence case."""

    checks: list[Check]
    licence: LicenceAdvicePart | None


class AssigneePart(Shape):
    """Somebody who could drive a STAR: `known` to GitLab or not, and what speaks against them."""

    username: str
    known: bool
    warnings: list[str]


class SuggestionPart(Shape):
    """An engineer who could take a STAR, and why; `skilled` in what the ticket is about."""

    username: str
    name: str
    because: list[str]
    skilled: bool


class SuggestionsPart(Shape):
    """Who could take a STAR; empty as well when no file names the engineers."""

    suggestions: list[SuggestionPart]


class StarPart(Shape):
    """The STAR card; `reminders` are what goes with a STAR in Slack, by hand."""

    state: Literal["none", "submitted", "acknowledged", "in_progress", "resolved", "unstarred"]
    issues: list[StarIssuePart]
    checks: list[Check]
    form: StarForm
    reminders: list[str]


class FeedbackIssuePart(Shape):
    """A mid-ticket feedback issue of this ticket."""

    iid: int
    url: str
    title: str
    sentiment: Literal["positive", "negative", "neutral"]
    state: Literal["received", "contact_due", "contacted", "closed"]
    contact_requested: bool
    assignee: str | None
    created_at: Time
    due_at: Time | None
    overdue: bool
    level: Level
    linked: bool


class FeedbackPart(Shape):
    """The feedback card; `project_url` is where somebody looks by hand.

    `reply` is the manager's reply for the draft, null while the ticket is not known; `{scheduling_link}` in it
    is the agent's own.
    """

    issues: list[FeedbackIssuePart]
    project_url: str
    reply: str | None


class MacroPart(Shape):
    """An active macro; `pages` marks the one that pages, which the panel never applies."""

    id: int
    title: str
    pages: bool
    suggested: bool


class NoticePart(Shape):
    """A special-handling notice; `insert` is a text to put into the draft."""

    id: str
    title: str
    text: str
    insert: str | None


class StepPart(Shape):
    """One step of an operation; `detail` is a sentence for people."""

    name: str
    state: Literal["waiting", "running", "done", "failed", "unknown"]
    detail: str | None
    url: str | None
    at: Time | None


class OperationPart(Shape):
    """One thing a person did or is doing; `manual` is how to do it by hand while it is not confirmed."""

    id: str
    kind: str
    ticket_id: int
    state: Literal["running", "done", "failed", "unknown"]
    steps: list[StepPart]
    created_at: Time
    actor: str
    manual: list[str]


class PanelPart(Shape):
    """The whole panel of one ticket; `ticket` null while it could not be read from Zendesk."""

    ticket: TicketPart | None
    on_call: OnCallPart
    emergency: EmergencyPart
    star: StarPart
    feedback: FeedbackPart
    macros: list[MacroPart]
    notices: list[NoticePart]
    operations: list[OperationPart]
    sources: Sources


class WhoDoesWhatPart(Shape):
    """Whose part it is at one kind of time; `now` = that is the present one."""

    title: str
    text: str
    now: bool


class QualificationPart(Shape):
    """Section B of the eligibility rules: does it qualify? `fired`: the answers that decided; `macros`: names.

    `downgrade` is the message to send where the verdict is no emergency; `who` says who does what about something that
    may become one.
    """

    verdict: Literal[
        "security_emergency",
        "emergency",
        "exception",
        "needs_info",
        "high_priority_now",
        "not_emergency",
        "judgement",
    ]
    rule: str
    because: str
    fired: list[str]
    missing: list[str]
    macros: list[str]
    downgrade: str | None
    who: list[WhoDoesWhatPart]


class AssessmentPart(Shape):
    """The verdict on a set of answers; qualification null when there is no entitlement."""

    entitlement: EntitlementPart
    qualification: QualificationPart | None


class AgentPart(Shape):
    """Who is asking, as Zendesk says; `can` are the operation kinds this person may start.

    `scheduling_link` is where customers book a call with them, as the handbook's list of people has it.
    """

    id: int
    name: str
    role: Literal["manager", "agent", "light_agent"]
    can: list[str]
    scheduling_link: str | None


class SessionPart(Shape):
    """A live session; send `session` as Bearer token until `expires_at`."""

    session: str
    expires_at: Time
    agent: AgentPart


class ErrorBody(Shape):
    """What went wrong; `details` depends on the code."""

    code: str
    message: str
    details: dict[str, object]
    retryable: bool


class ErrorAnswer(Shape):
    """Every error answer."""

    error: ErrorBody
