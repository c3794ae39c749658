"""How things are called in GitLab."""

from backend.handbook.model.scalars import (
    Count,
    FeedbackPattern,
    Id,
    Pattern,
    Section,
    Text,
    TicketPattern,
    UrgencyPattern,
    UserPattern,
)


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
