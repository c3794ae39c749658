"""Which assessment of a ticket counts now, and what people have decided about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.paging.incident import Incident
from backend.handbook.model.emergencies import Verdict
from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class VerdictOverride:
    """A verdict that a person put in place of the checklist's, and why."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class PastAssessment:
    """What somebody answered about a ticket, when, and whether they decided otherwise than the checklist.

    `by_manager` = they were a manager then, as far as it was kept.
    """

    at: datetime
    by: str
    answers: Mapping[str, str]
    override: VerdictOverride | None = None
    by_manager: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's own verdict on a ticket."""

    verdict: Verdict
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What people have recorded about a ticket.

    `record` counts in the present emergency; None = nothing does. `decision` is the override to show; it `holds` in
    the present emergency, or is history. `hint` is an agent's newer override, which a manager's record outweighs.
    """

    record: PastAssessment | None = None
    decision: Decision | None = None
    hint: Decision | None = None

    @property
    def holds(self) -> Decision | None:
        """Give the override that holds in the present emergency."""
        return _decision(self.record) if self.record else None


def standing(
    recorded: Iterable[PastAssessment], incidents: Iterable[Incident], handbook: Handbook, now: datetime
) -> Standing:
    """Find which recorded assessment counts: the newest of a manager, and of everybody only where no manager spoke.

    `incidents` are the ticket's pages. Of an earlier emergency the last decision is still shown.
    """
    known, pages = list(recorded), list(incidents)
    present = [record for record in known if _is_present(record, pages, handbook, now)]
    counts = _counting(present or known)
    if counts is None:
        return Standing()
    return Standing(counts if present else None, _decision(counts), _hint(present, counts))


def _counting(recorded: Sequence[PastAssessment]) -> PastAssessment | None:
    by_managers = [record for record in recorded if record.by_manager]
    return max(by_managers or recorded, key=lambda record: record.at, default=None)


def _hint(present: Sequence[PastAssessment], counts: PastAssessment) -> Decision | None:
    newer = [record for record in present if record.override and record.at > counts.at]
    return _decision(max(newer, key=lambda record: record.at)) if newer else None


def _decision(recorded: PastAssessment) -> Decision | None:
    override = recorded.override
    return Decision(override.verdict, recorded.by, override.reason, recorded.at) if override else None


def present_assessment(
    assessments: Iterable[PastAssessment], incidents: Iterable[Incident], handbook: Handbook, now: datetime
) -> PastAssessment | None:
    """Find the assessment whose answers are those of the present emergency; an earlier one's are history."""
    last = max(assessments, key=lambda assessment: assessment.at, default=None)
    return last if last and _is_present(last, list(incidents), handbook, now) else None


def _is_present(record: PastAssessment, pages: Sequence[Incident], handbook: Handbook, now: datetime) -> bool:
    """Tell whether an assessment is of the present emergency.

    It counts for some hours, and for as long as a page is open that was opened within them. Once a page is resolved
    that was open when it was made, or was opened later, its emergency has ended.
    """
    if any(_ended_since(record.at, page) for page in pages):
        return False
    opened = max((page.created_at for page in pages if page.is_open), default=now)
    return opened - record.at <= timedelta(hours=handbook.emergency.answers_count_hours)


def _ended_since(moment: datetime, page: Incident) -> bool:
    return not page.is_open and page.resolved_at is not None and page.resolved_at > moment
