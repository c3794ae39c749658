"""The macros of a panel: which page, and who has applied one last."""

from collections.abc import Collection, Iterable

from backend.domain.macros import Macro, does_page
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.model import Operation, StoredOperation
from backend.operations.ticket.apply_macro import ApplyMacro
from backend.panel.schemas.panel import AppliedOut, MacroOut


def macro_parts(
    macros: Iterable[Macro], fitting: Collection[str], operations: Iterable[StoredOperation], handbook: Handbook
) -> list[MacroOut]:
    """List the macros; `fitting` are the titles that go with what holds, `operations` the ticket's, newest first."""
    paging = handbook.paging_macro
    tag, applied = handbook.zendesk.tags.trigger_manual_emergency, last_applied(operations)
    return [
        MacroOut(
            id=one.id,
            title=one.title,
            pages=does_page(one, paging, tag),
            suggested=one.title in fitting and not does_page(one, paging, tag),
            draft_only=one.draft_only,
            applied=applied.get(one.id),
        )
        for one in macros
    ]


def last_applied(operations: Iterable[StoredOperation]) -> dict[int, AppliedOut]:
    """Tell of each macro that was applied to the ticket here, or is being applied, by whom and when last."""
    found: dict[int, AppliedOut] = {}
    for one in operations:
        if isinstance(one, Operation) and isinstance(one.body, ApplyMacro) and one.state != "failed":
            found.setdefault(one.body.macro_id, AppliedOut(by=one.agent_name, at=one.created_at))
    return found
