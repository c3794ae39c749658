"""A manager's sign in Slack takes a STAR; anybody else's does not."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from backend.domain.issues import Issue
from backend.domain.slack.messages import Message, MessageRef
from backend.mirror.signs import SIGNS, WAITING, SignReader
from backend.store.engine import Database
from backend.vendors.errors import NotFound, Unavailable
from backend.vendors.slack.workspace import Member
from tests.unit.domain.makers import NOW, issue
from tests.unit.operations.makers import deps

PLACE = MessageRef("C0STARS1", "1790000000.000100")


@dataclass
class Slack:
    """A channel with one announcement, and who has signed it."""

    star: Issue
    signed: list[str] = field(default_factory=list)
    down: bool = False
    listed: int = 0
    deleted: bool = False

    def own_ids(self) -> frozenset[str]:
        return frozenset({"UBOT", "BBOT"})

    def homes(self) -> frozenset[str]:
        return frozenset({"https://example.slack.com/"})

    def channel(self, name: str) -> str:
        return PLACE.channel

    def messages(self, channel: str, since: datetime, until: datetime) -> list[Message]:
        self.listed += 1
        return [Message(PLACE, f"New STAR {self.star.url}", bot="BBOT")]

    def signed_by(self, place: MessageRef, emoji: str) -> tuple[str, ...]:
        if self.deleted:
            raise NotFound("Slack", "message_not_found")
        if self.down:
            raise Unavailable("Slack", "could not be reached")
        assert (place, emoji) == (PLACE, "eyes")
        return tuple(self.signed)

    def member(self, user_id: str) -> Member:
        if user_id == "UGONE":
            raise NotFound("Slack", "user_not_found")
        return Member(user_id, f"Name of {user_id}", f"{user_id}@example.com")


@dataclass
class Reading:
    """A mirror with one open STAR, and what reads its signs."""

    slack: Slack
    reader: SignReader
    stores: Any

    def waiting(self) -> list[int]:
        self.reader.read()
        return [one.iid for one in self.stores.issues.unacknowledged("star", NOW - WAITING, 10)]


@pytest.fixture
def reading(database: Database) -> Reading:
    star = issue(iid=7, url="https://gitlab.com/x/-/issues/7", updated_at=NOW)
    slack = Slack(star)
    with_slack = deps(database, slack=slack)
    with_slack.mirror.issues.put([(star, frozenset({1234}))])
    with_slack.mirror.people.replace_managers([(7102, "uboss@example.com"), (7103, None)])
    return Reading(slack, SignReader(with_slack, cast(Any, slack)), with_slack.mirror)


@pytest.mark.parametrize("signed", [[], ["UENG"], ["UBOT"], ["UGONE"], ["UBOSS2"]])
def test_without_a_managers_sign_nobody_has_taken_it(reading: Reading, signed: list[str]) -> None:
    reading.slack.signed = signed
    assert reading.waiting() == [7]
    assert reading.stores.sources.get(SIGNS).as_of == NOW


def test_a_managers_sign_is_kept_with_their_name(reading: Reading) -> None:
    reading.slack.signed = ["UENG", "UBOSS"]
    assert reading.waiting() == []
    assert ("star", 7) in reading.stores.snapshot(1234).acknowledged


def test_an_announcement_is_looked_for_once(reading: Reading) -> None:
    reading.waiting()
    reading.waiting()
    assert reading.slack.listed == 1


def test_an_announcement_that_was_deleted_is_looked_for_again(reading: Reading) -> None:
    reading.slack.deleted = True
    reading.waiting()
    reading.slack.deleted, reading.slack.signed = False, ["UBOSS"]
    assert reading.waiting() == []
    assert reading.slack.listed == 2


def test_without_slack_it_is_not_said_to_be_read(reading: Reading) -> None:
    reading.slack.down = True
    with pytest.raises(Unavailable):
        reading.reader.read()
    assert reading.stores.sources.get(SIGNS) is None


def test_old_and_many_stars_are_left_out(database: Database) -> None:
    store = deps(database).mirror.issues
    store.put((issue(iid=number, updated_at=NOW), frozenset()) for number in range(1, 15))
    store.put([(issue(iid=20, updated_at=NOW - WAITING - timedelta(minutes=1)), frozenset())])
    store.put([(issue(iid=21, updated_at=NOW, closed=True), frozenset())])
    found = store.unacknowledged("star", NOW - WAITING, 10)
    assert [one.iid for one in found] == list(range(14, 4, -1))
