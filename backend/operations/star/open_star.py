"""Open a STAR: an issue in the tracker, then a note and a tag on the ticket."""

from collections.abc import Sequence

from markupsafe import Markup

from backend.deps import Deps
from backend.domain.eligibility.answers import BadAnswer
from backend.domain.issues import Issue
from backend.domain.named_tickets import issue_tickets
from backend.domain.star.checks import PreCheck, checks
from backend.domain.star.licence import parse_licence
from backend.domain.text import COMMENT_LIMIT
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Step, StepResult
from backend.operations.engine.request import Blocker, Request, RuleViolation
from backend.operations.star.star_request import OpenContext, Opening, OpenStar, description, urgency_label
from backend.operations.steps.announcement import announce
from backend.operations.steps.html import labelled, paragraph_with_link
from backend.operations.steps.issue import keep_issue
from backend.operations.steps.new_issue import NewIssue, OpenedIssue, deduplicate, new_issue, opened, require_opened
from backend.operations.steps.note import gone_past, internal_note, ticket_tag
from backend.operations.steps.slack import slack_steps, uses_slack
from backend.operations.steps.slack_text import mention_manager, ticket_link
from backend.operations.steps.still_open import still_open
from backend.operations.steps.us_government import keep_names_in

PART = COMMENT_LIMIT // 3
"""Bytes for each of the three texts of the note: past Zendesk's limit the mark under them would be cut off."""


class OpenStarKind(Kind[OpenStar, OpenContext]):
    """Open the issue first; the announcement goes out right behind it, then note and tag."""

    name = "open_star"
    Body = OpenStar
    Context = OpenContext
    trackers = ("star",)
    own_once = False

    def prepare(self, request: Request, body: OpenStar) -> OpenContext:
        """Keep the names of US Government customers in Zendesk; tell which refusals were overridden.

        Raise BadAnswer when the handbook has no such urgency.
        """
        known = request.deps.handbook.star.urgencies
        if body.urgency not in known:
            raise BadAnswer("urgency", f"must be one of {', '.join(known)}")
        texts = [body.plan, body.namespace, body.reason, body.desired_result, body.override_reason, body.despite]
        keep_names_in(request.snapshot, request.deps.handbook, texts)
        slack = request.deps.handbook.slack.announce_stars and uses_slack(request)
        return OpenContext(overridden=[check.id for check in _refusals(request, body)], slack=slack)

    def rules(self, request: Request, body: OpenStar) -> None:
        """Hold the pre-checks; a manager may override a refusal with a reason."""
        refusals = _refusals(request, body)
        if not refusals or (request.role == "manager" and body.override_reason):
            return
        hint = " Give a reason to override this." if request.role == "manager" else " A manager may override this."
        raise RuleViolation(refusals[0].id, refusals[0].because + hint)

    def claim_key(self, context: OpenContext) -> str:
        """Have one open STAR a ticket."""
        return "star"

    def find_open(self, request: Request, context: OpenContext) -> list[Blocker]:
        """List the ticket's open STARs, ours or another tool's."""
        return [
            Blocker(str(issue.iid), issue.url, f"STAR issue #{issue.iid} is open for this ticket", despite=True)
            for issue in request.snapshot.issues
            if issue.tracker == "star" and not issue.closed
        ]

    def verify(self, request: Request, blockers: list[Blocker]) -> list[Blocker]:
        """Ask GitLab about each."""
        deps = request.deps

        def is_open(reference: str) -> bool:
            issue = deps.gitlab.issue("star", int(reference))
            keep_issue(deps, issue)
            return not issue.closed and request.ticket_id in issue_tickets(issue, deps.handbook, deps.zendesk_url)

        return still_open(blockers, is_open, lambda reference: deps.mirror.issues.delete("star", int(reference)))

    def open_ref(self, operation: Opening) -> str | None:
        """Name the issue."""
        issue = opened(operation)
        return str(issue.iid) if issue else None

    def steps(self, operation: Opening) -> Sequence[Step[Opening]]:
        """Open, announce, note, tag; last look for a second issue, which takes its time where one is possible."""
        return [
            new_issue("star", _issue, _opened, primary=True),
            *slack_steps(operation, announce(_iid, _announcement)),
            internal_note(_note),
            ticket_tag(lambda handbook: handbook.zendesk.tags.star_submitted),
            deduplicate("star"),
        ]


def _refusals(request: Request, body: OpenStar) -> list[PreCheck]:
    if request.snapshot.ticket is None:
        return []
    failed = checks(
        request.snapshot.ticket,
        False,
        request.deps.handbook,
        request.now,
        namespace=body.namespace or "",
        reason=body.reason,
        licence=parse_licence(body.licence, request.deps.handbook),
    )
    return [check for check in failed if check.level == "refuse"]


def _issue(deps: Deps, operation: Opening) -> NewIssue:
    return NewIssue(f"STAR for ticket ZD#{operation.ticket_id}", description(deps, operation))


def _opened(deps: Deps, operation: Opening, issue: Issue) -> StepResult:
    tickets = issue_tickets(issue, deps.handbook, deps.zendesk_url) | {operation.ticket_id}
    deps.mirror.issues.put([(issue, frozenset(tickets))])
    result = OpenedIssue(iid=issue.iid, url=issue.url)
    return StepResult(f"STAR issue #{issue.iid} opened", url=issue.url, result=result)


def _iid(operation: Opening) -> int | None:
    issue = opened(operation)
    return issue.iid if issue else None


def _announcement(deps: Deps, operation: Opening) -> str:
    return deps.handbook.slack.words.announced.format(
        manager=mention_manager(deps, deps.clock()),
        ticket=ticket_link(deps, operation.ticket_id),
        urgency=urgency_label(deps.handbook, operation),
        issue=require_opened(operation).url,
    ).strip()


def _note(handbook: Handbook, operation: Opening) -> Markup:
    issue, body = require_opened(operation), operation.body
    clock = f" ({urgency_label(handbook, operation)})."
    return (
        gone_past(operation)
        + paragraph_with_link(f"STAR opened by {operation.agent_name}: ", f"issue #{issue.iid}", issue.url, clock)
        + labelled("Reason", body.reason, PART)
        + labelled("Desired result", body.desired_result, PART)
    )
