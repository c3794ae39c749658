"""Leave a note on the ticket's page, where whoever is paged looks."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.text import clean
from backend.operations.engine.documents import Body, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request
from backend.operations.steps.incident_note import incident_note
from backend.operations.steps.own_name import PersonalContext, in_own_name
from backend.operations.steps.us_government import keep_names_in


class NotePage(Body):
    """What to note."""

    text: FreeText


Noting = Operation[NotePage, PersonalContext]


class NotePageKind(Kind[NotePage, PersonalContext]):
    """One note."""

    name = "note_page"
    Body = NotePage
    Context = PersonalContext

    def prepare(self, request: Request, body: NotePage) -> PersonalContext:
        """Find the page; PagerDuty passes its notes on, so customers' names may have to stay out of them."""
        keep_names_in(request.snapshot, request.deps.handbook, [body.text])
        return in_own_name(request, required=False)

    def steps(self, operation: Noting) -> Sequence[Step[Noting]]:
        """Add the note, in the person's own name where PagerDuty knows it."""
        context = operation.context
        there = (context.incident_id, context.number, context.url)
        return [incident_note(*there, _text, sender=context.sender, primary=True)]


def _text(deps: Deps, operation: Noting) -> str:
    text = clean(operation.body.text)
    return text if operation.context.sender else f"{operation.agent_name}: {text}"
