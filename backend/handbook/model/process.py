"""STARs, feedback, reply targets, escalations, roles and notices, as data."""

from collections.abc import Mapping
from typing import Literal

from backend.handbook.model.scalars import (
    Count,
    Fraction,
    InsertTemplate,
    LicenceTemplate,
    MechanicTemplate,
    Minutes,
    ReplyTemplate,
    Section,
    Text,
    Url,
    Zone,
)
from backend.handbook.model.weekly import Schedule

Card = Literal["emergency", "star", "feedback", "on_call", "notices"]
Impact = Literal["low", "medium", "high"]
Priority = Literal["urgent", "high", "normal", "low"]
Kind = Literal[
    "trigger_emergency",
    "page_backup_pool",
    "call_manager",
    "acknowledge_page",
    "resolve_page",
    "note_page",
    "add_responders",
    "ask_for_people",
    "escalate_page",
    "reassign_page",
    "hand_off",
    "record_assessment",
    "open_star",
    "acknowledge_star",
    "assign_star",
    "comment_star",
    "resolve_star",
    "reject_star",
    "tick_star",
    "move_discussion",
    "link_feedback",
    "record_contact",
    "close_feedback",
    "note_feedback",
    "feedback_on_track",
    "apply_macro",
    "propose_escalation",
    "cover_shift",
    "end_cover",
    "post_hand_off",
    "redirect_request",
    "do_the_rest",
]
# Steps of a STAR that are done by what was done about it; a person ticks all others of the handbook.
RECORDED_STEPS = ("acknowledge", "crosslink", "assign", "resolve")
# The notices that data can switch on, see domain/notices; a handbook may hold others that a person switches on.
NoticeId = Literal[
    "compromised",
    "security_saas",
    "wide_incident",
    "concurrent",
    "same_customer",
    "not_supported",
    "same_day_purchase",
    "weekend_high",
    "us_government",
    "account_escalation",
    "escalated_org",
    "dedicated",
    "sla",
    "upgrade_assistance",
]


class Hours(Section):
    """Opening hours by key."""

    schedules: Mapping[str, Schedule]


class Urgency(Section):
    """How urgent a STAR is and how long its clock runs."""

    label: Text
    minutes: Minutes
    impact: Impact


class LicenceQuestion(Section):
    """One question about a licence case; asked once the answers before it are among those of `asked_if`."""

    text: LicenceTemplate
    values: Mapping[str, LicenceTemplate]
    asked_if: Mapping[str, tuple[Text, ...]] = {}


class LicenceOutcome(Section):
    """What the answers to the licence questions say, when each named one is among those given here."""

    when: Mapping[str, tuple[Text, ...]]
    level: Literal["refuse", "warn", "ok"]
    because: LicenceTemplate


class Mechanic(Section):
    """One step of a manager's way through a STAR; `slack` is the part of it that is done by hand there."""

    text: MechanicTemplate
    slack: MechanicTemplate | None = None


class CrosslinkLines(Section):
    """The labels of the lines that the cross-linking macro leaves blank."""

    issue: Text
    discussion: Text
    initiator: Text


class StarRules(Section):
    """Pre-checks, clock and handling of a STAR."""

    hours: Text
    minimum_age_minutes: Minutes
    forms: tuple[Text, ...]
    namespace_forms: tuple[Text, ...]
    licence_forms: tuple[Text, ...]
    licence_hours: Count
    licence_questions: Mapping[str, LicenceQuestion]
    licence_outcomes: Mapping[str, LicenceOutcome]
    mechanics: Mapping[str, Mechanic]
    sla_margin_minutes: Minutes
    closed_statuses: frozenset[Text]
    amber_fraction: Fraction
    crosslink_macro: Text
    crosslink_lines: CrosslinkLines
    assign_ticket: bool
    urgencies: Mapping[str, Urgency]


class FeedbackRules(Section):
    """Clock of a manager contact; only Monday to Friday count."""

    contact_hours: Count
    zone: Zone
    amber_hours: Count
    reply: ReplyTemplate


class ReplyTarget(Section):
    """Reply targets of a priority, in minutes."""

    first_reply_minutes: Minutes
    next_reply_minutes: Minutes


class PageLink(Section):
    """A page that the process leans on, and the card where it is needed; without an address it is not shown.

    Of the card `notices` it is shown only on those that name it.
    """

    title: Text
    url: Url
    card: Card


class RoleRule(Section):
    """Who has a role in Zendesk and which operations it may start."""

    groups: tuple[Text, ...] = ()
    custom_roles: tuple[Text, ...] = ()
    can: tuple[Kind, ...]


class Roles(Section):
    """Everybody may look; these tables say who may do what."""

    manager: RoleRule
    agent: RoleRule
    light_agent: RoleRule


class Colleague(Section):
    """One person's accounts elsewhere; None = matched by e-mail."""

    name: Text
    email: Text | None = None
    zendesk_id: int | None = None
    gitlab: Text | None = None
    pagerduty_id: Text | None = None
    slack: Text | None = None
    scheduling_link: Text | None = None

    def is_person(self, zendesk_id: int, email: str | None) -> bool:
        """Tell whether a Zendesk user is this one."""
        return self.zendesk_id == zendesk_id or (email is not None and self.email == email)


class NoticeLimits(Section):
    """Numbers behind the notices that the data switches on."""

    same_day_seats: Count
    wide_incident_pages: Count
    wide_incident_minutes: Minutes
    account_escalation_minutes: Minutes
    sla_minutes: Minutes
    apac_weekend_hours: Text


class NoticeWords(Section):
    """A notice; the lower `order`, the graver. `by_person` = a person may switch it on; `macros`, `links` are keys."""

    title: Text
    text: Text
    order: int
    by_person: bool = False
    macros: tuple[Text, ...] = ()
    links: tuple[Text, ...] = ()
    insert: InsertTemplate | None = None
