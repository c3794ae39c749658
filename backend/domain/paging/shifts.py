"""Shift-based schedules: who has a shift, and which one somebody else can take over."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody's stretch of duty, and where it comes from: a rotation, or a single shift made by hand.

    `override_id` tells that the person stands in; neither source is set where PagerDuty does not say it.
    """

    user_id: str
    start: datetime
    end: datetime
    rotation_id: str | None = None
    custom_shift_id: str | None = None
    override_id: str | None = None


class NotCoverable(Exception):
    """No override can be made for these hours; the text says why, and what to do instead."""


def shift_to_cover(shifts: Iterable[Shift], start: datetime, end: datetime) -> Shift:
    """Give the one shift that some hours lie in; raise NotCoverable when that is not plain.

    An override names the one person whom it replaces, on the one rotation or shift that puts them on.
    """
    touched = sorted(
        (shift for shift in _joined(shifts) if shift.start < end and shift.end > start), key=lambda shift: shift.start
    )
    if not touched:
        raise NotCoverable("nobody is on the schedule at that time, so there is nobody to stand in for")
    if any(shift.override_id for shift in touched):
        raise NotCoverable("somebody stands in at that time already: take that cover back first")
    if any(after.start < before.end for before, after in pairwise(touched)):
        raise NotCoverable("several people are on at that time: say in PagerDuty for whom somebody stands in")
    found = touched[0]
    if len(touched) > 1 or found.start > start or found.end < end:
        raise NotCoverable("the hours go beyond one person's shift: arrange cover for each shift")
    if not (found.rotation_id or found.custom_shift_id):
        raise NotCoverable("PagerDuty does not say which rotation the shift belongs to: make the override there")
    return found


def _joined(shifts: Iterable[Shift]) -> list[Shift]:
    """Join what one person has without a break on one source: a long shift may be listed in pieces."""
    found: list[Shift] = []
    for shift in sorted(shifts, key=lambda shift: shift.start):
        last = next((place for place, before in enumerate(found) if _goes_on(before, shift)), None)
        if last is None:
            found.append(shift)
        else:
            found[last] = replace(found[last], end=shift.end)
    return found


def _goes_on(before: Shift, after: Shift) -> bool:
    return before.end == after.start and replace(before, start=after.start, end=after.end) == after
