"""Apply a macro to the ticket as it is saved, in the agent's name. Never the one that pages."""

from collections.abc import Sequence

from pydantic import PositiveInt

from backend.operations.engine.kind import Body, Facts, Kind
from backend.operations.engine.model import Request, RuleViolation, Step
from backend.operations.steps.macro import apply_macro_step
from backend.store.operation_rows import OperationRow


class ApplyMacro(Body):
    """Which macro."""

    macro_id: PositiveInt


def facts(request: Request, body: ApplyMacro) -> Facts:
    """Refuse a macro that is not active, and the one that pages."""
    titles = dict(request.snapshot.macros)
    title = titles.get(body.macro_id)
    if title is None:
        raise RuleViolation("macro_unknown", f"there is no active macro {body.macro_id}")
    if title == request.deps.handbook.paging_macro:
        raise RuleViolation("macro_pages", f"{title} pages somebody: use trigger_emergency, which pages once")
    return {"title": title}


def steps(operation: OperationRow) -> Sequence[Step]:
    """One write."""
    return [apply_macro_step(lambda handbook, op: int(op.body["macro_id"]))]


KIND = Kind(name="apply_macro", body=ApplyMacro, facts=facts, steps=steps)
