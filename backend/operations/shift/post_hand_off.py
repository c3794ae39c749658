"""Post the state of the shift where the managers read it."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.slack import words
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Request, RuleViolation, Step
from backend.operations.steps.slack import post
from backend.operations.steps.us_government import keep_names_of
from backend.store.operation_rows import OperationRow


class PostHandOff(Body):
    """The text as the manager left it."""

    text: FreeText


def facts(request: Request, body: PostHandOff) -> Facts:
    """Keep the names of US Government customers in Zendesk: those of all tickets that are open on the board."""
    for ticket in request.deps.board.snapshot().tickets.values():
        keep_names_of(ticket, request.deps.handbook, [body.text])
    return {}


def rules(request: Request, body: PostHandOff) -> None:
    """Refuse where it is not posted."""
    if request.deps.slack is None or not request.deps.handbook.slack.post_hand_off:
        raise RuleViolation("not_configured", "hand-offs are not posted here: copy the text")


def steps(operation: OperationRow) -> Sequence[Step]:
    """Post it."""
    return [post("hand_off", lambda deps, op: deps.handbook.slack.channels.leadership, _words)]


def _words(deps: Deps, operation: OperationRow) -> str:
    return words(operation.body["text"])


KIND = Kind(
    name="post_hand_off",
    body=PostHandOff,
    facts=facts,
    steps=steps,
    rules=rules,
    needs="slack",
    on_board=True,
)
