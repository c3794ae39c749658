"""What is stored with an operation, as types: the request's body, the context it was accepted in, steps' results."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, Self, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from backend.domain.clock import YEARS
from backend.domain.tickets import LARGEST_TICKET_ID

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
RecordNumber = Annotated[int, Field(gt=0, le=LARGEST_TICKET_ID)]
"""Number or id of a vendor's record; a larger one is none, and no database would take it."""


def moment(text: object) -> datetime:
    """Read a time with its zone."""
    try:
        time = datetime.fromisoformat(str(text))
    except ValueError:
        raise ValueError("must be a time such as 2026-01-31T09:00:00Z") from None
    if time.year not in YEARS:
        raise ValueError(f"must lie in the years {YEARS[0]} to {YEARS[-1]}")
    if time.tzinfo is None:
        raise ValueError("must say its zone, such as 2026-01-31T09:00:00Z")
    return time.astimezone(UTC).replace(microsecond=0)


Moment = Annotated[datetime, BeforeValidator(moment)]


class Body(BaseModel):
    """A request's body, `kind` taken off: closed, types as written."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @classmethod
    def read(cls, stored: object) -> Self:
        """Read a stored body, leaving out fields of other versions; raise ValidationError if it does not fit.

        What its fields check and rewrite in a request was done when it was accepted: rewriting twice would change it,
        and a limit that is lower by now would make it unreadable.
        """
        read = _as_stored(cls).model_validate(stored, extra="ignore")
        return cast(Self, cls.model_construct(read.model_fields_set, **dict(read)))


@cache
def _as_stored(body: type[Body]) -> type[BaseModel]:
    """Give a body's fields by their bare types."""
    fields: dict[str, Any] = {
        name: (
            field.annotation,
            ... if field.is_required() else field.get_default(call_default_factory=True, validated_data={}),
        )
        for name, field in body.model_fields.items()
    }
    return create_model(f"Stored{body.__name__}", **fields)


class DespiteBody(Body):
    """A request that a manager may send again with a reason to go past what is open elsewhere."""

    despite: FreeText | None = None


class Document(BaseModel):
    """JSON that we write ourselves and read back, maybe in a later version of the program.

    A new field needs a default. Any other change of shape raises `version` and gets a line in `upgrade`.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    version: int = 1

    @classmethod
    def upgrade(cls, stored: Mapping[str, Any], version: int) -> Mapping[str, Any]:
        """Bring what an earlier version wrote into today's shape; 0 = written before there were versions."""
        return stored

    @classmethod
    def read(cls, stored: object) -> Self:
        """Read a stored document; raise ValidationError if it does not fit."""
        current = cls.model_fields["version"].default
        if isinstance(stored, Mapping) and (version := stored.get("version", 0)) in range(current):
            stored = {**cls.upgrade(stored, version), "version": current}
        return cls.model_validate(stored)

    def stored(self) -> dict[str, Any]:
        """Give it as JSON values."""
        return self.model_dump(mode="json")


KEYED = 1
"""How this version marks what operations write: by a keyed hash. 0 was the operation's id in plain sight."""


class Context(Document):
    """What held when an operation was accepted: ids, names and verdicts that its steps and the panel need.

    `marks` tells how the version that accepted it marks what it writes.
    """

    marks: int = 0

    @property
    def about_url(self) -> str | None:
        """Give the address of what the operation is about, if there is one."""
        return None


class DespiteContext(Context):
    """What was open elsewhere and gone past with a reason, in words."""

    passed: list[str] = Field(default_factory=list)


class NoContext(Context):
    """The context of a kind whose body is all there is to know."""


class Result(Document):
    """What a step leaves behind for later steps."""
