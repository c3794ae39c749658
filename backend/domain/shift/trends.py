"""The past week by week: how many STARs of which kind, how they ended and how fast; emergencies by verdict."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median

from backend.domain.clock import minutes_between
from backend.domain.issues import Issue
from backend.domain.paging.identity import emergencies, incident_tickets
from backend.domain.paging.incident import Incident
from backend.domain.star.lifecycle import star_state, urgency
from backend.handbook.model.handbook import Handbook

NONE = "none"
Lines = Mapping[str, Sequence[float | None]]
"""Values by name, one a week."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """What was said of a ticket's emergency: the checklist's verdict, and a person's own where it differed."""

    ticket_id: int
    at: datetime
    verdict: str | None
    override: str | None


def monday(moment: datetime) -> date:
    """Give the Monday of a moment's week, in UTC."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def weeks_until(now: datetime, count: int) -> tuple[date, ...]:
    """List the Mondays of the past weeks, the running one last."""
    return tuple(monday(now) - timedelta(weeks=back) for back in range(count - 1, -1, -1))


def counted(dated: Iterable[tuple[datetime, str]], names: Iterable[str], weeks: Sequence[date]) -> Lines:
    """Count names week by week; names without any are left out."""
    found: defaultdict[str, Counter[date]] = defaultdict(Counter)
    for moment, name in dated:
        found[name][monday(moment)] += 1
    ordered = [name for name in dict.fromkeys((*names, *sorted(found))) if name in found]
    return {name: [found[name][week] for week in weeks] for name in ordered}


def by_label(stars: Iterable[Issue], handbook: Handbook, weeks: Sequence[date]) -> Lines:
    """Count STARs by the handbook's labels that tell why; a STAR with two counts for both."""
    labels = handbook.gitlab.labels.resolution
    dated = (
        (star.created_at, label)
        for star in stars
        for label in ([each for each in labels if each in star.labels] or [NONE])
    )
    return counted(dated, labels, weeks)


def by_urgency(stars: Iterable[Issue], handbook: Handbook, weeks: Sequence[date]) -> Lines:
    """Count STARs by urgency."""
    dated = ((star.created_at, urgency(star, handbook) or NONE) for star in stars)
    return counted(dated, handbook.star.urgencies, weeks)


def by_outcome(stars: Iterable[Issue], handbook: Handbook, weeks: Sequence[date]) -> Lines:
    """Count STARs by how they ended."""

    def outcome(issue: Issue) -> str:
        return star_state(issue, False, handbook) if issue.closed else "open"

    return counted(((star.created_at, outcome(star)) for star in stars), ("resolved", "unstarred", "open"), weeks)


def to_resolve(stars: Iterable[Issue], weeks: Sequence[date]) -> Lines:
    """Give the median of minutes from a STAR to its end, by the week it was opened in."""
    took: defaultdict[date, list[int]] = defaultdict(list)
    for star in stars:
        if star.closed and star.closed_at:
            took[monday(star.created_at)].append(minutes_between(star.created_at, star.closed_at))
    return {"median": [median(took[week]) if took[week] else None for week in weeks]}


def by_verdict(
    incidents: Iterable[Incident], assessed: Sequence[Assessed], handbook: Handbook, weeks: Sequence[date]
) -> Lines:
    """Count emergencies by the verdict that held in the end."""
    pages = _judged(incidents, assessed, handbook, lambda judged: judged.override or judged.verdict or NONE)
    return counted(pages, handbook.emergency.verdicts, weeks)


def by_override(
    incidents: Iterable[Incident], assessed: Sequence[Assessed], handbook: Handbook, weeks: Sequence[date]
) -> Lines:
    """Count emergencies by whether a person decided otherwise than the checklist."""
    pages = _judged(incidents, assessed, handbook, lambda judged: "overridden" if judged.override else "as_judged")
    return counted(pages, ("as_judged", "overridden", NONE), weeks)


def _judged(
    incidents: Iterable[Incident], assessed: Sequence[Assessed], handbook: Handbook, word: Callable[[Assessed], str]
) -> Iterable[tuple[datetime, str]]:
    last = {judged.ticket_id: judged for judged in assessed if judged.verdict or judged.override}
    for page in emergencies(incidents, handbook):
        known = next((last[ticket] for ticket in sorted(incident_tickets(page, handbook)) if ticket in last), None)
        yield page.created_at, word(known) if known else NONE
