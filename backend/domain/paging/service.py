"""The PagerDuty services on which incidents open."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    """A PagerDuty service; one in maintenance or disabled opens no incident, one of low urgency rings nobody.

    `urgency` is high, low, severity_based, or None where support hours decide or PagerDuty does not say.
    """

    id: str
    name: str
    status: str | None = None
    urgency: str | None = None
