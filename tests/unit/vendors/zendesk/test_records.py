"""Zendesk's tickets and comments: what the product reads out of them, and what it does without."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from backend.domain.tickets import Comment, Organization, Person, SlaTarget, Ticket
from backend.vendors.zendesk.comment_records import CommentRecord, comment_from
from backend.vendors.zendesk.records import PersonRecord, TicketAnswer, ticket_from

RAW: dict[str, Any] = {
    "id": 3001,
    "subject": "Down",
    "status": "open",
    "priority": "urgent",
    "created_at": "2026-03-01T12:00:00Z",
    "updated_at": "2026-03-01T12:05:00Z",
    "ticket_form_id": 11,
    "brand_id": 12,
    "group_id": 13,
    "requester_id": 21,
    "assignee_id": 22,
    "organization_id": 31,
    "tags": ["vip"],
    "custom_fields": [
        {"id": 41, "value": "upgrade_help"},
        {"id": 42, "value": True},
        {"id": 43, "value": ["a", "b \ud83d"]},
        {"id": 44, "value": 7},
        {"id": 45, "value": None},
        {"value": "no id"},
    ],
}
PEOPLE = [
    {"id": 21, "name": "Ann", "email": "ann@customer.example", "role": "end-user"},
    {"id": 22, "name": "Zoë", "email": None, "role": "agent"},
]
ORGANIZATION: dict[str, Any] = {
    "id": 31,
    "name": "Customer",
    "created_at": "2020-01-01T00:00:00Z",
    "organization_fields": {"ends": "2026-11-04T00:00:00+00:00", "seats": 7, "premium": True, "tier": None},
    "tags": ["gold"],
}


def at(minute: int) -> datetime:
    return datetime(2026, 3, 1, 12, minute, tzinfo=UTC)


def ticket(sideloads: dict[str, Any] | None = None, **changes: Any) -> Ticket:
    sideloads = {"users": PEOPLE, "organizations": [ORGANIZATION], "groups": [{"id": 13, "is_public": True}]} | (
        sideloads or {}
    )
    return ticket_from(TicketAnswer.model_validate({"ticket": {**RAW, **changes}, **sideloads}))


def test_a_ticket_is_read_as_it_says() -> None:
    assert ticket() == Ticket(
        id=3001,
        subject="Down",
        status="open",
        priority="urgent",
        created_at=at(0),
        updated_at=at(5),
        form_id=11,
        brand_id=12,
        group_id=13,
        group_is_public=True,
        tags=frozenset({"vip"}),
        requester=Person(21, "Ann", "ann@customer.example", "end-user"),
        assignee=Person(22, "Zoë", None, "agent"),
        organization=Organization(
            31,
            "Customer",
            datetime(2020, 1, 1, tzinfo=UTC),
            {"ends": "2026-11-04T00:00:00+00:00", "seats": 7, "premium": True, "tier": None},
            frozenset({"gold"}),
        ),
        fields={41: "upgrade_help", 42: True, 43: ["a", "b \ufffd"], 44: 7, 45: None},
    )


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        pytest.param({"subject": None}, "subject", "", id="no-subject"),
        pytest.param({"subject": "\ud83d"}, "subject", "\ufffd", id="half-a-character"),
        pytest.param({"priority": None}, "priority", None, id="no-priority"),
        pytest.param({"group_id": None}, "group_is_public", False, id="no-group"),
        pytest.param({"requester_id": 99}, "requester", None, id="unknown-requester"),
        pytest.param({"organization_id": None}, "organization", None, id="no-organization"),
        pytest.param({"custom_fields": None}, "fields", {}, id="no-fields"),
        pytest.param({"tags": None}, "tags", set(), id="no-tags"),
        pytest.param({"slas": {"policy_metrics": []}}, "sla", (), id="no-targets"),
        pytest.param({"slas": None}, "sla", None, id="targets-not-told"),
    ],
)
def test_what_may_be_absent_is_done_without(changes: dict[str, Any], field: str, value: object) -> None:
    assert getattr(ticket(**changes), field) == value


def test_a_target_tells_its_stage() -> None:
    metrics = [
        {"metric": "first_reply_time", "stage": "active", "breach_at": "2026-03-01T12:30:00Z"},
        {"metric": "requester_wait_time", "stage": "paused", "breach_at": None},
        {"metric": "next_reply_time", "breach_at": "9999-12-31T23:59:59Z"},
    ]
    assert ticket(slas={"policy_metrics": metrics}).sla == (SlaTarget("first_reply_time", at(30), "active"),)


def test_who_wrote_last_is_read_from_the_metric_events() -> None:
    events = [
        {"id": 3, "type": "activate", "time": "2026-03-01T12:20:00Z"},
        {"id": 1, "type": "activate", "time": "2026-03-01T12:00:00Z"},
        {"id": 2, "type": "fulfill", "time": "2026-03-01T12:10:00Z"},
        {"id": 4, "type": "apply_sla", "time": "2026-03-01T12:30:00Z"},
        {"id": 5, "type": "fulfill", "time": "soon"},
    ]
    read = ticket(metric_events={"reply_time": events})
    assert (read.latest_public_by, read.agent_replies) == ("customer", (at(10),))
    assert ticket(metric_events={"reply_time": events[1:3]}).latest_public_by == "agent"
    assert ticket(metric_events=None).latest_public_by is None


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": "3001"},
        {"status": None},
        {"created_at": None},
        {"updated_at": "9999-12-31T23:59:59Z"},
    ],
)
def test_what_identifies_a_ticket_must_fit(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ticket(**changes)


def test_an_organization_that_cannot_be_read_is_not_taken_for_none() -> None:
    with pytest.raises(ValidationError, match="created_at"):
        ticket({"organizations": [{**ORGANIZATION, "created_at": None}]})


def test_a_comment_tells_author_visibility_channel_and_mark() -> None:
    raw = {
        "id": 7,
        "author_id": 22,
        "public": False,
        "created_at": "2026-03-01T12:00:00Z",
        "html_body": "<p>half \ud83d</p>",
        "via": {"channel": "api", "source": {}},
        "metadata": {"system": {}, "custom": {"oncall_operation": "abc"}},
    }
    authors = {22: PersonRecord.model_validate(PEOPLE[1])}
    expected = Comment(7, 22, False, at(0), "<p>half \ufffd</p>", "agent", "Zoë", None, "api", "abc")
    assert comment_from(CommentRecord.model_validate(raw), authors) == expected
    bare = {key: raw[key] for key in ("id", "public", "created_at")} | {"author_id": -1, "metadata": {"custom": []}}
    found = comment_from(CommentRecord.model_validate(bare), authors)
    assert (found.author_role, found.via, found.mark, found.html) == (None, None, None, "")
    with pytest.raises(ValidationError):
        # Whether the customer reads a comment is never guessed.
        CommentRecord.model_validate({**raw, "public": None})
