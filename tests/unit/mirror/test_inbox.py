"""What an event tells to read again; whatever is in it, nothing breaks."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.mirror.inbox import READERS, Watched, entry_of
from backend.store.inbox import InboxEntry
from tests.support.events import OURS

WATCHED = Watched(
    services=frozenset({"POURS"}),
    projects={"gitlab-com/support/ticket-attention-requests": "gitlab:star", "77": "gitlab:feedback"},
)
CHANGED = InboxEntry("zendesk:tickets", 4242, datetime(2026, 3, 4, 9, tzinfo=UTC))


def ours(name: str) -> Any:
    return json.loads((OURS / f"{name}.json").read_text())


def of_service(service: object, key: str | None = None, kind: str = "incident.acknowledged") -> Any:
    event = ours("pagerduty_incident_acknowledged")
    event["event"]["event_type"], event["event"]["data"]["incident_key"] = kind, key
    event["event"]["data"]["service"] = service
    return event


def of_project(path: str, number: int = 1) -> Any:
    event = ours("gitlab_issue_update")
    event["project"] |= {"path_with_namespace": path, "id": number}
    return event


PAGES = InboxEntry("pagerduty:incidents")
OURS_ELSEWHERE = of_service({"id": "PX"}, "zendesk-7-emergency", "incident.reopened")
MOVED_AWAY = of_service({"id": "PX"}, kind="incident.service_updated")
NOTE = ours("gitlab_note_on_merge_request")


@pytest.mark.parametrize(
    ("vendor", "event", "entry"),
    [
        pytest.param("zendesk", ours("zendesk_ticket_status_changed"), CHANGED, id="ticket"),
        pytest.param("zendesk", ours("zendesk_trigger"), CHANGED, id="trigger"),
        pytest.param("zendesk", {"ticket_id": 7}, InboxEntry("zendesk:tickets", 7), id="trigger-without-time"),
        pytest.param("zendesk", {"subject": [[7]], "ticket_id": 7}, InboxEntry("zendesk:tickets", 7), id="no-subject"),
        pytest.param("zendesk", {"subject": "zen:user:7"}, None, id="user"),
        pytest.param(
            "zendesk", {"subject": "zen:organization:71"}, InboxEntry("zendesk:organizations", 71), id="organization"
        ),
        pytest.param("zendesk", {"subject": f"zen:organization:{2**63}"}, None, id="no-such-organization"),
        pytest.param("zendesk", {"subject": f"zen:ticket:{2**63}"}, None, id="no-such-number"),
        pytest.param("pagerduty", of_service({"id": "POURS"}), InboxEntry("pagerduty:incidents"), id="our-service"),
        pytest.param("pagerduty", of_service({"id": "PX"}), None, id="another-service"),
        pytest.param("pagerduty", OURS_ELSEWHERE, PAGES, id="our-key-elsewhere"),
        pytest.param("pagerduty", MOVED_AWAY, PAGES, id="moved-away"),
        pytest.param("pagerduty", of_service(None), InboxEntry("pagerduty:incidents"), id="no-service"),
        pytest.param("pagerduty", ours("pagerduty_pagey_ping"), None, id="ping"),
        pytest.param("gitlab", ours("gitlab_issue_update"), InboxEntry("gitlab:star"), id="star"),
        pytest.param("gitlab", of_project("moved/feedback", 77), InboxEntry("gitlab:feedback"), id="feedback"),
        pytest.param("gitlab", of_project("gitlab-com/support"), None, id="another-project"),
        pytest.param("gitlab", NOTE, None, id="merge-request"),
        pytest.param("gitlab", NOTE | {"issue": {"iid": 1}}, InboxEntry("gitlab:star"), id="note"),
    ],
)  # fmt: skip
def test_what_an_event_tells(vendor: str, event: Any, entry: InboxEntry | None) -> None:
    assert entry_of(vendor, event, WATCHED) == entry


@pytest.mark.parametrize(
    "detail", [None, "x", {}, {"updated_at": "soon"}, {"updated_at": 7}, {"updated_at": "9999-12-31T23:59:59Z"}]
)
def test_a_change_counts_though_its_time_cannot_be_read(detail: object) -> None:
    event = {"subject": "zen:ticket:7", "detail": detail}
    assert entry_of("zendesk", event, WATCHED) == InboxEntry("zendesk:tickets", 7)


def test_a_time_without_a_zone_is_in_utc() -> None:
    event = {"ticket_id": CHANGED.ticket_id, "updated_at": "2026-03-04T09:00:00"}
    assert entry_of("zendesk", event, WATCHED) == CHANGED


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["event", "data", "service", "id", "event_type", "subject", "detail", "ticket_id",
                                       "updated_at", "object_kind", "project", "path_with_namespace"]), inner),
    max_leaves=8,
)  # fmt: skip


@given(st.sampled_from(sorted(READERS)), JSON)
def test_an_event_of_any_form_is_taken(vendor: str, event: object) -> None:
    assert isinstance(entry_of(vendor, event, WATCHED), InboxEntry | None)
