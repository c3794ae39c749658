"""Steps that several kinds share: an internal note and a tag on the ticket, a comment on an issue."""

from collections.abc import Callable

from backend.deps import Tools
from backend.domain.issues import Tracker
from backend.domain.marks import find_marker, marker, note_marker, note_markers
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.model import Done, Step
from backend.store.operation_rows import OperationRow

Compose = Callable[[Tools, OperationRow], str]


def internal_note(compose: Compose, *, urgent: bool = False) -> Step:
    """Make the step that adds an internal note; `compose` gives safe HTML, the mark is put under it."""

    def look(tools: Tools, operation: OperationRow) -> Done | None:
        there = tools.zendesk.has_note(operation.ticket_id, lambda body: operation.id in note_markers(body))
        return Done("Internal note added") if there else None

    def write(tools: Tools, operation: OperationRow) -> Done:
        tools.zendesk.add_note(operation.ticket_id, compose(tools, operation) + note_marker(operation.id))
        tools.mirror.outdate_ticket(operation.ticket_id)
        return Done("Internal note added")

    return Step("note", look, write, urgent=urgent)


def ticket_tag(choose: Callable[[Handbook], str]) -> Step:
    """Make the step that adds a tag; tags are a set, so the write looks by itself."""

    def write(tools: Tools, operation: OperationRow) -> Done:
        tag = choose(tools.handbook)
        tools.zendesk.add_tag(operation.ticket_id, tag)
        tools.mirror.outdate_ticket(operation.ticket_id)
        return Done(f"Tag {tag} set")

    return Step("tag", lambda tools, operation: None, write, guarded=True)


def issue_note(tracker: Tracker, iid_of: Callable[[OperationRow], int], compose: Compose) -> Step:
    """Make the step that comments on an issue; `compose` gives safe Markdown, the mark is put under it."""

    def look(tools: Tools, operation: OperationRow) -> Done | None:
        iid = iid_of(operation)
        there = tools.gitlab.has_note(tracker, iid, lambda body: find_marker(body) == operation.id)
        return _noted(tools, tracker, iid) if there else None

    def write(tools: Tools, operation: OperationRow) -> Done:
        body = f"{compose(tools, operation)}\n\n{marker(operation.id)}"
        tools.gitlab.add_note(tracker, iid_of(operation), body)
        return _noted(tools, tracker, iid_of(operation))

    return Step("issue_note", look, write, urgent=True)


def _noted(tools: Tools, tracker: Tracker, iid: int) -> Done:
    known = tools.mirror.issue(tracker, iid)
    return Done(f"Comment added to issue #{iid}", url=known.url if known else None)
