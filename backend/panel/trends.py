"""Composes the trends."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, time

from cachetools import TTLCache

from backend.domain.shift import trends
from backend.domain.shift.trends import Assessed, Lines
from backend.handbook.model.handbook import Handbook
from backend.operations.emergency.assessments import ASSESSING
from backend.operations.emergency.judgement import JudgedContext
from backend.operations.emergency.record_assessment import RecordAssessment
from backend.operations.engine.operation import Operation, StoredOperation
from backend.operations.reading import read_operation
from backend.panel.schemas.trends import Chart, Series, TrendsOut
from backend.store.trends import TrendStore

WEEKS = 12
KEPT_SECONDS = 60.0
"""How long trends are given again: weeks change slowly, and reading them is the dearest thing here."""


class Trends:
    """Makes the trends."""

    def __init__(self, store: TrendStore, handbook: Handbook, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._handbook = handbook
        self._clock = clock
        self._kept: TTLCache[str, TrendsOut] = TTLCache(1, KEPT_SECONDS)
        self._lock = threading.Lock()

    def part(self) -> TrendsOut:
        """Give the trends, at most a minute old."""
        with self._lock:
            if "trends" not in self._kept:
                self._kept["trends"] = self._make()
            return self._kept["trends"]

    def _make(self) -> TrendsOut:
        handbook, weeks = self._handbook, trends.weeks_until(self._clock(), WEEKS)
        past = self._store.since(datetime.combine(weeks[0], time(), UTC), sorted(ASSESSING))
        assessed = [assessed_by(read_operation(row)) for row in past.assessments]
        lines: dict[str, Lines] = {
            "star_label": trends.by_label(past.stars, handbook, weeks),
            "star_urgency": trends.by_urgency(past.stars, handbook, weeks),
            "star_outcome": trends.by_outcome(past.stars, handbook, weeks),
            "star_resolve": trends.to_resolve(past.stars, weeks),
            "emergency_verdict": trends.by_verdict(past.incidents, assessed, handbook, weeks),
            "emergency_override": trends.by_override(past.incidents, assessed, handbook, weeks),
        }
        return TrendsOut(
            weeks=[week.isoformat() for week in weeks],
            charts=[
                Chart.model_validate({"id": key, "series": self._series(key, found)}) for key, found in lines.items()
            ],
        )

    def _series(self, chart: str, lines: Lines) -> list[Series]:
        handbook = self._handbook
        words: dict[str, dict[str, str]] = {
            "star_urgency": {key: urgency.label for key, urgency in handbook.star.urgencies.items()},
            "emergency_verdict": {str(key): verdict.title for key, verdict in handbook.emergency.verdicts.items()},
        }
        known = words.get(chart, {})
        return [Series(name=name, label=known.get(name), values=list(values)) for name, values in lines.items()]


def assessed_by(operation: StoredOperation) -> Assessed:
    """Read the verdicts out of an operation; none when its details are gone."""
    verdict = override = None
    if isinstance(operation, Operation):
        if isinstance(operation.context, JudgedContext) and operation.context.judgement:
            verdict = operation.context.judgement.verdict
        if isinstance(operation.body, RecordAssessment) and operation.body.override:
            override = operation.body.override.verdict
    return Assessed(operation.ticket_id, operation.created_at, verdict, override)
