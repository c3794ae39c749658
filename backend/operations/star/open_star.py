"""Open a STAR: an issue in the tracker, then a note and a tag on the ticket."""

from collections.abc import Mapping, Sequence
from typing import Literal

from markupsafe import Markup
from pydantic import Field

from backend.deps import Deps
from backend.domain.eligibility.plan import us_government
from backend.domain.issues import Issue
from backend.domain.references import issue_tickets
from backend.domain.star.checks import Check, checks
from backend.domain.star.licence import parse_licence
from backend.domain.text import COMMENT_LIMIT, inline, quote, to_html
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Blocker, Request, RuleViolation, Step, StepResult
from backend.operations.steps.html import paragraph, paragraph_with_link
from backend.operations.steps.new_issue import NewIssue, new_issue, only_one, opened
from backend.operations.steps.note import internal_note, ticket_tag
from backend.operations.steps.slack import announce, slack_steps, with_slack
from backend.operations.steps.slack_text import mention_manager, ticket_link
from backend.operations.steps.us_government import keep_names_in
from backend.store.operation_rows import OperationRow

PURPOSE = "star"
HALF = COMMENT_LIMIT // 2
"""Bytes for each of the two texts of the note: past Zendesk's limit the mark under them would be cut off."""


class OpenStar(Body):
    """The fields of the STAR form; the rest comes from the ticket."""

    urgency: Literal["not_urgent", "timely", "urgent"]
    plan: FreeText
    namespace: FreeText | None = None
    reason: FreeText
    desired_result: FreeText
    override_reason: FreeText | None = None
    engineer_contacted: bool | None = None
    licence: dict[str, str] = Field(default_factory=dict)


def open_now(request: Request, facts: Facts) -> list[Blocker]:
    """List the ticket's open STARs, ours or another tool's."""
    return [
        Blocker(str(issue.iid), issue.url, f"STAR issue #{issue.iid} is open for this ticket")
        for issue in request.snapshot.issues
        if issue.tracker == "star" and not issue.closed
    ]


def facts(request: Request, body: OpenStar) -> Facts:
    """Keep the names of US Government customers in Zendesk; tell which refusals were overridden."""
    texts = [body.plan, body.namespace, body.reason, body.desired_result, body.override_reason]
    keep_names_in(request.snapshot, request.deps.handbook, texts)
    announced = with_slack(request) if request.deps.handbook.slack.announce_stars else {}
    return {"overridden": [one.id for one in _refusals(request, body)], **announced}


def rules(request: Request, body: OpenStar) -> None:
    """Hold the pre-checks; a manager may override a refusal with a reason."""
    refusals = _refusals(request, body)
    if not refusals or (request.role == "manager" and body.override_reason):
        return
    hint = " Give a reason to override this." if request.role == "manager" else " A manager may override this."
    raise RuleViolation(refusals[0].id, refusals[0].because + hint)


def _refusals(request: Request, body: OpenStar) -> list[Check]:
    if request.snapshot.ticket is None:
        return []
    found = checks(
        request.snapshot.ticket.ticket,
        False,
        request.deps.handbook,
        request.now,
        namespace=body.namespace or "",
        reason=body.reason,
        licence=parse_licence(body.licence, request.deps.handbook),
    )
    return [one for one in found if one.level == "refuse"]


def steps(operation: OperationRow) -> Sequence[Step]:
    """Open the issue first; note and tag follow, last the announcement."""
    issue = [new_issue("star", _words, _opened, primary=True), only_one("star")]
    tag = ticket_tag(lambda handbook: handbook.zendesk.tags.star_submitted)
    return [
        *issue,
        internal_note(_note),
        tag,
        *slack_steps(operation, announce(lambda op: opened(op).get("iid"), _announced)),
    ]


def _words(deps: Deps, operation: OperationRow) -> NewIssue:
    return NewIssue(f"STAR for ticket ZD#{operation.ticket_id}", description(deps, operation))


def _opened(deps: Deps, operation: OperationRow, issue: Issue) -> StepResult:
    tickets = issue_tickets(issue, deps.handbook) | {operation.ticket_id}
    deps.mirror.issues.put([(issue, frozenset(tickets))])
    return StepResult(f"STAR issue #{issue.iid} opened", url=issue.url, result={"iid": issue.iid, "url": issue.url})


def _announced(deps: Deps, operation: OperationRow) -> str:
    return deps.handbook.slack.words.announced.format(
        manager=mention_manager(deps, deps.clock()),
        ticket=ticket_link(deps, operation.ticket_id),
        urgency=deps.handbook.star.urgencies[operation.body["urgency"]].label,
        issue=opened(operation)["url"],
    ).strip()


def description(deps: Deps, operation: OperationRow) -> str:
    """Write the issue's description; whatever people typed is quoted, so that no line of it is a command."""
    body, urgency = operation.body, deps.handbook.star.urgencies[operation.body["urgency"]]
    ticket = deps.mirror.tickets.get(operation.ticket_id)
    hidden = ticket is not None and us_government(ticket.ticket, deps.handbook)
    parts = [
        f"Ticket: {deps.ticket_url(operation.ticket_id)} (ZD#{operation.ticket_id})",
        f"Urgency: {urgency.label}",
        f"Requested by: {requester(deps, operation)}",
    ]
    if ticket and ticket.ticket.priority:
        parts.append(f"Priority of the ticket: {inline(ticket.ticket.priority)}")
    if (asked := body.get("engineer_contacted")) is not None:
        parts.append(f"Engineer asked first: {'yes' if asked else 'no'}")
    parts += [f"{question} {answer}" for question, answer in licence_lines(body.get("licence", {}), deps.handbook)]
    if hidden:
        parts.append("US Government customer: names stay in the ticket.")
    sections = {
        "Plan": body["plan"],
        "GitLab.com group": body.get("namespace"),
        "Why this ticket needs additional attention": body["reason"],
        "Desired result": body["desired_result"],
        "Pre-checks overridden, because": body.get("override_reason"),
    }
    parts += [f"**{title}**\n\n{quote(words)}" for title, words in sections.items() if words]
    return "\n\n".join(parts)


def licence_lines(answers: Mapping[str, str], handbook: Handbook) -> list[tuple[str, str]]:
    """Write the answers to the licence questions in the handbook's words."""
    rules = handbook.star
    return [
        (one.text.format(hours=rules.licence_hours), one.values[answers[key]].format(hours=rules.licence_hours))
        for key, one in rules.licence_questions.items()
        if answers.get(key) in one.values
    ]


def requester(deps: Deps, operation: OperationRow) -> str:
    """Name who asks: by GitLab username where the handbook's list of people knows it, so that GitLab tells them."""
    known = (one.gitlab for one in deps.handbook.people if one.zendesk_id == operation.agent_id and one.gitlab)
    return next((f"@{username}" for username in known), inline(operation.agent_name))


def _note(deps: Deps, operation: OperationRow) -> Markup:
    issue = opened(operation)
    urgency = deps.handbook.star.urgencies[operation.body["urgency"]]
    return (
        paragraph_with_link("STAR opened: ", f"issue #{issue['iid']}", issue["url"], f" ({urgency.label}).")
        + paragraph(f"Requested by {operation.agent_name}. Reason:")
        + to_html(operation.body["reason"], HALF)
        + paragraph("Desired result:")
        + to_html(operation.body["desired_result"], HALF)
    )


KIND = Kind(
    name="open_star",
    body=OpenStar,
    facts=facts,
    steps=steps,
    purpose=lambda facts: PURPOSE,
    open_now=open_now,
    rules=rules,
    trackers=("star",),
    reference=lambda operation: str(opened(operation).get("iid", "")) or None,
)
