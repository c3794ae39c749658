"""Comment on the ticket's STAR issue: a question to the initiator, or the disposition."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.text import inline, quote
from backend.operations.engine.documents import Body, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request
from backend.operations.steps.issue import IssueContext, about, open_star
from backend.operations.steps.note import issue_note
from backend.operations.steps.us_government import keep_names_in


class CommentStar(Body):
    """What to say; it is the disposition unless it says otherwise."""

    text: FreeText
    disposition: bool = True


Commenting = Operation[CommentStar, IssueContext]


class CommentStarKind(Kind[CommentStar, IssueContext]):
    """One comment."""

    name = "comment_star"
    Body = CommentStar
    Context = IssueContext

    def prepare(self, request: Request, body: CommentStar) -> IssueContext:
        """Find the STAR; keep the names of US Government customers in Zendesk."""
        keep_names_in(request.snapshot, request.deps.handbook, [body.text])
        return about(open_star(request))

    def steps(self, operation: Commenting) -> Sequence[Step[Commenting]]:
        """Add the comment."""
        return [issue_note("star", _comment)]


def _comment(deps: Deps, operation: Commenting) -> str:
    return f"{inline(operation.agent_name)} writes:\n\n{quote(operation.body.text)}"
