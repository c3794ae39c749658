"""Write an assessment down: an internal note, and the operations log."""

from collections.abc import Sequence
from typing import Annotated

from markupsafe import Markup
from pydantic import Field

from backend.deps import Deps
from backend.domain.text import to_html
from backend.handbook.model.emergencies import Verdict
from backend.handbook.model.process import NoticeId
from backend.operations.emergency.judgement import answers_given, judge, verdict_line
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Request, RuleViolation, Step
from backend.operations.steps.html import paragraph
from backend.operations.steps.note import internal_note
from backend.store.operation_rows import OperationRow


class Override(Body):
    """A verdict of a person's own, and why."""

    verdict: Verdict
    reason: FreeText


class RecordAssessment(Body):
    """The answers, an overriding verdict, and the notices that only a person can switch on.

    `notices` replaces those switched on before; left out, they stay.
    """

    answers: dict[str, str]
    override: Override | None = None
    notices: Annotated[list[NoticeId], Field(max_length=20)] = Field(default_factory=list)


def facts(request: Request, body: RecordAssessment) -> Facts:
    """Judge the answers; keep the verdict that held."""
    for notice in body.notices:
        if not request.deps.handbook.notices[notice].by_person:
            raise RuleViolation("notice", f"the notice {notice} is switched on by the ticket's data, not by a person")
    return judge(request, body.answers)


def steps(operation: OperationRow) -> Sequence[Step]:
    """Add one note."""
    return [internal_note(_note, primary=True)]


def _note(deps: Deps, operation: OperationRow) -> Markup:
    body, handbook = operation.body, deps.handbook
    parts = []
    if body["answers"] or "notices" not in body:
        parts = [
            paragraph(f"Emergency assessment by {operation.agent_name}."),
            paragraph(verdict_line(operation.facts, handbook)),
            answers_given(body["answers"], handbook),
        ]
    if override := body.get("override"):
        title = handbook.emergency.verdicts[override["verdict"]].title
        parts += [paragraph(f"Decided otherwise: {title}. Reason:"), to_html(override["reason"])]
    if "notices" in body:
        titles = ", ".join(handbook.notices[notice].title for notice in body["notices"])
        parts.append(paragraph(f"Special handling, set by {operation.agent_name}: {titles or 'none any more'}."))
    return Markup().join(parts)


KIND = Kind(name="record_assessment", body=RecordAssessment, facts=facts, steps=steps)
