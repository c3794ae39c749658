"""slack_sdk over real HTTP, against a stand-in that refuses what Slack refuses."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.slack.messages import MessageRef
from backend.vendors.errors import NotFound, VendorRejected
from backend.vendors.slack.client import Slack
from sandbox import environment
from sandbox.server import running_sandbox
from tests.support.desk import Sandbox

LEADERSHIP = "C0LEADER1"


@pytest.fixture(scope="module")
def stand_in() -> Iterator[str]:
    with running_sandbox() as running:
        yield running.url


@pytest.fixture
def slack(stand_in: str) -> Slack:
    return Slack(f"{stand_in}/slack", environment.SLACK_TOKEN)


def window() -> tuple[datetime, datetime]:
    now = datetime.now(UTC)
    return now - timedelta(minutes=5), now + timedelta(minutes=5)


def test_it_tells_whose_token_it_has_and_what_that_may(slack: Slack, stand_in: str) -> None:
    assert slack.myself()[0] == "oncall"
    assert "chat:write" in slack.myself()[1]
    narrow = Slack(f"{stand_in}/slack", environment.SLACK_READ_TOKEN)
    assert "chat:write" not in narrow.myself()[1]
    with pytest.raises(VendorRejected, match="missing_scope"):
        narrow.post(LEADERSHIP, "words", "mark")


def test_a_channel_is_known_by_its_name_once(slack: Slack, stand_in: str) -> None:
    assert slack.channel("#support_leadership") == slack.channel("support_leadership") == LEADERSHIP
    calls = Sandbox(stand_in).control("GET", "calls")
    assert len([one for one in calls if one["path"] == "/users.conversations"]) == 1


def test_a_channel_without_our_app_says_what_to_do(slack: Slack) -> None:
    for name in ("#spt_on-call", "#no-such-channel"):
        with pytest.raises(VendorRejected, match="invite it there"):
            slack.channel(name)
    with pytest.raises(VendorRejected, match="invite it there"):
        slack.post("C0ONCALL1", "words", "mark")


def test_what_was_posted_is_found_by_its_mark_in_channel_and_thread(slack: Slack) -> None:
    first = slack.post(LEADERSHIP, "words", "mark-1")
    slack.post(LEADERSHIP, "an answer", "mark-2", thread=first)
    assert [one.mark for one in slack.messages(LEADERSHIP, *window()) if one.place == first] == ["mark-1"]
    assert [(one.mark, one.root) for one in slack.thread(first)] == [("mark-1", None), ("mark-2", first.ts)]
    assert slack.link(first).endswith(f"/archives/{LEADERSHIP}/p{first.ts.replace('.', '')}")


def test_a_reaction_is_there_once_however_often_it_is_added(slack: Slack, stand_in: str) -> None:
    place = slack.post(LEADERSHIP, "words", "mark-3")
    assert not slack.has_reaction(place, "eyes")
    slack.react(place, "eyes")
    slack.react(place, "eyes")
    assert slack.has_reaction(place, "eyes")
    added = [one for one in Sandbox(stand_in).control("GET", "effects") if one["body"].get("timestamp") == place.ts]
    assert len(added) == 1


def test_more_than_a_page_of_messages_is_read(slack: Slack, stand_in: str) -> None:
    control = Sandbox(stand_in)
    for number in range(205):
        control.control("POST", "slack/messages", {"channel": "support_self-managed", "text": f"{number}"})
    assert len(slack.messages("C0SELFM01", *window())) == 205


def test_members_are_found_by_e_mail(slack: Slack) -> None:
    assert slack.user("zoe.mueller@sandbox.example") == "U7101"
    assert slack.user("nobody@sandbox.example") is None


def test_a_message_that_is_gone_is_not_found(slack: Slack) -> None:
    with pytest.raises(NotFound):
        slack.thread(MessageRef(LEADERSHIP, "1000000000.000001"))
