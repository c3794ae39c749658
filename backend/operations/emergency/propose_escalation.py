"""Propose to turn an emergency into an account escalation: an internal note, and an issue where that is set up."""

from collections.abc import Sequence
from typing import Annotated, Literal

from markupsafe import Markup
from pydantic import BeforeValidator

from backend.deps import Deps
from backend.domain.eligibility.answers import BadAnswer
from backend.domain.eligibility.plan import account_team
from backend.domain.issues import Issue
from backend.domain.text import inline, quote
from backend.handbook.model.emergencies import UNKNOWN
from backend.operations.engine.documents import Body, Context, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.model import Operation, Request, Step, StepResult
from backend.operations.steps.html import bullets, labelled, paragraph
from backend.operations.steps.new_issue import NewIssue, deduplicate, new_issue
from backend.operations.steps.note import internal_note
from backend.operations.steps.slack_text import colleague, manager_now
from backend.operations.steps.us_government import keep_names_in


def tick(given: object) -> object:
    """Take true and false for yes and no."""
    return ("no", "yes")[given] if isinstance(given, bool) else given


Tick = Annotated[Literal["yes", "no", "unknown"], BeforeValidator(tick)]


class ProposeEscalation(Body):
    """The answers to the handbook's questions (one left out is not known), and what it is about."""

    answers: dict[str, Tick]
    summary: FreeText


class EscalationContext(Context):
    """Whether an issue is opened too."""

    with_issue: bool = False


Escalating = Operation[ProposeEscalation, EscalationContext]


class ProposeEscalationKind(Kind[ProposeEscalation, EscalationContext]):
    """Note first; the issue follows."""

    name = "propose_escalation"
    Body = ProposeEscalation
    Context = EscalationContext

    def prepare(self, request: Request, body: ProposeEscalation) -> EscalationContext:
        """Tell whether an issue is opened too; only then does text leave Zendesk."""
        handbook = request.deps.handbook
        for key in body.answers.keys() - handbook.escalation.keys():
            raise BadAnswer(key, "there is no such question")
        if not handbook.gitlab.projects.escalations:
            return EscalationContext()
        keep_names_in(request.snapshot, handbook, [body.summary])
        return EscalationContext(with_issue=True)

    def steps(self, operation: Escalating) -> Sequence[Step[Escalating]]:
        """Leave the issue out where there is no project for it."""
        note = internal_note(_note, primary=True)
        if not operation.context.with_issue:
            return [note]
        return [note, new_issue("escalation", _issue, _opened), deduplicate("escalation")]


def _answers(deps: Deps, operation: Escalating) -> list[str]:
    labels, given = deps.handbook.emergency.labels.model_dump(), operation.body.answers
    return [f"{question} {labels[given.get(key, UNKNOWN)]}" for key, question in deps.handbook.escalation.items()]


def _note(deps: Deps, operation: Escalating) -> Markup:
    heading = paragraph(f"Account escalation proposed by {operation.agent_name}.")
    team = paragraph(f"Account team: {'; '.join(_team(deps, operation)) or 'the organization names nobody'}.")
    by_hand = "No project for account escalations is set up here: open the escalation by hand."
    then = Markup() if operation.context.with_issue else paragraph(by_hand)
    return heading + bullets(_answers(deps, operation)) + team + then + labelled("Summary", operation.body.summary)


def _team(deps: Deps, operation: Escalating) -> list[str]:
    known = deps.mirror.tickets.get(operation.ticket_id)
    return [f"{title}: {name}" for title, name in (account_team(known.ticket, deps.handbook) if known else ())]


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
    manager = manager_now(deps, deps.clock())
    if manager is None:
        return []
    known = colleague(deps, manager)
    return [f"Manager on call: {f'@{known.gitlab}' if known and known.gitlab else inline(manager.name)}"]


def _opened(deps: Deps, operation: Escalating, issue: Issue) -> StepResult:
    return StepResult(f"Escalation issue #{issue.iid} opened", url=issue.url)
