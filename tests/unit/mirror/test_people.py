"""Who is a manager: by group or custom role, and nobody ceases to be one for a record that cannot be read."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from backend.domain.listing import Listing, Skipped
from backend.domain.tickets import Person
from backend.mirror.people import MANAGERS, sync_managers
from backend.store.engine import Database
from backend.vendors.errors import VendorRejected
from backend.vendors.zendesk.setup_records import SetupRecord
from tests.unit.operations.makers import HANDBOOK, deps

GROUP = HANDBOOK.roles.manager.groups[0]
UNREAD = Skipped("Zendesk", "group", "?", "id", "is missing")
ANA, BEN, CY = (
    Person(number, name, f"{name.lower()}@example.com") for number, name in ((1, "Ana"), (2, "Ben"), (3, "Cy"))
)


def record(number: int, name: str) -> SetupRecord:
    return SetupRecord(number, name, True, frozenset())


class Account:
    """The lists of a Zendesk account."""

    def __init__(self, groups: Mapping[int, Listing[Person]], skipped: tuple[Skipped, ...] = ()) -> None:
        self.groups = groups
        self.skipped = skipped

    def setup(self, collection: str) -> Listing[SetupRecord]:
        if collection == "custom_roles":
            raise VendorRejected("Zendesk", "only Enterprise has them")
        listed = (record(number, GROUP) for number in self.groups)
        return Listing((*listed, record(99, "Everybody")), self.skipped)

    def group_users(self, group_id: int) -> Listing[Person]:
        return self.groups[group_id]


@pytest.fixture
def synced(database: Database) -> Callable[[Account], Any]:
    def sync(account: Account) -> Any:
        made = deps(database, zendesk=account)
        sync_managers(made)
        return made.mirror

    return sync


def test_those_of_the_named_groups_are(synced: Callable[[Account], Any]) -> None:
    synced(Account({1: Listing((ANA, CY))}))
    mirror = synced(Account({1: Listing((ANA,)), 2: Listing((BEN,))}))
    assert mirror.people.managers() == {1: "ana@example.com", 2: "ben@example.com"}
    assert mirror.sources.get(MANAGERS).skips.count == 0


@pytest.mark.parametrize(
    "account",
    [
        pytest.param(Account({}, (UNREAD,)), id="a-group"),
        pytest.param(Account({1: Listing((), (UNREAD,))}), id="a-user"),
    ],
)
def test_who_was_one_stays_one_while_something_cannot_be_read(
    synced: Callable[[Account], Any], account: Account
) -> None:
    synced(Account({1: Listing((ANA,))}))
    mirror = synced(account)
    assert mirror.people.managers() == {1: "ana@example.com"}
    assert mirror.sources.get(MANAGERS).skips.count == 1
