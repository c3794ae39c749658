"""The step that applies a macro on the server: Zendesk previews it, then its effect is written safely."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from markupsafe import Markup

from backend.deps import Deps
from backend.domain.macros import Macro, barred
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import AnyOperation, Step, StepResult
from backend.operations.steps.acting import ActingContext
from backend.operations.steps.html import paragraph
from backend.operations.steps.marks import Mark, ticket_place
from backend.vendors.errors import VendorRejected

MACRO = "macro"


Op = TypeVar("Op", bound=AnyOperation)


def apply_macro_step(
    choose: Callable[[Handbook, Op], str | int],
    title: Callable[[Op], str] | None = None,
    *,
    primary: bool = True,
    may_page: bool = False,
    lines: Callable[[Deps, Op], Mapping[str, Markup | None]] = lambda deps, operation: {},
) -> Step[Op]:
    """Make the step; `choose` gives the macro's id, with its `title`, or its title alone; `lines` fill its blank lines.

    It is refused where Zendesk does not offer the macro to the agent whose reach the context holds, and where the
    macro would page although it should not.
    """

    def look(deps: Deps, operation: Op) -> StepResult | None:
        ours = mark(deps, operation)
        applied = deps.zendesk.was_applied(
            operation.ticket_id, lambda found: ours.is_in([found], [found.removeprefix("macro-")]), ours.since
        )
        return StepResult("Macro applied", outdates=True) if applied else None

    def write(deps: Deps, operation: Op) -> StepResult:
        macro, context = find(deps, choose(deps.handbook, operation)), operation.context
        acting = context if isinstance(context, ActingContext) else ActingContext()
        note = note_of(macro, acting.actor_name or operation.agent_name)
        if acting.reach is not None and (because := barred(macro, acting.reach)):
            raise VendorRejected("Zendesk", because)
        # As plain text: the macro's own HTML is joined to it, and must not be escaped.
        ours = mark(deps, operation).text
        said = lines(deps, operation)
        agent_id = acting.actor_id or operation.agent_id
        never = None if may_page else deps.handbook.zendesk.tags.trigger_manual_emergency
        deps.zendesk.apply_macro(operation.ticket_id, macro, note, agent_id, acting.rights, ours, said, never)
        return StepResult(f"Macro {macro.title} applied", outdates=True)

    def by_hand(handbook: Handbook, operation: Op) -> str:
        named = title(operation) if title else choose(handbook, operation)
        return f"Apply the macro {named} to ticket {operation.ticket_id}"

    return Step(MACRO, look, write, primary=primary, by_hand=by_hand)


def note_of(macro: Macro, name: str) -> str:
    """Write the HTML that tells the team who applied a macro."""
    return str(paragraph(f"Macro {macro.title} applied by {name}."))


def mark(deps: Deps, operation: AnyOperation) -> Mark:
    """Give the mark of the macro's write of an operation."""
    return Mark(deps, operation, MACRO, ticket_place(operation))


def find(deps: Deps, wanted: str | int) -> Macro:
    """Find an active macro by id or title."""
    for macro in deps.mirror.macros.all() or deps.zendesk.macros():
        if wanted in {macro.id, macro.title}:
            return macro
    raise VendorRejected("Zendesk", f"has no active macro {wanted}")
