"""What a page may say of its ticket: PagerDuty passes it on to phones, e-mails and chat."""

from pydantic import BaseModel, ConfigDict

from backend.domain.eligibility.plan import plan_label, us_government
from backend.domain.text import inline
from backend.handbook.model.handbook import Handbook
from backend.store.snapshots import Snapshot


class Brief(BaseModel):
    """The ticket's subject and the customer's plan; blank = not known."""

    model_config = ConfigDict(frozen=True)

    subject: str = ""
    plan: str = ""

    @property
    def text(self) -> str:
        """Write both, one a line."""
        return f"Subject: {self.subject or 'not known'}\nPlan: {self.plan or 'not known'}"


def brief_of(snapshot: Snapshot, handbook: Handbook) -> Brief | None:
    """Give what may be told; None for a US Government customer, and while the ticket is unread and may be of one."""
    ticket = snapshot.ticket
    if ticket is None or us_government(ticket, handbook):
        return None
    return Brief(subject=inline(ticket.subject or ""), plan=inline(plan_label(ticket, handbook)))
