"""Numbers and times in a request's body lie where a database and a calendar can bear them."""

import pytest
from pydantic import ValidationError

from backend.operations.kinds import KINDS

LARGEST = 2**53 - 1
COVER = {"user": "PGRACE", "start": "2026-03-01T10:00:00Z", "end": "2026-03-01T14:00:00Z"}


@pytest.mark.parametrize(
    ("kind", "field", "more"),
    [
        ("note_feedback", "iid", {"text": "x"}),
        ("record_contact", "iid", {"text": "x"}),
        ("close_feedback", "iid", {}),
        ("feedback_on_track", "iid", {}),
        ("apply_macro", "macro_id", {}),
    ],
)
def test_a_number_that_no_record_has_is_refused(kind: str, field: str, more: dict[str, str]) -> None:
    body = KINDS[kind].Body
    assert getattr(body.model_validate(more | {field: LARGEST}), field) == LARGEST
    for number in (0, -1, LARGEST + 1, 2**63, 10**30):
        with pytest.raises(ValidationError, match=field):
            body.model_validate(more | {field: number})


@pytest.mark.parametrize(
    ("field", "time"),
    [
        ("start", "0001-01-01T00:00:00+14:00"),
        ("start", "1969-12-31T23:59:59Z"),
        ("end", "9999-12-31T23:59:59-14:00"),
        ("end", "9999-12-31T23:59:59"),
        ("end", "2026-03-01T14:00:00"),
        ("end", "soon"),
    ],
)
def test_a_time_that_is_none_is_refused(field: str, time: str) -> None:
    assert KINDS["cover_shift"].Body.model_validate(COVER)
    with pytest.raises(ValidationError, match=field):
        KINDS["cover_shift"].Body.model_validate(COVER | {field: time})
