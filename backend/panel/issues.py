"""The STAR card and the feedback card."""

from collections.abc import Sequence
from datetime import datetime

from backend.domain.eligibility.plan import plan_label
from backend.domain.feedback import lifecycle as feedback
from backend.domain.issues import Issue
from backend.domain.messages import feedback_reply
from backend.domain.moved import moved_to
from backend.domain.once import once
from backend.domain.shift.reminders import star_reminders
from backend.domain.star import lifecycle as star
from backend.domain.star.checks import checks, licence_case, namespace_required
from backend.domain.star.managers import manager_usernames
from backend.domain.star.sections import plain_text
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import StoredOperation
from backend.operations.star.records import handled
from backend.panel.schemas.base import QuestionValue
from backend.panel.schemas.feedback import FeedbackIssueOut, FeedbackOut
from backend.panel.schemas.star import StarOut, UnreadIssueOut
from backend.panel.schemas.star_form import Check, LicenceQuestionOut, StarForm, UrgencyChoice
from backend.panel.star_issue import star_issue
from backend.store.contacts import NO_CONTACT
from backend.store.snapshots import Snapshot
from backend.store.sources import NO_SKIPS, SourceRow

SIGNED: frozenset[str] = frozenset({"acknowledge", "resolve"})
"""Steps of a STAR that put their sign into Slack by themselves, where that is set up."""


def star_part(
    ticket: Ticket | None,
    snapshot: Snapshot,
    operations: Sequence[StoredOperation],
    with_slack: bool,
    unreadable: list[UnreadIssueOut],
    handbook: Handbook,
    now: datetime,
) -> StarOut:
    """Show the STARs of a ticket, what speaks against another one, and what the form needs.

    `operations` are all that left a record of a STAR of this ticket.
    """
    crosslink = handbook.zendesk.macros[handbook.star.crosslink_macro]
    issues = _shown(snapshot, "star", handbook, now)
    acknowledged = {iid for tracker, iid in snapshot.acknowledged if tracker == "star"}
    managers = manager_usernames(snapshot.people, snapshot.on_calls, handbook) if issues else frozenset()
    has_open = any(not issue.closed for issue in issues)
    failed = checks(ticket, has_open, handbook, now) if ticket else []
    return StarOut(
        state=star.ticket_star_state(issues, acknowledged, handbook, now, managers),
        issues=[
            star_issue(
                issue,
                snapshot.issues,
                handled(issue, issue.iid in acknowledged, operations, handbook),
                managers,
                operations,
                SIGNED if with_slack else frozenset(),
                handbook,
                now,
            )
            for issue in issues
        ],
        checks=[Check.of(check) for check in failed],
        form=StarForm(
            urgencies=_urgencies(handbook),
            namespace_required=bool(ticket and namespace_required(ticket, handbook)),
            plan=plan_label(ticket, handbook) if ticket else "",
            resolution_labels=list(handbook.gitlab.labels.resolution),
            licence=licence_questions(handbook) if ticket and licence_case(ticket, handbook) else [],
            crosslink_macro=next((macro.id for macro in snapshot.macros if macro.title == crosslink), None),
        ),
        reminders=list(star_reminders(ticket, handbook)),
        unreadable=unreadable,
    )


@once
def _urgencies(handbook: Handbook) -> list[UrgencyChoice]:
    return [UrgencyChoice.of(urgency, value=value) for value, urgency in handbook.star.urgencies.items()]


def unread_issues(ticket_id: int, source: SourceRow | None, project_url: str) -> list[UnreadIssueOut]:
    """Name the issues that cannot be used and are about a ticket, or may be about any."""
    skips = source.skips if source else NO_SKIPS
    issues = [skipped for skipped in skips.first if skipped.kind == "star issue"]
    mine = [
        UnreadIssueOut(
            iid=int(skipped.id) if skipped.id.isdecimal() else None,
            url=f"{project_url}/{skipped.id}" if skipped.id.isdecimal() and project_url else None,
            because=str(skipped),
        )
        for skipped in issues
        if skipped.tickets is None or ticket_id in skipped.tickets
    ]
    more = skips.count - len(skips.first)
    return [*mine, UnreadIssueOut(iid=None, url=None, because=f"and {more} more")] if more else mine


def licence_questions(handbook: Handbook) -> list[LicenceQuestionOut]:
    """Show the questions about a licence case."""
    hours = handbook.star.licence_hours
    return [
        LicenceQuestionOut(
            key=key,
            text=question.text.format(hours=hours),
            values=[
                QuestionValue(value=value, label=label.format(hours=hours)) for value, label in question.values.items()
            ],
            asked_if={earlier: list(among) for earlier, among in question.asked_if.items()},
        )
        for key, question in handbook.star.licence_questions.items()
    ]


def feedback_part(
    ticket: Ticket | None, snapshot: Snapshot, handbook: Handbook, now: datetime, project_url: str
) -> FeedbackOut:
    """Show the feedback issues of a ticket, open and lately closed."""
    found = [_feedback_issue(issue, snapshot, handbook, now) for issue in _shown(snapshot, "feedback", handbook, now)]
    return FeedbackOut(
        issues=[shown for shown in found if shown],
        project_url=project_url,
        reply=feedback_reply(ticket, handbook) if ticket else None,
    )


def _feedback_issue(issue: Issue, snapshot: Snapshot, handbook: Handbook, now: datetime) -> FeedbackIssueOut | None:
    sentiment = feedback.sentiment(issue, handbook)
    if sentiment is None:
        return None
    contact = snapshot.contacts.get(issue.iid, NO_CONTACT)
    contacted = contact.made_by is not None
    return FeedbackIssueOut.of(
        issue,
        sentiment=sentiment,
        state=feedback.feedback_state(issue, handbook, contacted),
        moved_to=moved_to(issue, snapshot.issues),
        text=plain_text(issue.description),
        assignees=list(issue.assigned),
        contact_requested=feedback.contact_requested(issue, handbook),
        due_at=feedback.due_at(issue, handbook),
        overdue=feedback.overdue(issue, handbook, now, contacted),
        level=feedback.clock_level(issue, handbook, now, contacted),
        linked=("feedback", issue.iid) in snapshot.linked,
        on_track=None if not contacted else contact.on_track_by is not None,
    )


def _shown(snapshot: Snapshot, tracker: str, handbook: Handbook, now: datetime) -> list[Issue]:
    """Pick a tracker's issues, open ones first, then newest first; those closed long ago are left out."""
    mine = [issue for issue in snapshot.issues if issue.tracker == tracker]
    shown = [issue for issue in mine if not issue.closed or star.recently_closed(issue, handbook, now)]
    return sorted(shown, key=lambda one: (one.closed, -one.iid))
