"""Running PagerDuty incidents, and the Zendesk trigger that opens more."""

from datetime import timedelta

from sandbox import clock
from sandbox.errors import Json, Refusal
from sandbox.pagerduty.pager import Pager
from sandbox.seeds.rota import CUSTOMER_SUPPORT
from sandbox.zendesk.desk import Desk

# Title, minutes ago, and who acknowledged it.
RUNNING = (
    ("ZD#2010: All runners idle, releases blocked", 55, "PENG001"),
    ("2011", 42, "PENG001"),
    ("ZD#2012 Emergency from the customer", 14, None),
)


def plant(pager: Pager) -> None:
    """Open the incidents of the stories."""
    for title, minutes, acknowledged_by in RUNNING:
        opened = clock.now() - timedelta(minutes=minutes)
        incident = pager.open(title, CUSTOMER_SUPPORT, created_at=opened)
        if acknowledged_by:
            pager.set_status(incident, "acknowledged", acknowledged_by, opened + timedelta(minutes=4))


def connect_trigger(desk: Desk, pager: Pager) -> None:
    """Page when the emergency tag appears on a ticket, as the account's trigger does."""

    def page(ticket: Json) -> None:
        try:
            pager.open(f"ZD#{ticket['id']}: {ticket['subject']}"[:1024], CUSTOMER_SUPPORT,
                       key=f"zendesk-trigger-{ticket['id']}")  # fmt: skip
        except Refusal:
            # The trigger's page is still open: PagerDuty merges the second into it.
            return

    desk.on_emergency_tag = page
