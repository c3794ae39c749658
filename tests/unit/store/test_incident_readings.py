"""Of two readings of an incident the later one stays, also where PagerDuty's whole seconds do not tell them apart."""

import dataclasses
from datetime import timedelta

from backend.store.engine import Database
from backend.store.incidents import IncidentStore
from tests.unit.domain.makers import NOW, incident

TICKETS = frozenset({1234})
AT_ONCE = timedelta(milliseconds=300)
BEFORE = incident(assigned_to=("Sam",), assigned_ids=("PSAM",))
HANDED_ON = dataclasses.replace(BEFORE, assigned_to=("Ann",), assigned_ids=("PANN",))


def test_a_listing_asked_for_before_a_change_does_not_take_it_back(database: Database) -> None:
    store = IncidentStore(database)
    store.put([(HANDED_ON, TICKETS)], NOW + AT_ONCE)
    store.put([(BEFORE, TICKETS)], NOW)
    assert store.get("Q1") == HANDED_ON


def test_a_listing_that_was_on_its_way_for_long_does_not_take_a_change_back(database: Database) -> None:
    store = IncidentStore(database)
    store.put([(HANDED_ON, TICKETS)], NOW + timedelta(seconds=9))
    store.put([(BEFORE, TICKETS)], NOW)
    assert store.get("Q1") == HANDED_ON


def test_a_reading_asked_for_later_is_believed(database: Database) -> None:
    store = IncidentStore(database)
    store.put([(BEFORE, TICKETS)], NOW)
    store.put([(HANDED_ON, TICKETS)], NOW + AT_ONCE)
    assert store.get("Q1") == HANDED_ON


def test_a_later_stamp_of_pagerduty_s_beats_our_clock(database: Database) -> None:
    store = IncidentStore(database)
    later = dataclasses.replace(HANDED_ON, updated_at=NOW + timedelta(seconds=1))
    store.put([(BEFORE, TICKETS)], NOW + AT_ONCE)
    store.put([(later, TICKETS)], NOW)
    assert store.get("Q1") == later


def test_a_clock_that_was_set_back_does_not_hold_a_copy_fast(database: Database) -> None:
    store = IncidentStore(database)
    store.put([(BEFORE, TICKETS)], NOW)
    store.put([(HANDED_ON, TICKETS)], NOW - timedelta(hours=1))
    assert store.get("Q1") == HANDED_ON


def test_the_same_found_again_counts_as_the_latest_reading(database: Database) -> None:
    store = IncidentStore(database)
    store.put([(HANDED_ON, TICKETS)], NOW)
    store.put([(HANDED_ON, TICKETS)], NOW + timedelta(seconds=9))
    store.put([(BEFORE, TICKETS)], NOW + timedelta(seconds=8))
    assert store.get("Q1") == HANDED_ON


def test_the_same_found_again_late_takes_no_reading_back(database: Database) -> None:
    store = IncidentStore(database)
    store.put([(HANDED_ON, TICKETS)], NOW + timedelta(seconds=9))
    store.put([(HANDED_ON, TICKETS)], NOW)
    store.put([(BEFORE, TICKETS)], NOW + timedelta(seconds=8))
    assert store.get("Q1") == HANDED_ON


def test_finding_the_same_again_changes_nothing_that_is_shown(database: Database) -> None:
    store, other = IncidentStore(database), dataclasses.replace(BEFORE, id="Q2")
    store.put([(BEFORE, TICKETS), (other, frozenset())], NOW)
    before = database.revision()
    store.put([(BEFORE, TICKETS), (other, frozenset())], NOW + AT_ONCE)
    assert database.revision() == before
    store.put([(BEFORE, TICKETS), (other, TICKETS)], NOW + AT_ONCE)
    assert database.revision() == before + 1
