"""How things are called in Zendesk, PagerDuty, GitLab and Slack."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from backend.handbook.model.scalars import (
    CallTitleTemplate,
    Count,
    FeedbackPattern,
    Id,
    ManualTemplate,
    Minutes,
    NumericId,
    Pattern,
    ReassignTemplate,
    Section,
    SlackAskedTemplate,
    SlackAssignedTemplate,
    SlackEscalationTemplate,
    SlackHandedOffTemplate,
    SlackMovedTemplate,
    SlackPeopleTemplate,
    SlackRejectedTemplate,
    SlackShiftTemplate,
    SlackTemplate,
    Text,
    TicketPattern,
    TitleTemplate,
    UrgencyPattern,
    UserPattern,
)

Product = Literal["self_managed", "gitlab_com", "dedicated", "other"]


class Form(Section):
    """A ticket form and the product that its tickets are about."""

    name: Text
    id: NumericId
    product: Product


class Tags(Section):
    """Tags that the product writes or reads on a ticket."""

    star_submitted: Text
    emergency_paged: Text
    trigger_manual_emergency: Text


class OrganizationFields(Section):
    """Keys of organization fields that hold more than a yes or no."""

    support_level: Text
    account_type: Text
    expiration_date: Text
    seats: Text


class Flags(Section):
    """Names of yes/no facts; a checkbox, an organization tag or a ticket tag may carry each of them."""

    true_words: frozenset[str]
    restricted: tuple[Text, ...]
    support_hold: tuple[Text, ...]
    partner: tuple[Text, ...]
    round_the_clock: tuple[Text, ...]
    us_government_12x5: tuple[Text, ...]
    us_government: tuple[Text, ...]
    grace_period: tuple[Text, ...]
    escalated: tuple[Text, ...]
    dedicated: tuple[Text, ...]
    compromised: tuple[Text, ...]
    upgrade_assistance: tuple[Text, ...]
    weekend_high: tuple[Text, ...]


class Zendesk(Section):
    """The help desk: forms and macros by key, tags, and where facts about the customer stand."""

    brands: tuple[int, ...]
    us_government_instance: bool
    forms: Mapping[str, Form]
    macros: Mapping[str, Text]
    tags: Tags
    organization_fields: OrganizationFields
    account_team: Mapping[str, Text]
    flags: Flags
    upgrade_assistance_value: Text
    call_link_field: NumericId
    reply_metrics: tuple[Text, ...]

    def form_key(self, form_id: int | None) -> str | None:
        """Find the key of a form by its id; None when the id is not in the handbook."""
        matches = (key for key, form in self.forms.items() if form_id is not None and form.id == form_id)
        return next(matches, None)

    def product(self, form_id: int | None) -> Product:
        """Tell which product a form is about."""
        key = self.form_key(form_id)
        return "other" if key is None else self.forms[key].product


class Named(Section):
    """Something of PagerDuty: the name people know and its id, None when not configured."""

    name: Text
    id: Id


class Services(Section):
    """PagerDuty services whose incidents are watched or opened."""

    customer_support: Named
    support_managers: Named
    apac_backup_pool: Named


class DutySource(Section):
    """Where a rotation is read: a schedule if one is named, else a level of the policy; `region` is for people."""

    level: Count | None = None
    schedule: Id = None
    region: Text | None = None


def _several(value: object) -> object:
    """Take one place for a list of it."""
    if isinstance(value, Mapping):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


Rota = Annotated[tuple[DutySource, ...], BeforeValidator(_several)]
"""Where one rotation of the header is read: in one place or several."""


class DutySources(Section):
    """Both rotations of the header."""

    engineer: Rota
    manager: Rota


class PolicyLevel(Section):
    """A level of the escalation policy, by the name people know."""

    level: Count
    name: Text


class Titles(Section):
    """Incident titles."""

    emergency: TitleTemplate
    backup_pool: TitleTemplate
    manager: CallTitleTemplate


class ManualWay(Section):
    """How to page, and to reassign a page, by hand, line by line."""

    emergency: tuple[ManualTemplate, ...]
    backup_pool: tuple[ManualTemplate, ...]
    manager: tuple[ManualTemplate, ...]
    reassign: tuple[ReassignTemplate, ...]


class PageMeaning(Section):
    """What PagerDuty's status words mean to Support."""

    triggered: Text
    acknowledged: Text
    resolved: Text


class PageClockLimits(Section):
    """Minutes on the clock of a page."""

    to_managers: Minutes
    to_seniors: Minutes
    first_reply_amber: Minutes
    first_reply: Minutes


class ManagerCall(Section):
    """When an engineer calls a manager: at once outside `hours`, else so long after the page."""

    after_minutes: Minutes
    hours: Text


class PagerDuty(Section):
    """Paging: services, policy, titles, clock and the way by hand."""

    services: Services
    escalation_policy: Named
    responder_policies: Mapping[str, Named]
    on_call: DutySources
    levels: tuple[PolicyLevel, ...]
    titles: Titles
    minutes: PageClockLimits
    manager_call: ManagerCall
    meaning: PageMeaning
    manual_way: ManualWay


class Projects(Section):
    """GitLab project paths."""

    stars: Id
    feedback: Id
    escalations: Id


class Labels(Section):
    """GitLab labels."""

    opened_here: Text
    unstarred: Text
    resolution: tuple[Text, ...]
    contact_requested: Text
    contacted: Text


class TitleExample(Section):
    """A title that an incident may have, and the ticket that it names."""

    title: Text
    ticket: int


class Patterns(Section):
    """Regular expressions over titles, descriptions and labels of issues, and the headings in descriptions."""

    ticket: tuple[TicketPattern, ...]
    ticket_line: TicketPattern
    incident_ticket: tuple[TicketPattern, ...]
    incident_mention: tuple[TicketPattern, ...]
    incident_examples: tuple[TitleExample, ...]
    incident_counterexamples: tuple[Text, ...]
    reason_headings: tuple[Text, ...]
    desired_result_headings: tuple[Text, ...]
    plan_headings: tuple[Text, ...]
    feedback_title: FeedbackPattern
    urgency_label: UrgencyPattern
    urgency_line: UrgencyPattern
    requested_by: UserPattern
    slack_thread: Pattern
    bot_author: Pattern


class GitLab(Section):
    """The trackers of STARs and of feedback."""

    projects: Projects
    labels: Labels
    patterns: Patterns
    recently_closed_days: Count


class EngineersChannels(Section):
    """Which channel, by its key, a ticket's engineers are asked in: that of licence cases, else of the product."""

    licence: Text
    self_managed: Text
    gitlab_com: Text
    dedicated: Text
    other: Text

    def keys(self) -> tuple[str, ...]:
        """List the channels named, each once."""
        return tuple(dict.fromkeys((self.licence, self.self_managed, self.gitlab_com, self.dedicated, self.other)))


class Emoji(Section):
    """Slack emoji names, without colons."""

    looking: Text
    resolved: Text
    redirect: Text


class SlackWords(Section):
    """What the product writes in Slack; people's own words follow as a quotation."""

    announced: SlackTemplate
    assigned: SlackAssignedTemplate
    asked: SlackAskedTemplate
    escalation: SlackEscalationTemplate
    handed_off: SlackHandedOffTemplate
    moved: SlackMovedTemplate
    people: SlackPeopleTemplate
    rejected: SlackRejectedTemplate
    shift: SlackShiftTemplate


class Slack(Section):
    """Where people talk (channels by key, with their #), the signs they use there, and what the product says."""

    channels: Mapping[str, Text]
    engineers: EngineersChannels
    emergencies: tuple[Text, ...]
    escalations: Id
    announcers: tuple[Text, ...]
    emoji: Emoji
    announce_stars: bool
    post_hand_off: bool
    words: SlackWords
