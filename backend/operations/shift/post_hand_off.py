"""Post the state of the shift where the managers read it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Annotated

from pydantic import BaseModel, Field

from backend.deps import Deps
from backend.domain.paging.accounts import Accounts
from backend.domain.paging.on_call import OnCall
from backend.domain.paging.turns import shift_receivers
from backend.domain.shift.hand_off import NOT_KNOWN
from backend.domain.slack.text import harmless
from backend.domain.tickets import Ticket
from backend.operations.engine.documents import Body, Context, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.steps.accounts import PagerDutyId
from backend.operations.steps.slack import post
from backend.operations.steps.slack_text import mention_on_call
from backend.operations.steps.us_government import keep_names_of
from backend.vendors.errors import NotFound

MOST_READ = 100
"""Tickets that are read while somebody waits."""


class PostHandOff(Body):
    """The text as the manager left it; `receivers` are PagerDuty users as told with the text, None = tell now."""

    text: FreeText
    receivers: Annotated[list[PagerDutyId], Field(max_length=20)] | None = None


class Receiver(BaseModel):
    """Who takes the shift over."""

    user_id: str | None
    name: str
    email: str | None = None


class PostHandOffContext(Context):
    """Who is mentioned, whenever it is posted; empty = nobody is known."""

    receivers: list[Receiver] = Field(default_factory=list)


Posting = Operation[PostHandOff, PostHandOffContext]


class PostHandOffKind(Kind[PostHandOff, PostHandOffContext]):
    """One message."""

    name = "post_hand_off"
    Body = PostHandOff
    Context = PostHandOffContext
    needs = "slack"
    on_board = True

    def prepare(self, request: Request, body: PostHandOff) -> PostHandOffContext:
        """Find who takes over; keep the names of US Government customers in Zendesk, of all that is on the board."""
        seen = request.deps.board.snapshot()
        for ticket in (*seen.tickets.values(), *_read(request.deps, seen.unread)):
            keep_names_of(ticket, request.deps.handbook, [body.text])
        found = _receivers(request, body.receivers)
        return PostHandOffContext(
            receivers=[Receiver(user_id=entry.user_id, name=entry.name, email=entry.email) for entry in found]
        )

    def rules(self, request: Request, body: PostHandOff) -> None:
        """Refuse where it is not posted."""
        if request.deps.slack is None or not request.deps.handbook.slack.post_hand_off:
            raise RuleViolation("not_configured", "hand-offs are not posted here: copy the text")

    def steps(self, operation: Posting) -> Sequence[Step[Posting]]:
        """Post it."""
        return [post("hand_off", _channel, _text)]


def _read(deps: Deps, unread: Collection[int]) -> Iterator[Ticket]:
    """Read the tickets that nobody has looked at here; one that Zendesk does not know has no customer to name.

    Raise VendorError while one cannot be read: then nothing can be checked.
    """
    if len(unread) > MOST_READ:
        because = f"{len(unread)} tickets on the board were never read here, so their names cannot be checked"
        raise RuleViolation("tickets_unread", f"{because}: copy the text and look at it yourself")
    for ticket_id in sorted(unread):
        with suppress(NotFound):
            yield deps.zendesk.ticket(ticket_id)


def _receivers(request: Request, wanted: Sequence[str] | None) -> Iterable[OnCall]:
    """Find the managers named, or tell who takes over; raise RuleViolation for one who has no turn."""
    entries, actor = request.deps.mirror.on_calls.all(), request.actor
    if wanted is None:
        return shift_receivers(entries, Accounts.of(actor.id, actor.email, request.deps.handbook), request.now)
    managers = {entry.user_id: entry for entry in entries if entry.role == "manager"}
    if strangers := [user for user in wanted if user not in managers]:
        because = f"no manager's turn is {', '.join(strangers)}'s any more: write the hand-off anew"
        raise RuleViolation("receiver_unknown", because)
    return [managers[user] for user in dict.fromkeys(wanted)]


def _channel(deps: Deps, operation: Posting) -> str:
    return deps.handbook.slack.channels["leadership"]


def _text(deps: Deps, operation: Posting) -> str:
    """Begin with who takes over, mentioned where they are known, and who hands over."""
    takers = (
        OnCall("manager", receiver.name, None, None, receiver.user_id, receiver.email)
        for receiver in operation.context.receivers
    )
    mentions = [mention_on_call(deps, taker) for taker in takers]
    heading = deps.handbook.slack.words.shift.format(
        receiver=" ".join(mentions) or NOT_KNOWN.capitalize(), agent=harmless(operation.agent_name)
    )
    return f"{heading}\n{harmless(operation.body.text)}"
