"""Steps that several kinds share: an internal note and a tag on the ticket, a comment on an issue."""

from collections.abc import Callable
from typing import TypeVar

from markupsafe import Markup

from backend.deps import Deps
from backend.domain.issues import Tracker
from backend.domain.marks import find_marker, marker, note_marker, note_markers
from backend.domain.text import COMMENT_LIMIT, to_html
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import DespiteBody, DespiteContext
from backend.operations.engine.model import AnyOperation, Operation, Step, StepResult
from backend.operations.steps.html import paragraph
from backend.operations.steps.issue import OnIssue

LONGEST_REASON = COMMENT_LIMIT // 3
"""Bytes for the reason to go past what is open: past Zendesk's limit the mark under the note would be cut off."""

Op = TypeVar("Op", bound=AnyOperation)


def internal_note(compose: Callable[[Deps, Op], Markup], *, primary: bool = False) -> Step[Op]:
    """Make the step that adds an internal note; the mark is put under what `compose` gives."""

    def look(deps: Deps, operation: Op) -> StepResult | None:
        noted = deps.zendesk.has_note(operation.ticket_id, lambda body: operation.id in note_markers(body))
        return StepResult("Internal note added") if noted else None

    def write(deps: Deps, operation: Op) -> StepResult:
        # From here on it is plain text again: what Zendesk holds is joined to it without escaping.
        deps.zendesk.add_note(operation.ticket_id, str(compose(deps, operation) + note_marker(operation.id)))
        deps.mirror.tickets.outdate(operation.ticket_id)
        return StepResult("Internal note added")

    return Step("note", look, write, primary=primary)


def gone_past(operation: Operation[DespiteBody, DespiteContext]) -> Markup:
    """Write what was open and the reason to go past it; nothing where no reason was given."""
    if not operation.body.despite:
        return Markup()
    was_open = "; ".join(operation.context.passed) or "nothing was found open any more"
    return paragraph(f"Sent all the same: {was_open}. Reason:") + to_html(operation.body.despite, LONGEST_REASON)


def ticket_tag(choose: Callable[[Handbook], str]) -> Step[AnyOperation]:
    """Make the step that adds a tag; tags are a set, so the write looks by itself."""

    def write(deps: Deps, operation: AnyOperation) -> StepResult:
        tag = choose(deps.handbook)
        deps.zendesk.add_tag(operation.ticket_id, tag)
        deps.mirror.tickets.outdate(operation.ticket_id)
        return StepResult(f"Tag {tag} set")

    return Step("tag", lambda deps, operation: None, write, idempotent=True)


def issue_note(tracker: Tracker, compose: Callable[[Deps, OnIssue], str]) -> Step[OnIssue]:
    """Make the step that comments on an issue; `compose` gives safe Markdown, the mark is put under it."""

    def look(deps: Deps, operation: OnIssue) -> StepResult | None:
        iid = operation.context.iid
        noted = deps.gitlab.has_note(tracker, iid, lambda body: find_marker(body) == operation.id)
        return _noted(deps, tracker, iid) if noted else None

    def write(deps: Deps, operation: OnIssue) -> StepResult:
        body = f"{compose(deps, operation)}\n\n{marker(operation.id)}"
        deps.gitlab.add_note(tracker, operation.context.iid, body)
        return _noted(deps, tracker, operation.context.iid)

    return Step("issue_note", look, write, primary=True)


def _noted(deps: Deps, tracker: Tracker, iid: int) -> StepResult:
    known = deps.mirror.issues.get(tracker, iid)
    return StepResult(f"Comment added to issue #{iid}", url=known.url if known else None)
