"""The macros of a panel: which page, and who has applied one last."""

from collections.abc import Collection, Iterable

from backend.domain.macros import Macro, does_page
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.model import Operation, StoredOperation
from backend.operations.ticket.apply_macro import ApplyMacro
from backend.panel.schemas.panel import AppliedOut, MacroOut


def macro_part(macro: Macro, handbook: Handbook) -> MacroOut:
    """Show a macro, whatever ticket it is for."""
    return MacroOut(
        id=macro.id,
        title=macro.title,
        pages=does_page(macro, handbook.paging_macro, handbook.zendesk.tags.trigger_manual_emergency),
        suggested=False,
        draft_only=macro.draft_only,
        applied=None,
    )


def macro_parts(
    shown: Iterable[MacroOut], fitting: Collection[str], operations: Iterable[StoredOperation]
) -> list[MacroOut]:
    """List macros; `fitting` are the titles that go with what holds, `operations` the ticket's, newest first."""
    applied = last_applied(operations)
    return [
        one.model_copy(update={"suggested": one.title in fitting and not one.pages, "applied": applied.get(one.id)})
        if one.id in applied or one.title in fitting
        else one
        for one in shown
    ]


def last_applied(operations: Iterable[StoredOperation]) -> dict[int, AppliedOut]:
    """Tell of each macro that was applied to the ticket here, or is being applied, by whom and when last."""
    found: dict[int, AppliedOut] = {}
    for one in operations:
        if isinstance(one, Operation) and isinstance(one.body, ApplyMacro) and one.state != "failed":
            found.setdefault(one.body.macro_id, AppliedOut(by=one.agent_name, at=one.created_at))
    return found
