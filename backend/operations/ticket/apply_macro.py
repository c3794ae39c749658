"""Apply a macro to the ticket as it is saved, in the agent's name. Never the one that pages."""

from collections.abc import Sequence

from backend.domain.macro_effect import Trial
from backend.domain.macros import Macro, adds, does_page, may_use
from backend.operations.engine.documents import Body, RecordNumber
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.steps.acting import ActingContext
from backend.operations.steps.macro import apply_macro_step, note_of


class ApplyMacro(Body):
    """Which macro."""

    macro_id: RecordNumber


class MacroContext(ActingContext):
    """The macro's title as it was asked for."""

    title: str


Applying = Operation[ApplyMacro, MacroContext]


class ApplyMacroKind(Kind[ApplyMacro, MacroContext]):
    """One write."""

    name = "apply_macro"
    Body = ApplyMacro
    Context = MacroContext

    def prepare(self, request: Request, body: ApplyMacro) -> MacroContext:
        """Refuse what cannot be applied for this agent."""
        macro = applicable(request, body)
        return MacroContext(title=macro.title, rights=request.actor.rights, reach=request.actor.reach)

    def steps(self, operation: Applying) -> Sequence[Step[Applying]]:
        """Apply it."""
        return [apply_macro_step(lambda handbook, op: op.body.macro_id, lambda op: op.context.title)]


def applicable(request: Request, body: ApplyMacro) -> Macro:
    """Find the macro; refuse one that is not active, not for this agent, only for a draft, or the one that pages."""
    macro = next((macro for macro in request.snapshot.macros if macro.id == body.macro_id), None)
    if macro is None:
        raise RuleViolation("macro_unknown", f"there is no active macro {body.macro_id}")
    title = macro.title
    if not may_use(macro, request.actor.reach):
        raise RuleViolation("macro_restricted", f"Zendesk keeps {title} to other groups or people")
    if macro.draft_only:
        raise RuleViolation("macro_for_draft", f"{title} speaks of whoever applies it: it is for the draft only")
    handbook = request.deps.handbook
    if does_page(macro, handbook.paging_macro, handbook.zendesk.tags.trigger_manual_emergency):
        raise it_pages(title)
    return macro


def trial(request: Request, body: ApplyMacro) -> Trial:
    """Read from Zendesk what applying it now would do; VendorRejected says why it cannot be applied."""
    macro, actor = applicable(request, body), request.actor
    note = note_of(macro, actor.name)
    found = request.deps.zendesk.try_macro(request.ticket_id, macro, note, actor.id, actor.rights)
    # Our copy of the macro may be older than its last change.
    if adds(request.deps.handbook.zendesk.tags.trigger_manual_emergency, found.tags_added):
        raise it_pages(macro.title)
    return found


def it_pages(title: str) -> RuleViolation:
    """Say that a macro pages, and what to do instead."""
    return RuleViolation("macro_pages", f"{title} pages somebody: use trigger_emergency, which pages once")
