"""Write an assessment down: an internal note, the operations log, and the open page when it is none after all."""

from collections.abc import Sequence
from typing import Annotated

from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field

from backend.deps import Deps
from backend.domain.eligibility.reported import SPEAKS_AGAINST
from backend.handbook.model.emergencies import Verdict
from backend.handbook.model.handbook import Handbook
from backend.operations.emergency.judgement import JudgedContext, answers_given, judge, verdict_line, verdict_title
from backend.operations.engine.documents import Body, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.steps.html import labelled, paragraph
from backend.operations.steps.incident_note import incident_note
from backend.operations.steps.note import internal_note
from backend.operations.steps.open_pages import open_emergency


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
    notices: Annotated[list[str], Field(max_length=20)] = Field(default_factory=list)

    @property
    def sets_notices(self) -> bool:
        """Tell whether the request speaks of notices at all."""
        return "notices" in self.model_fields_set

    @property
    def judges(self) -> bool:
        """Tell whether the request says anything about the emergency, and not about notices alone."""
        return bool(self.answers or self.override or not self.sets_notices)


class OpenPage(BaseModel):
    """The page that somebody is woken by."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    number: int
    url: str


class Recorded(JudgedContext):
    """The role of whoever recorded it, None = not kept; the page that was open then."""

    role: str | None = None
    page: OpenPage | None = None


Assessing = Operation[RecordAssessment, Recorded]


class RecordAssessmentKind(Kind[RecordAssessment, Recorded]):
    """One note, and one for whoever was paged."""

    name = "record_assessment"
    Body = RecordAssessment
    Context = Recorded

    def prepare(self, request: Request, body: RecordAssessment) -> Recorded:
        """Judge the answers; keep the verdict that held."""
        for notice in body.notices:
            words = request.deps.handbook.notices.get(notice)
            if words is None:
                raise RuleViolation("notice", f"the handbook has no notice {notice}")
            if not words.by_person:
                because = f"the notice {notice} is switched on by the ticket's data, not by a person"
                raise RuleViolation("notice", because)
        page = open_emergency(request)
        return Recorded(
            judgement=judge(request, body.answers),
            role=request.role,
            page=OpenPage.model_validate(page) if page else None,
        )

    def steps(self, operation: Assessing) -> Sequence[Step[Assessing]]:
        """Add the note; whoever was paged hears it, too, when it is no emergency after all."""
        page, note = operation.context.page, internal_note(_note, primary=True)
        if page is None or _verdict(operation) not in SPEAKS_AGAINST:
            return [note]
        return [note, incident_note(page.id, page.number, page.url, _for_the_paged)]


def _verdict(operation: Assessing) -> str | None:
    """Give the verdict that was recorded: the person's own, else that of the answers."""
    body, judgement = operation.body, operation.context.judgement
    if body.override:
        return body.override.verdict
    return judgement.verdict if judgement and body.judges else None


def _for_the_paged(deps: Deps, operation: Assessing) -> str:
    title = verdict_title(_verdict(operation) or "", deps.handbook)
    where = deps.ticket_url(operation.ticket_id)
    return f"Assessed again by {operation.agent_name}: {title}. Why is in the ticket: {where}"


def _note(handbook: Handbook, operation: Assessing) -> Markup:
    body = operation.body
    parts: list[Markup] = []
    by, said = f"Emergency assessment by {operation.agent_name}", verdict_line(operation.context.judgement, handbook)
    if body.override:
        title = handbook.emergency.verdicts[body.override.verdict].title
        parts = [paragraph(f"{by}: {title}."), labelled("Reason", body.override.reason)]
        by = "The checklist says"
    if body.answers or not body.sets_notices:
        parts += [paragraph(f"{by}: {said}"), answers_given(body.answers, handbook)]
    if body.sets_notices:
        # One may have been taken out of the handbook since: its id is then all there is to say.
        known = handbook.notices
        titles = ", ".join(known[notice].title if notice in known else notice for notice in body.notices)
        parts.append(paragraph(f"Special handling, set by {operation.agent_name}: {titles or 'none any more'}."))
    return Markup().join(parts)
