"""A list read from a vendor: the records that fit, and those that were left out."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

UNNAMED = "?"
"""The id of a record that does not even tell its own."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that could not be used: whose it is, what it is, which one, and the field at fault.

    `texts` are those of its texts that were asked for,
    None each that cannot be read; `tickets` is what they name, None when that cannot be told.
    """

    vendor: str
    kind: str
    id: str
    field: str
    reason: str
    tickets: frozenset[int] | None = None
    texts: tuple[str | None, ...] = dataclasses.field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.vendor} {self.kind} {self.id}: {self.field} {self.reason}"


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """What a vendor listed; one bad record is skipped and named, the others count."""

    records: tuple[T, ...]
    skipped: tuple[Skipped, ...] = ()

    @property
    def listed(self) -> int:
        """Count what the vendor listed, whether it could be used or not."""
        return len(self.records) + len(self.skipped)

    def __iter__(self) -> Iterator[T]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)
