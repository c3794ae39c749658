"""What every kind of operation declares of itself. One file a kind; `kinds.py` lists them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict

from backend.domain.issues import Tracker
from backend.operations.engine.model import Blocker, Request, Step
from backend.store.operation_rows import OperationRow

LONGEST_TEXT = 20_000


def storable(text: str) -> str:
    """Refuse characters that neither a database nor a vendor takes."""
    if "\0" in text:
        raise ValueError("contains a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("contains half of a character") from error
    return text


def free_text(text: str) -> str:
    """Accept what a person may write: not blank, at most 20,000 characters."""
    if not text.strip():
        raise ValueError("must not be blank")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"has {len(text)} characters, at most {LONGEST_TEXT} are taken")
    return storable(text)


FreeText = Annotated[str, AfterValidator(free_text)]


class Body(BaseModel):
    """A request's body, `kind` taken off: closed, types as written."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


B = TypeVar("B", bound=Body)


Facts = Mapping[str, Any]


def nothing_open(request: Request, facts: Facts) -> list[Blocker]:
    """Answer for kinds that may be done any number of times."""
    return []


def no_rules(request: Request, body: Any) -> None:
    """Let everything pass, for kinds whose input is all there is to check."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[B]):
    """A thing that a person can do.

    `facts` reads the request: it raises RuleViolation, or gives what to keep with the operation. `purpose` names what
    may be open only once per ticket; `open_now` then lists what is open, by references that `reference` finds in
    an operation's results. `rules` comes last and raises RuleViolation. `trackers` are read again before all that.
    `needs` names what must be set up for it; `on_board`: it belongs to a shift, not to a ticket.
    """

    name: str
    body: type[B]
    facts: Callable[[Request, B], Facts]
    steps: Callable[[OperationRow], Sequence[Step]]
    purpose: Callable[[Facts], str | None] = lambda facts: None
    open_now: Callable[[Request, Facts], list[Blocker]] = nothing_open
    reference: Callable[[OperationRow], str | None] = lambda operation: None
    rules: Callable[[Request, B], None] = no_rules
    trackers: tuple[Tracker, ...] = ()
    needs: Literal["slack", "schedule"] | None = None
    on_board: bool = False
