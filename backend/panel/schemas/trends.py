"""The past weeks, as types."""

from typing import Literal

from backend.panel.schemas.base import Shape


class Series(Shape):
    """One line of a chart: a value a week, null = there is none; `label` is what the handbook calls it, if it does."""

    name: str
    label: str | None
    values: list[float | None]


class Chart(Shape):
    """One question about the past, answered week by week."""

    id: Literal["star_label", "star_urgency", "star_outcome", "star_resolve", "emergency_verdict", "emergency_override"]
    series: list[Series]


class TrendsOut(Shape):
    """The past weeks; `weeks` are their Mondays, oldest first."""

    weeks: list[str]
    charts: list[Chart]
