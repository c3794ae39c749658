"""PagerDuty's incidents as the product mirrors them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

IncidentStatus = Literal["triggered", "acknowledged", "resolved"]


@dataclass(frozen=True, slots=True)
class Incident:
    """A PagerDuty incident on one of the configured services.

    `assigned_to` holds names, `assigned_ids` the users behind them, in the same order.
    """

    id: str
    number: int
    title: str
    status: IncidentStatus
    url: str
    service_id: str
    key: str | None
    created_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    resolved_at: datetime | None = None
    assigned_to: tuple[str, ...] = ()
    assigned_ids: tuple[str, ...] = ()
    policy_id: str | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to contact the customer (PagerDuty's resolved = contacted)."""
        return self.status != "resolved"
