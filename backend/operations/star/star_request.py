"""What is asked with a STAR: the fields of its form, and the description of the issue that is written from them."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from backend.deps import Deps
from backend.domain.eligibility.plan import us_government
from backend.domain.text import inline, quote
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import DespiteBody, DespiteContext, FreeText
from backend.operations.engine.operation import Operation
from backend.operations.steps.slack import SlackContext


class OpenStar(DespiteBody):
    """The fields of the STAR form; the rest comes from the ticket."""

    urgency: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    plan: FreeText
    namespace: FreeText | None = None
    reason: FreeText
    desired_result: FreeText
    override_reason: FreeText | None = None
    engineer_contacted: bool | None = None
    licence: dict[str, str] = Field(default_factory=dict)


class OpenContext(SlackContext, DespiteContext):
    """Which refusals of the pre-checks were overridden."""

    overridden: list[str]


Opening = Operation[OpenStar, OpenContext]


def urgency_label(handbook: Handbook, operation: Opening) -> str:
    """Name the urgency; one that the handbook has lost since is named by its key."""
    known = handbook.star.urgencies.get(operation.body.urgency)
    return known.label if known else operation.body.urgency


def description(deps: Deps, operation: Opening) -> str:
    """Write the issue's description; whatever people typed is quoted, so that no line of it is a command."""
    body, urgency = operation.body, deps.handbook.star.urgencies.get(operation.body.urgency)
    ticket = deps.mirror.tickets.get(operation.ticket_id)
    hidden = ticket is not None and us_government(ticket, deps.handbook)
    parts = [
        f"Ticket: {deps.ticket_url(operation.ticket_id)} (ZD#{operation.ticket_id})",
        f"Urgency: {urgency_label(deps.handbook, operation)}",
        *([f"Impact: {urgency.impact}"] if urgency else []),
        f"Requested by: {requester(deps, operation)}",
    ]
    if ticket and ticket.priority:
        parts.append(f"Priority of the ticket: {inline(ticket.priority)}")
    if body.engineer_contacted is not None:
        parts.append(f"Engineer asked first: {'yes' if body.engineer_contacted else 'no'}")
    parts += [f"{question} {answer}" for question, answer in licence_lines(body.licence, deps.handbook)]
    if hidden:
        parts.append("US Government customer: names stay in the ticket.")
    sections = {
        "Plan": body.plan,
        "GitLab.com group": body.namespace,
        "Why this ticket needs additional attention": body.reason,
        "Desired result": body.desired_result,
        "Pre-checks overridden, because": body.override_reason,
        "Opened beside an open one, because": body.despite,
    }
    parts += [f"**{title}**\n\n{quote(text)}" for title, text in sections.items() if text]
    return "\n\n".join(parts)


def licence_lines(answers: Mapping[str, str], handbook: Handbook) -> list[tuple[str, str]]:
    """Write the answers to the licence questions in the handbook's words."""
    hours = handbook.star.licence_hours
    return [
        (question.text.format(hours=hours), question.values[answers[key]].format(hours=hours))
        for key, question in handbook.star.licence_questions.items()
        if answers.get(key) in question.values
    ]


def requester(deps: Deps, operation: Opening) -> str:
    """Name who asks: by GitLab username where the handbook's list of people knows it, so that GitLab tells them."""
    people = (person for person in deps.handbook.people if person.zendesk_id == operation.agent_id)
    return next((f"@{person.gitlab}" for person in people if person.gitlab), inline(operation.agent_name))
