"""Steps that several kinds share: an internal note and a tag on the ticket, a comment on an issue."""

from collections.abc import Callable
from typing import TypeVar

from markupsafe import Markup

from backend.deps import Deps
from backend.domain.issues import Tracker
from backend.domain.marks import comment, earlier_marks_in
from backend.domain.text import COMMENT_LIMIT
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import DespiteBody, DespiteContext
from backend.operations.engine.operation import AnyOperation, Operation, Step, StepResult
from backend.operations.steps.html import as_text, labelled, paragraph
from backend.operations.steps.issue import OnIssue, forgetting_gone
from backend.operations.steps.marks import Mark, issue_place, ticket_place

NOTE, ISSUE_NOTE = "note", "issue_note"

LONGEST_REASON = COMMENT_LIMIT // 3
"""Bytes for the reason to go past what is open: past Zendesk's limit what follows it would be cut off."""

Op = TypeVar("Op", bound=AnyOperation)


def internal_note(compose: Callable[[Handbook, Op], Markup], *, primary: bool = False) -> Step[Op]:
    """Make the step that adds an internal note; the way by hand gives its text."""

    def by_hand(handbook: Handbook, operation: Op) -> str:
        first = operation.steps[0]
        if first.name != NOTE and first.state != "done":
            # It would tell of what has not happened.
            return note_by_hand(handbook, operation)
        try:
            words = as_text(compose(handbook, operation))
        except LookupError:
            return note_by_hand(handbook, operation)
        return f"Write an internal note on ticket {operation.ticket_id}:\n{words}"

    return note_step(lambda deps, operation: compose(deps.handbook, operation), by_hand, primary=primary)


def note_by_hand(handbook: Handbook, operation: AnyOperation) -> str:
    """Say where to write an internal note whose text is not known."""
    return f"Write an internal note on ticket {operation.ticket_id}: what was done, by whom, and why"


def note_step(
    compose: Callable[[Deps, Op], Markup], by_hand: Callable[[Handbook, Op], str] = note_by_hand, *, primary: bool
) -> Step[Op]:
    """Make the step that adds an internal note; the mark goes into the metadata."""

    def look(deps: Deps, operation: Op) -> StepResult | None:
        mark = Mark(deps, operation, NOTE, ticket_place(operation))
        noted = deps.zendesk.has_note(
            operation.ticket_id, lambda note: mark.is_in([note.mark], earlier_marks_in(note.html)), mark.since
        )
        return StepResult("Internal note added", outdates=True) if noted else None

    def write(deps: Deps, operation: Op) -> StepResult:
        mark = Mark(deps, operation, NOTE, ticket_place(operation))
        deps.zendesk.add_note(operation.ticket_id, str(compose(deps, operation)), mark.text)
        return StepResult("Internal note added", outdates=True)

    return Step(NOTE, look, write, primary=primary, by_hand=by_hand)


def gone_past(operation: Operation[DespiteBody, DespiteContext]) -> Markup:
    """Write what was open and the reason to go past it; nothing where no reason was given."""
    if not operation.body.despite:
        return Markup()
    was_open = "; ".join(operation.context.passed) or "nothing was found open any more"
    return paragraph(f"Sent all the same: {was_open}.") + labelled("Reason", operation.body.despite, LONGEST_REASON)


def ticket_tag(choose: Callable[[Handbook], str]) -> Step[AnyOperation]:
    """Make the step that adds a tag; tags are a set, so the write looks by itself."""

    def write(deps: Deps, operation: AnyOperation) -> StepResult:
        tag = choose(deps.handbook)
        deps.zendesk.add_tag(operation.ticket_id, tag)
        return StepResult(f"Tag {tag} set", outdates=True)

    def by_hand(handbook: Handbook, operation: AnyOperation) -> str:
        return f"Add the tag {choose(handbook)} to ticket {operation.ticket_id}"

    return Step("tag", lambda deps, operation: None, write, idempotent=True, by_hand=by_hand)


def issue_note(
    tracker: Tracker,
    compose: Callable[[Deps, OnIssue], str],
    keep: Callable[[Deps, OnIssue], None] = lambda deps, operation: None,
) -> Step[OnIssue]:
    """Make the step that comments on an issue; `compose` gives safe Markdown, the mark is put under it.

    `keep` remembers that the comment is there.
    """

    def look(deps: Deps, operation: OnIssue) -> StepResult | None:
        iid = operation.context.iid
        mark = Mark(deps, operation, ISSUE_NOTE, issue_place(tracker, iid))
        with forgetting_gone(deps, tracker, iid):
            noted = deps.gitlab.has_note(tracker, iid, mark.is_in_comment, mark.since)
        return noted_on(deps, operation) if noted else None

    def write(deps: Deps, operation: OnIssue) -> StepResult:
        mark = Mark(deps, operation, ISSUE_NOTE, issue_place(tracker, operation.context.iid))
        body = f"{compose(deps, operation)}\n\n{comment(mark.text)}"
        with forgetting_gone(deps, tracker, operation.context.iid):
            deps.gitlab.add_note(tracker, operation.context.iid, body)
        return noted_on(deps, operation)

    def noted_on(deps: Deps, operation: OnIssue) -> StepResult:
        keep(deps, operation)
        known = deps.mirror.issues.get(tracker, operation.context.iid)
        return StepResult(f"Comment added to issue #{operation.context.iid}", url=known.url if known else None)

    def by_hand(handbook: Handbook, operation: OnIssue) -> str:
        return f"Comment on {operation.context.url}"

    return Step(ISSUE_NOTE, look, write, primary=True, by_hand=by_hand)
