"""Apply a macro to the ticket as it is saved, in the agent's name. Never the one that pages."""

from collections.abc import Sequence

from pydantic import PositiveInt

from backend.operations.engine.documents import Body, Context
from backend.operations.engine.kind import Kind
from backend.operations.engine.model import Operation, Request, RuleViolation, Step
from backend.operations.steps.macro import apply_macro_step


class ApplyMacro(Body):
    """Which macro."""

    macro_id: PositiveInt


class MacroContext(Context):
    """The macro's title as it was asked for."""

    title: str


Applying = Operation[ApplyMacro, MacroContext]


class ApplyMacroKind(Kind[ApplyMacro, MacroContext]):
    """One write."""

    name = "apply_macro"
    Body = ApplyMacro
    Context = MacroContext

    def prepare(self, request: Request, body: ApplyMacro) -> MacroContext:
        """Refuse a macro that is not active, and the one that pages."""
        titles = dict(request.snapshot.macros)
        title = titles.get(body.macro_id)
        if title is None:
            raise RuleViolation("macro_unknown", f"there is no active macro {body.macro_id}")
        if title == request.deps.handbook.paging_macro:
            raise RuleViolation("macro_pages", f"{title} pages somebody: use trigger_emergency, which pages once")
        return MacroContext(title=title)

    def steps(self, operation: Applying) -> Sequence[Step[Applying]]:
        """Apply it."""
        return [apply_macro_step(lambda handbook, op: op.body.macro_id)]
