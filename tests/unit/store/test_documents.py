"""Stored documents: one that cannot be read takes nothing else with it, and its vendor is asked again."""

import dataclasses
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, select, update

from backend.domain.issues import Issue
from backend.domain.macros import Macro
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.tickets import Person, Ticket
from backend.store import tables
from backend.store.board import BoardStore
from backend.store.documents import INCIDENTS, ISSUES, ON_CALLS, TICKETS, Documents
from backend.store.engine import Database
from backend.store.inbox import InboxEntry, InboxStore
from backend.store.mirror import MirrorStore
from backend.store.trends import TrendStore

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
INCIDENT = Incident("P1", 1, "Down", "triggered", "https://pd.example/1", "PS", "zendesk-7", NOW)
OTHER = dataclasses.replace(INCIDENT, id="P2", number=2)
ISSUE = Issue("star", 1, "ZD#7", "", "https://g.example/1", False, frozenset(), "ana", None, NOW, NOW)
TICKET = Ticket(7, "Down", "open", None, NOW, NOW, requester=Person(1, "Ana"))
DUTY = OnCall("manager", "Ana", NOW, None)


@pytest.fixture
def store(database: Database) -> MirrorStore:
    """A mirror that holds one of everything, and a second incident and issue."""
    made = MirrorStore(database)
    made.incidents.put([(INCIDENT, frozenset({7})), (OTHER, frozenset({8}))], NOW)
    made.issues.put([(ISSUE, frozenset({7})), (dataclasses.replace(ISSUE, iid=2), frozenset({7}))])
    made.tickets.put(TICKET, NOW, changes_read=0)
    made.on_calls.replace([DUTY, dataclasses.replace(DUTY, role="engineer")])
    return made


def damage(database: Database, table: Table, **changed: Any) -> None:
    """Change fields in the first document of a table; None drops the field."""
    key = next(iter(table.primary_key))
    if table is tables.issues:
        key = tables.issues.c.iid
    with database.write() as connection:
        first, document = connection.execute(select(key, table.c.document).order_by(key)).first() or (None, "")
        fields = {name: value for name, value in (json.loads(document) | changed).items() if value is not None}
        connection.execute(update(table).where(key == first).values(document=json.dumps(fields)))


PAGES = InboxEntry("pagerduty:incidents")
DAMAGES = [
    pytest.param(tables.incidents, {"url": None}, PAGES, id="incident"),
    pytest.param(tables.incidents, {"title": "\ud83d"}, PAGES, id="half-a-character"),
    pytest.param(tables.incidents, {"created_at": "2026-03-04T09:00:00"}, PAGES, id="no-zone"),
    pytest.param(tables.incidents, {"created_at": "9999-12-31T23:59:59Z"}, PAGES, id="end-of-the-calendar"),
    pytest.param(tables.incidents, {"created_at": "0001-01-01T00:00:00+14:00"}, PAGES, id="beginning-of-it"),
    pytest.param(tables.issues, {"title": None}, InboxEntry("gitlab:star", full=True), id="issue"),
    pytest.param(tables.on_calls, {"name": None}, InboxEntry("pagerduty:on_calls"), id="on-call"),
    pytest.param(tables.tickets, {"subject": "\ud83d"}, None, id="ticket"),
]


@pytest.mark.parametrize(("table", "fields", "entry"), DAMAGES)
def test_a_document_that_cannot_be_read_is_left_out_alone(
    database: Database,
    store: MirrorStore,
    caplog: pytest.LogCaptureFixture,
    table: Table,
    fields: dict[str, Any],
    entry: InboxEntry | None,
) -> None:
    damage(database, table, **fields)
    snapshot = store.snapshot(7)
    left = {
        tables.incidents: len(snapshot.known_incidents),
        tables.issues: len(snapshot.issues),
        tables.on_calls: len(snapshot.on_calls),
        tables.tickets: int(snapshot.ticket is not None),
    }
    whole = {tables.incidents: 2, tables.issues: 2, tables.on_calls: 2, tables.tickets: 1}
    assert left == whole | {table: whole[table] - 1}
    assert [one.levelno for one in caplog.records] == [logging.WARNING]
    assert table.name in caplog.text
    assert list(InboxStore(database).waiting().values()) == ([entry] if entry else [])
    # Once is enough: what was emptied is neither tried nor told of again.
    assert len(store.snapshot(7).known_incidents) == left[tables.incidents]
    assert len(caplog.records) == 1


@pytest.mark.parametrize(("table", "fields"), [one.values[:2] for one in DAMAGES], ids=[one.id for one in DAMAGES])
@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda database: BoardStore(database).snapshot(), id="board"),
        pytest.param(lambda database: TrendStore(database).since(NOW - timedelta(days=1), ()), id="trends"),
        pytest.param(lambda database: MirrorStore(database).tickets.get(7), id="ticket"),
        pytest.param(lambda database: MirrorStore(database).issues.open("star"), id="issues"),
        pytest.param(lambda database: MirrorStore(database).issues.get("star", 1), id="issue"),
        pytest.param(lambda database: MirrorStore(database).incidents.get("P1"), id="incident"),
        pytest.param(lambda database: MirrorStore(database).on_calls.all(), id="on-calls"),
    ],
)
def test_no_reader_breaks_on_it(
    database: Database, store: MirrorStore, table: Table, fields: dict[str, Any], read: Callable[[Database], object]
) -> None:
    damage(database, table, **fields)
    read(database)
    with database.write():
        read(database)


def test_what_was_emptied_is_read_from_the_vendor_again(database: Database, store: MirrorStore) -> None:
    resolved = dataclasses.replace(INCIDENT, status="resolved")
    store.incidents.put([(resolved, frozenset({7}))], NOW)
    damage(database, tables.incidents, url=None)
    damage(database, tables.tickets, subject=None)
    store.snapshot(7)
    copy = store.tickets.copy(7)
    assert copy
    assert copy.outdated
    assert "P1" in store.incidents.unsettled_ids(["PS"], NOW)
    store.incidents.put([(resolved, frozenset({7}))], NOW)
    store.tickets.put(TICKET, NOW, changes_read=copy.changes_seen)
    found = store.snapshot(7)
    assert found.incidents == [resolved]
    assert found.copy
    assert not found.copy.outdated
    assert store.incidents.unsettled_ids(["PS"], NOW) == {"P2"}


def test_what_another_process_has_read_again_meanwhile_stays(database: Database, store: MirrorStore) -> None:
    assert INCIDENTS.load(database, '{"id": "P1"}', "P1") is None
    assert store.incidents.get("P1") == INCIDENT
    assert InboxStore(database).waiting() == {}


@pytest.mark.parametrize(
    ("documents", "oldest"),
    [
        pytest.param(TICKETS, {"id", "subject", "status", "priority", "created_at", "updated_at"}, id="ticket"),
        pytest.param(
            ISSUES,
            {"tracker", "iid", "title", "description", "url", "closed", "labels", "author", "assignee"}
            | {"created_at", "updated_at"},
            id="issue",
        ),
        pytest.param(
            INCIDENTS, {"id", "number", "title", "status", "url", "service_id", "key", "created_at"}, id="incident"
        ),
        pytest.param(ON_CALLS, {"role", "name", "start", "end"}, id="on-call"),
    ],
)
def test_an_older_and_a_newer_versions_documents_are_read(
    database: Database, documents: Documents[Any], oldest: set[str]
) -> None:
    one = {TICKETS: TICKET, ISSUES: ISSUE, INCIDENTS: INCIDENT, ON_CALLS: DUTY}[documents]
    whole = json.loads(documents.dump(one))
    # A field added since then must have a default: the documents that are there do not hold it.
    older = {name: whole[name] for name in oldest}
    newer = whole | {"added_later": {"deep": [1]}}
    assert documents.load(database, json.dumps(older))
    assert documents.load(database, json.dumps(newer)) == one


def test_half_a_character_is_written_as_a_question_mark(database: Database, store: MirrorStore) -> None:
    store.incidents.put([(dataclasses.replace(INCIDENT, title="Down \ud83d"), frozenset({7}))], NOW)
    store.macros.replace([Macro(1, "Pages \ud83d\x00")])
    store.sources.record_failure("pagerduty:incidents", NOW, "no \ud83d")
    snapshot = store.snapshot(7)
    assert [one.title for one in snapshot.incidents] == ["Down ?"]
    assert snapshot.macros == [Macro(1, "Pages ")]
    (source,) = store.sources.all()
    assert source.error == "no "
