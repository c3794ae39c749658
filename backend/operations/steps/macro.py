"""The step that applies a macro on the server: Zendesk previews it, then its effect is written safely."""

from collections.abc import Callable
from typing import TypeVar

from markupsafe import Markup
from pydantic import Field

from backend.deps import Deps
from backend.domain.access import Rights
from backend.domain.macros import Macro
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Context
from backend.operations.engine.model import AnyOperation, Step, StepResult
from backend.operations.steps.html import paragraph
from backend.vendors.errors import VendorRejected


class ActingContext(Context):
    """What the agent in whose name something is done may do in Zendesk."""

    rights: Rights = Field(default_factory=Rights)


Op = TypeVar("Op", bound=AnyOperation)


def apply_macro_step(
    choose: Callable[[Handbook, Op], str | int],
    *,
    primary: bool = True,
    add: Callable[[Op], Markup] = lambda operation: Markup(),
) -> Step[Op]:
    """Make the step; `choose` gives the macro's id or its title, `add` what an internal comment says besides."""

    def look(deps: Deps, operation: Op) -> StepResult | None:
        applied = deps.zendesk.was_applied(operation.ticket_id, mark(operation))
        return StepResult("Macro applied") if applied else None

    def write(deps: Deps, operation: Op) -> StepResult:
        macro, context = find(deps, choose(deps.handbook, operation)), operation.context
        note = paragraph(f"Macro {macro.title} applied by {operation.agent_name}.") + add(operation)
        rights = context.rights if isinstance(context, ActingContext) else Rights()
        # As plain text: the macro's own HTML is joined to it, and must not be escaped.
        deps.zendesk.apply_macro(operation.ticket_id, macro, str(note), operation.agent_id, rights, mark(operation))
        deps.mirror.tickets.outdate(operation.ticket_id)
        return StepResult(f"Macro {macro.title} applied")

    return Step("macro", look, write, primary=primary)


def mark(operation: AnyOperation) -> str:
    """Name the macro's write of an operation, apart from its note."""
    return f"macro-{operation.id}"


def find(deps: Deps, wanted: str | int) -> Macro:
    """Find an active macro by id or title."""
    for macro in deps.mirror.macros.all() or deps.zendesk.macros():
        if wanted in {macro.id, macro.title}:
            return macro
    raise VendorRejected("Zendesk", f"has no active macro {wanted}")
