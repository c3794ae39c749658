"""The step that applies a macro on the server: Zendesk previews it, then its effect is written safely."""

from collections.abc import Callable

from backend.deps import Tools
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.model import Done, Step
from backend.operations.steps.html import paragraph
from backend.store.operation_rows import OperationRow
from backend.vendors.errors import Refused


def apply_macro_step(
    choose: Callable[[Handbook, OperationRow], str | int],
    *,
    urgent: bool = True,
    add: Callable[[OperationRow], str] = lambda operation: "",
) -> Step:
    """Make the step; `choose` gives the macro's id or its title, `add` safe HTML for an internal comment."""

    def look(tools: Tools, operation: OperationRow) -> Done | None:
        there = tools.zendesk.was_applied(operation.ticket_id, mark(operation))
        return Done("Macro applied") if there else None

    def write(tools: Tools, operation: OperationRow) -> Done:
        macro_id, title = find(tools, choose(tools.handbook, operation))
        note = paragraph(f"Macro {title} applied by {operation.agent_name}.") + add(operation)
        tools.zendesk.apply_macro(operation.ticket_id, macro_id, note, operation.agent_id, mark(operation))
        tools.mirror.outdate_ticket(operation.ticket_id)
        return Done(f"Macro {title} applied")

    return Step("macro", look, write, urgent=urgent)


def mark(operation: OperationRow) -> str:
    """Name the macro's write of an operation, apart from its note."""
    return f"macro-{operation.id}"


def find(tools: Tools, wanted: str | int) -> tuple[int, str]:
    """Find an active macro by id or title."""
    listed = tools.mirror.macros() or [(macro.id, macro.title) for macro in tools.zendesk.macros()]
    for macro_id, title in listed:
        if wanted in {macro_id, title}:
            return macro_id, title
    raise Refused("Zendesk", f"has no active macro {wanted}")
