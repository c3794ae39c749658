"""Propose to turn an emergency into an account escalation: an internal note, and an issue where that is set up."""

from collections.abc import Sequence
from typing import Annotated, Literal

from markupsafe import Markup
from pydantic import BeforeValidator

from backend.deps import Deps
from backend.domain.issues import Issue
from backend.domain.text import inline, quote, to_html
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Request, Step, StepResult
from backend.operations.steps.html import bullets, paragraph
from backend.operations.steps.new_issue import NewIssue, new_issue, only_one
from backend.operations.steps.note import internal_note
from backend.operations.steps.us_government import keep_names_in
from backend.store.operation_rows import OperationRow


def tick(given: object) -> object:
    """Take true and false for yes and no."""
    return ("no", "yes")[given] if isinstance(given, bool) else given


Tick = Annotated[Literal["yes", "no", "unknown"], BeforeValidator(tick)]


class EscalationAnswers(Body):
    """The handbook's four questions."""

    parallel_issues: Tick = "unknown"
    over_3h: Tick = "unknown"
    external_blocker: Tick = "unknown"
    professional_services: Tick = "unknown"


class ProposeEscalation(Body):
    """The answers, and what it is about."""

    answers: EscalationAnswers
    summary: FreeText


def facts(request: Request, body: ProposeEscalation) -> Facts:
    """Tell whether an issue is opened too; only then do words leave Zendesk."""
    handbook = request.deps.handbook
    if handbook.gitlab.projects.escalations:
        keep_names_in(request.snapshot, handbook, [body.summary])
    return {"with_issue": bool(handbook.gitlab.projects.escalations)}


def steps(operation: OperationRow) -> Sequence[Step]:
    """Note first; the issue follows."""
    note = internal_note(_note, primary=True)
    issue = [new_issue("escalation", _words, _opened), only_one("escalation")]
    return [note, *issue] if operation.facts["with_issue"] else [note]


def _answers(deps: Deps, operation: OperationRow) -> list[str]:
    questions = deps.handbook.escalation.model_dump()
    given = EscalationAnswers.model_validate(operation.body["answers"]).model_dump()
    return [
        f"{question} {deps.handbook.emergency.labels.model_dump()[given[key]]}" for key, question in questions.items()
    ]


def _note(deps: Deps, operation: OperationRow) -> Markup:
    said = paragraph(f"Account escalation proposed by {operation.agent_name}.")
    return said + bullets(_answers(deps, operation)) + to_html(operation.body["summary"])


def _words(deps: Deps, operation: OperationRow) -> NewIssue:
    parts = [
        f"Ticket: {deps.ticket_url(operation.ticket_id)}",
        f"Proposed by: {inline(operation.agent_name)}",
        "\n".join(f"- {inline(line)}" for line in _answers(deps, operation)),
        quote(operation.body["summary"]),
    ]
    return NewIssue(f"Account escalation proposed for ticket ZD#{operation.ticket_id}", "\n\n".join(parts))


def _opened(deps: Deps, operation: OperationRow, issue: Issue) -> StepResult:
    return StepResult(f"Escalation issue #{issue.iid} opened", url=issue.url)


KIND = Kind(name="propose_escalation", body=ProposeEscalation, facts=facts, steps=steps)
