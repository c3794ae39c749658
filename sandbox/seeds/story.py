"""The shape of a seeded ticket."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.environment import BRAND_ID
from sandbox.errors import Json

CUSTOMER = "customer"


@dataclass(frozen=True)
class Said:
    """One comment: by the customer or by an agent's handle, so many minutes ago."""

    by: str
    minutes_ago: float
    body: str
    public: bool = True
    html: bool = False


@dataclass(frozen=True)
class Customer:
    """An organization and who writes for it."""

    name: str
    requester: str
    fields: Json = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    locale: str = "en-US"
    new_today: bool = False


@dataclass(frozen=True)
class Story:
    """One ticket and what it is there to show."""

    id: int
    story: str
    subject: str
    customer: Customer | None
    thread: tuple[Said, ...]
    form: str = "Self-Managed"
    priority: str = "normal"
    status: str = "open"
    tags: tuple[str, ...] = ()
    assignee: str | None = None
    requester: str = "Walk-in Visitor"
    brand_id: int = BRAND_ID
    fields: dict[int, Any] = field(default_factory=dict)
    # Minutes until each reply target ends; below zero it has passed.
    breach_in: float | None = None
