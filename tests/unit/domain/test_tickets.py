"""The address of a call, in a field that people fill in."""

import pytest

from backend.domain.tickets import LONGEST_ADDRESS, address_in
from tests.unit.domain.makers import ticket

CALL = "https://gitlab.zoom.us/j/123?pwd=a&b=%20"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        pytest.param(CALL, CALL, id="alone"),
        pytest.param(f"Join here: {CALL} (code 7)", CALL, id="among-words"),
        pytest.param(f"<{CALL}>", CALL, id="in-brackets"),
        pytest.param("javascript:alert(1)", None, id="no-address"),
        pytest.param("http://gitlab.zoom.us/j/1", None, id="not-secure"),
        pytest.param("https://" + "a" * LONGEST_ADDRESS, None, id="endless"),
        pytest.param("https://" + "a" * (LONGEST_ADDRESS - 8), "https://" + "a" * (LONGEST_ADDRESS - 8), id="longest"),
        pytest.param(["x"], None, id="not-a-text"),
        pytest.param(None, None, id="empty"),
    ],
)
def test_an_address_is_read_from_a_field(value: object, found: str | None) -> None:
    assert address_in(ticket(fields_by_id={77: value}), 77) == found


def test_without_a_field_there_is_no_call() -> None:
    assert address_in(ticket(fields_by_id={77: CALL}), None) is None
    assert address_in(ticket(fields_by_id={77: CALL}), 78) is None
    assert address_in(ticket(fields_by_id={None: CALL}), None) is None  # type: ignore[dict-item]
