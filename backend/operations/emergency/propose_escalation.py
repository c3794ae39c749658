"""Propose to turn an emergency into an account escalation: a note, word to the manager, and an issue where set up."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from markupsafe import Markup
from pydantic import BeforeValidator

from backend.deps import Deps
from backend.domain.eligibility.answers import BadAnswer
from backend.domain.eligibility.plan import account_team
from backend.domain.issues import Issue
from backend.domain.slack.text import harmless, without_empty_mention
from backend.domain.text import inline, quote
from backend.handbook.model.checklist import UNKNOWN
from backend.operations.engine.documents import Body, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step, StepResult
from backend.operations.engine.request import Request
from backend.operations.steps.html import bullets, labelled, paragraph
from backend.operations.steps.new_issue import NewIssue, deduplicate, new_issue
from backend.operations.steps.note import note_step
from backend.operations.steps.slack import SlackContext, post, slack_steps, uses_slack
from backend.operations.steps.slack_text import colleague, manager_now, mention_manager, ticket_link
from backend.operations.steps.us_government import keep_names_in
from backend.vendors.errors import VendorRejected
from backend.vendors.slack.session import NAME

TOLD = "slack_message"


def tick(given: object) -> object:
    """Take true and false for yes and no."""
    return ("no", "yes")[given] if isinstance(given, bool) else given


Tick = Annotated[Literal["yes", "no", "unknown"], BeforeValidator(tick)]


class ProposeEscalation(Body):
    """The answers to the handbook's questions (one left out is not known), and what it is about."""

    answers: dict[str, Tick]
    summary: FreeText


class EscalationContext(SlackContext):
    """Whether an issue is opened too, and whether the manager on call is told in Slack."""

    with_issue: bool = False


Escalating = Operation[ProposeEscalation, EscalationContext]


class ProposeEscalationKind(Kind[ProposeEscalation, EscalationContext]):
    """Note first; the manager on call is told, and the issue follows."""

    name = "propose_escalation"
    Body = ProposeEscalation
    Context = EscalationContext

    def prepare(self, request: Request, body: ProposeEscalation) -> EscalationContext:
        """Tell whether an issue is opened too; only then does text leave Zendesk."""
        handbook = request.deps.handbook
        for key in body.answers.keys() - handbook.escalation.keys():
            raise BadAnswer(key, "there is no such question")
        tells = uses_slack(request) and handbook.slack.escalations is not None
        if not handbook.gitlab.projects.escalations:
            return EscalationContext(slack=tells)
        keep_names_in(request.snapshot, handbook, [body.summary])
        return EscalationContext(with_issue=True, slack=tells)

    def steps(self, operation: Escalating) -> Sequence[Step[Escalating]]:
        """Leave out the issue where there is no project for it, and Slack where nobody is told there."""
        told = slack_steps(operation, post(TOLD, _channel, _told, primary=False))
        issue = [new_issue("escalation", _issue, _opened), deduplicate("escalation")]
        return [note_step(_note, primary=True), *told, *(issue if operation.context.with_issue else [])]


def _answers(deps: Deps, operation: Escalating) -> list[str]:
    labels, given = deps.handbook.emergency.labels.model_dump(), operation.body.answers
    return [f"{question} {labels[given.get(key, UNKNOWN)]}" for key, question in deps.handbook.escalation.items()]


def _note(deps: Deps, operation: Escalating) -> Markup:
    heading = paragraph(f"Account escalation proposed by {operation.agent_name}.")
    team = paragraph(f"Account team: {'; '.join(_team(deps, operation)) or 'the organization names nobody'}.")
    by_hand = Markup().join(paragraph(line) for line in _by_hand(deps, operation))
    return heading + bullets(_answers(deps, operation)) + team + by_hand + labelled("Summary", operation.body.summary)


def _by_hand(deps: Deps, operation: Escalating) -> Iterator[str]:
    """Say what this product does not do here."""
    if not operation.context.with_issue:
        yield "No project for account escalations is set up here: open the escalation by hand."
    manager, account = _manager(deps)
    if not (operation.context.slack or (operation.context.with_issue and account)):
        yield f"Nobody has been told of it: tell {manager or 'the manager on call'}."


def _team(deps: Deps, operation: Escalating) -> list[str]:
    ticket = deps.mirror.tickets.get(operation.ticket_id)
    return [f"{title}: {name}" for title, name in (account_team(ticket, deps.handbook) if ticket else ())]


def _issue(deps: Deps, operation: Escalating) -> NewIssue:
    parts = [
        f"Ticket: {deps.ticket_url(operation.ticket_id)}",
        f"Proposed by: {inline(operation.agent_name)}",
        *_receiver(deps),
        "\n".join(f"- {inline(line)}" for line in (*_answers(deps, operation), *_team(deps, operation))),
        quote(operation.body.summary),
    ]
    return NewIssue(f"Account escalation proposed for ticket ZD#{operation.ticket_id}", "\n\n".join(parts))


def _receiver(deps: Deps) -> list[str]:
    """Mention the manager on call by the account that the handbook gives; name them where it gives none."""
    manager, account = _manager(deps)
    return [f"Manager on call: {f'@{account}' if account else inline(manager)}"] if manager else []


def _manager(deps: Deps) -> tuple[str | None, str | None]:
    """Give the name of the manager on call, and their GitLab account where the handbook knows it."""
    manager = manager_now(deps, deps.clock())
    if manager is None:
        return None, None
    known = colleague(deps, manager)
    return manager.name, known.gitlab if known else None


def _opened(deps: Deps, operation: Escalating, issue: Issue) -> StepResult:
    return StepResult(f"Escalation issue #{issue.iid} opened", url=issue.url)


def _channel(deps: Deps, operation: Escalating) -> str:
    key = deps.handbook.slack.escalations
    if key is None:
        raise VendorRejected(NAME, "the handbook names no channel for escalations any more: tell the manager by hand")
    return deps.handbook.slack.channels[key]


def _told(deps: Deps, operation: Escalating) -> str:
    # Why is left to the ticket: the summary may name the customer.
    sentence = deps.handbook.slack.words.escalation.format(
        manager=mention_manager(deps, deps.clock()),
        agent=harmless(operation.agent_name),
        ticket=ticket_link(deps, operation.ticket_id),
    )
    return without_empty_mention(sentence)
