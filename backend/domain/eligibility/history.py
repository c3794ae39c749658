"""Which assessment of a ticket counts now, and what a person last decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.paging.incident import Incident
from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class Override:
    """A verdict that a person put in place of the checklist's, and why."""

    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class PastAssessment:
    """What somebody answered about a ticket, when, and whether they decided otherwise than the checklist."""

    at: datetime
    by: str
    answers: Mapping[str, str]
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's own verdict on a ticket."""

    verdict: str
    by: str
    reason: str
    at: datetime


def last_decision(assessments: Iterable[PastAssessment]) -> Decision | None:
    """Find the latest verdict that a person put in place of the checklist's; it is shown with its date."""
    decided = (
        Decision(each.override.verdict, each.by, each.override.reason, each.at) for each in assessments if each.override
    )
    return max(decided, key=lambda decision: decision.at, default=None)


def present_assessment(
    assessments: Iterable[PastAssessment], incidents: Iterable[Incident], handbook: Handbook, now: datetime
) -> PastAssessment | None:
    """Find the assessment whose answers are those of the present emergency; an earlier one's are history.

    It counts for some hours, and for as long as a page is open that was opened within them. A page that was resolved
    after it ended the emergency that it was made for.
    """
    last = max(assessments, key=lambda assessment: assessment.at, default=None)
    pages = list(incidents)
    if last is None or any(_ended_since(last.at, page) for page in pages):
        return None
    opened = max((page.created_at for page in pages if page.is_open), default=now)
    return last if opened - last.at <= timedelta(hours=handbook.emergency.answers_count_hours) else None


def _ended_since(moment: datetime, page: Incident) -> bool:
    return not page.is_open and page.resolved_at is not None and page.resolved_at > moment
