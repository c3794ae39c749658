"""Whatever stands in a record, it is read or left out; what is read can be stored and sent."""

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.listing import Listing
from backend.vendors.errors import VendorRejected
from backend.vendors.gitlab import records as gitlab
from backend.vendors.listings import fitting
from backend.vendors.pagerduty import incident_records, on_call_records
from backend.vendors.slack import records as slack
from backend.vendors.zendesk import comment_records, macro_records, users
from backend.vendors.zendesk import records as zendesk
from tests.support.odd import changed, damaged, places
from tests.unit.vendors.gitlab.test_client import RAW as ISSUE
from tests.unit.vendors.pagerduty.test_records import RAW as INCIDENT
from tests.unit.vendors.zendesk.test_records import ORGANIZATION, PEOPLE
from tests.unit.vendors.zendesk.test_records import RAW as TICKET

TEXTS = st.text(st.characters(), max_size=5) | st.sampled_from(
    ["\ud83d", "\x00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+23:59", "2026-03-01T12:00:00Z", "PINC001", "1"]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS | st.sampled_from(["id", "value"]), inner, max_size=3)
    ),
    max_leaves=6,
)
AT = "2026-03-01T12:00:00Z"
ON_CALL = {"user": {"id": "P1", "summary": "Z"}, "escalation_level": 1, "start": AT, "end": AT, "schedule": {"id": "S"}}
COMMENT = {
    "id": 7,
    "author_id": 22,
    "public": True,
    "created_at": AT,
    "html_body": "x",
    "via": {"channel": "api"},
    "metadata": {"custom": {}},
}
MESSAGE = {
    "ts": "1790000000.000100",
    "text": "x",
    "blocks": [{"text": {"text": "y"}}],
    "attachments": [],
    "metadata": {"event_type": slack.EVENT, "event_payload": {"mark": "m"}},
}
USER = {
    "user": {"id": 1, "name": "A", "role": "agent", "custom_role_id": 5},
    "groups": [{"id": 3, "name": "G"}],
    "roles": [{"id": 5, "name": "R", "configuration": {"ticket_access": "all"}}],
}
MACRO = {
    "id": 1,
    "title": "M",
    "restriction": {"type": "Group", "ids": [1]},
    "actions": [{"field": "status", "value": "open"}],
}
PREVIEW = {
    "result": {
        "ticket": {
            "status": "open",
            "tags": ["a"],
            "fields": {"id": 1, "value": "x"},
            "comment": {"body": "b", "public": True},
        }
    }
}

RECORDS: dict[str, tuple[dict[str, Any], Any, Callable[[Any], Any]]] = {
    "incident": (
        INCIDENT,
        incident_records.IncidentRecord,
        lambda raw: incident_records.incident_from(raw, "https://a.example"),
    ),
    "on-call": (ON_CALL, on_call_records.OnCallRecord, lambda raw: on_call_records.on_call_from(raw, "engineer")),
    "issue": (ISSUE, gitlab.IssueRecord, lambda raw: gitlab.issue_from("star", raw, "https://g.example/p")),
    "ticket": (
        {"ticket": TICKET, "users": PEOPLE, "organizations": [ORGANIZATION]},
        zendesk.TicketAnswer,
        zendesk.ticket_from,
    ),
    "comment": (COMMENT, comment_records.CommentRecord, lambda raw: comment_records.comment_from(raw, {})),
    "message": (MESSAGE, slack.MessageRecord, partial(slack.message_from, "C0STARS1")),
    "user": (USER, users.UserAnswer, users.user_from),
    "macro": (MACRO, macro_records.MacroRecord, macro_records.macro_from),
    "preview": (PREVIEW, macro_records.PreviewAnswer, macro_records.effect_from),
}


def read(name: str, document: Any) -> Listing[Any]:
    _, model, convert = RECORDS[name]
    return fitting("Vendor", name, [document], model, convert)


@pytest.mark.parametrize("name", RECORDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_anything_in_one_place_is_read_or_left_out(name: str, data: st.DataObject) -> None:
    document = RECORDS[name][0]
    path = data.draw(st.sampled_from(places(document)))
    assert_read_or_left_out(name, changed(document, path, data.draw(ANYTHING)))


@pytest.mark.parametrize("name", RECORDS)
def test_each_field_may_hold_each_odd_value(name: str) -> None:
    for document in damaged(RECORDS[name][0]):
        assert_read_or_left_out(name, document)


def assert_read_or_left_out(name: str, document: Any) -> None:
    try:
        listing = read(name, document)
    except VendorRejected:
        # A macro that cannot be carried over.
        assert name == "preview"
        return
    assert listing.listed == 1
    for record in listing:
        written = json.dumps(
            asdict(record),
            default=lambda one: sorted(map(str, one)) if isinstance(one, frozenset) else str(one),
            ensure_ascii=False,
        )
        written.encode()
        assert "\\u0000" not in written
    for one in listing.skipped:
        str(one).encode()


@pytest.mark.parametrize("name", RECORDS)
def test_the_documents_themselves_fit(name: str) -> None:
    assert read(name, RECORDS[name][0]).skipped == ()
