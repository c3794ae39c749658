"""Product and sandbox keep to what the vendors publish of their APIs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.operations.kinds import KINDS
from tests.contract import webhooks
from tests.contract.check import Check, Fault, differences
from tests.contract.conftest import Performance
from tests.contract.description import Description, Operation
from tests.contract.deviations import DEVIATIONS
from tests.contract.exchange import Exchange
from tests.contract.load import load
from tests.contract.repertoire import EVENTS, calls
from tests.contract.tables import schema

Placed = list[tuple[Exchange, tuple[Description, Operation] | None]]


@pytest.fixture(scope="session")
def placed(performance: Performance, specs: Path) -> Placed:
    """Find for each exchange what describes it."""
    descriptions = load(specs)
    return [(one, _place(descriptions[one.vendor], one)) for one in performance.exchanges]


def _place(descriptions: list[Description], exchange: Exchange) -> tuple[Description, Operation] | None:
    found = ((one, one.operation(exchange)) for one in descriptions)
    return next(((one, operation) for one, operation in found if operation), None)


def test_everything_that_is_asked_is_described(placed: Placed) -> None:
    assert not {f"{one.vendor} {one.method} {one.path}" for one, place in placed if place is None}


def test_every_kind_of_operation_is_played(performance: Performance) -> None:
    assert performance.played == set(KINDS)


def test_every_call_of_the_repertoire_is_made(placed: Placed) -> None:
    assert calls() - {f"{one.vendor} {place[1]}" for one, place in placed if place} == set()


def test_events_of_every_vendor_are_sent_and_described(performance: Performance) -> None:
    sent = {(vendor, webhooks.parts(vendor, payload)[0]) for vendor, payload in performance.events}
    assert sent >= EVENTS
    described = [webhooks.parts(vendor, payload)[1] for vendor, payload in performance.events]
    assert all(wanted for parts in described for _, _, wanted in parts)


def test_what_goes_over_the_wire_fits_but_for_listed_deviations(placed: Placed, performance: Performance) -> None:
    unlisted = [
        f"{fault}: {words}"
        for fault, words in _all_faults(placed, performance).items()
        if not any(one.covers(fault) for one in DEVIATIONS)
    ]
    assert not unlisted, "\n".join(sorted(unlisted))


def test_each_listed_deviation_is_still_met(placed: Placed, performance: Performance) -> None:
    found = _all_faults(placed, performance)
    assert not [one for one in DEVIATIONS if not any(map(one.covers, found))]


def _all_faults(placed: Placed, performance: Performance) -> dict[Fault, str]:
    return _faults(placed) | _event_faults(performance)


def _faults(placed: Placed) -> dict[Fault, str]:
    def each() -> Iterator[tuple[Fault, str]]:
        for exchange, place in placed:
            if place:
                yield from Check(*place, exchange).faults()

    return dict(each())


def _event_faults(performance: Performance) -> dict[Fault, str]:
    description = webhooks.description()

    def each() -> Iterator[tuple[Fault, str]]:
        for vendor, payload in performance.events:
            name, parts = webhooks.parts(vendor, payload)
            for where, value, wanted in parts:
                for place, kind, words in differences(description, schema(wanted or "any"), value):
                    yield Fault(vendor, f"event {name}", ".".join(filter(None, (where, place))), kind), words

    return dict(each())
