"""Post the state of the shift where the managers read it."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.slack import said, words
from backend.operations.engine.documents import Body, FreeText, NoContext
from backend.operations.engine.kind import Kind
from backend.operations.engine.model import Operation, Request, RuleViolation, Step
from backend.operations.steps.slack import post
from backend.operations.steps.slack_text import manager_now, mention_user
from backend.operations.steps.us_government import keep_names_of


class PostHandOff(Body):
    """The text as the manager left it."""

    text: FreeText


Posting = Operation[PostHandOff, NoContext]


class PostHandOffKind(Kind[PostHandOff, NoContext]):
    """One message."""

    name = "post_hand_off"
    Body = PostHandOff
    Context = NoContext
    needs = "slack"
    on_board = True

    def prepare(self, request: Request, body: PostHandOff) -> NoContext:
        """Keep the names of US Government customers in Zendesk: those of all tickets that are open on the board."""
        for ticket in request.deps.board.snapshot().tickets.values():
            keep_names_of(ticket, request.deps.handbook, [body.text])
        return NoContext()

    def rules(self, request: Request, body: PostHandOff) -> None:
        """Refuse where it is not posted."""
        if request.deps.slack is None or not request.deps.handbook.slack.post_hand_off:
            raise RuleViolation("not_configured", "hand-offs are not posted here: copy the text")

    def steps(self, operation: Posting) -> Sequence[Step[Posting]]:
        """Post it."""
        return [post("hand_off", _channel, _text)]


def _channel(deps: Deps, operation: Posting) -> str:
    return deps.handbook.slack.channels["leadership"]


def _text(deps: Deps, operation: Posting) -> str:
    """Begin with who takes over, mentioned where they are known, and who hands over."""
    manager = manager_now(deps, deps.clock())
    receiver = mention_user(deps, manager.next_id) if manager else ""
    heading = deps.handbook.slack.words.shift.format(receiver=receiver, agent=words(operation.agent_name))
    return f"{said(heading)}\n{words(operation.body.text)}"
