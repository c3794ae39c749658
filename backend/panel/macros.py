"""The macros of a panel: which page, which suit the ticket, and who has applied one last."""

from collections.abc import Collection, Iterable

from backend.domain.eligibility.reported import EMERGENCY_FORM
from backend.domain.macros import Macro, does_page
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.zendesk import Zendesk
from backend.operations.engine.operation import Operation, StoredOperation
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
        sets_form=None,
        wrong_form=False,
        applied=None,
    )


def macro_parts(
    shown: Iterable[tuple[Macro, MacroOut]],
    fitting: Collection[str],
    operations: Iterable[StoredOperation],
    form_id: int | None,
    zendesk: Zendesk,
) -> list[MacroOut]:
    """List macros; `fitting` are the titles that go with what holds, `operations` the ticket's, newest first.

    `form_id` is the ticket's form, None = not known.
    """
    applied, found = last_applied(operations), []
    for macro, part in shown:
        if macro.id in applied or macro.title in fitting or macro.form_id not in {None, form_id}:
            wrong = wrong_form(macro, form_id, zendesk)
            here = {
                "suggested": macro.title in fitting and not part.pages and not wrong,
                "sets_form": form_name(macro.form_id, zendesk) if macro.form_id not in {None, form_id} else None,
                "wrong_form": wrong,
                "applied": applied.get(macro.id),
            }
            found.append(part.model_copy(update=here))
        else:
            found.append(part)
    return found


def wrong_form(macro: Macro, form_id: int | None, zendesk: Zendesk) -> bool:
    """Tell whether a macro gives the ticket a form for something else than what the ticket is about.

    The form on which emergencies are reported says nothing of that: a downgraded ticket leaves it.
    """
    key = zendesk.form_key(form_id)
    return key not in {None, EMERGENCY_FORM} and macro.form_id not in {None, form_id}


def form_name(form_id: int | None, zendesk: Zendesk) -> str:
    """Name a form; by its number, where the handbook does not."""
    key = zendesk.form_key(form_id)
    return zendesk.forms[key].name if key else f"#{form_id}"


def last_applied(operations: Iterable[StoredOperation]) -> dict[int, AppliedOut]:
    """Tell of each macro that was applied to the ticket here, or is being applied, by whom and when last."""
    found: dict[int, AppliedOut] = {}
    for operation in operations:
        if isinstance(operation, Operation) and isinstance(operation.body, ApplyMacro) and operation.state != "failed":
            found.setdefault(operation.body.macro_id, AppliedOut(by=operation.agent_name, at=operation.created_at))
    return found
