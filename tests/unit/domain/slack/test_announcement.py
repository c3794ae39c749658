"""Which message is the announcement of a STAR."""

import pytest

from backend.domain.clock import CLOCKS_DIFFER_BY
from backend.domain.slack.announcement import ANNOUNCED_WITHIN, AnnouncementSearch, announces, search_for
from backend.domain.slack.messages import Message, MessageRef
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
from tests.unit.domain.makers import NOW, issue

STAR = issue(iid=1, url="https://gitlab.com/x/-/issues/1")
ANNOUNCERS = {"B0FORM", "U0OURS"}


def message(text: str, *, bot: str | None = "B0FORM", user: str | None = None, root: str | None = None) -> Message:
    return Message(MessageRef("C", "1"), text, root=root, bot=bot, user=user)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(message("New STAR <https://gitlab.com/x/-/issues/1>"), id="by-the-form"),
        pytest.param(message("https://gitlab.com/x/-/work_items/1"), id="the-other-form-of-address"),
        pytest.param(message("https://gitlab.com/x/-/issues/1", bot="B0OURS", user="U0OURS"), id="by-us"),
        pytest.param(message("https://gitlab.com/x/-/issues/1 see https://gitlab.com/x/-/issues/2"), id="named-first"),
    ],
)
def test_an_announcement_names_the_issue_and_is_by_an_announcer(told: Message) -> None:
    assert announces(told, STAR, ANNOUNCERS)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(message("New STAR for ZD#1234"), id="only-the-ticket"),
        pytest.param(message("https://gitlab.com/x/-/issues/10"), id="another-issue"),
        pytest.param(message("https://gitlab.com/x/-/issues/2 https://gitlab.com/x/-/issues/1"), id="in-form-text"),
        pytest.param(message("https://gitlab.com/xx/-/issues/1"), id="another-project"),
        pytest.param(message("https://gitlab.com/x/-/issues/1", bot=None, user="U7"), id="a-person"),
        pytest.param(message("https://gitlab.com/x/-/issues/1", bot="B0CHATTER"), id="another-bot"),
        pytest.param(message("https://gitlab.com/x/-/issues/1", root="0"), id="an-answer-in-a-thread"),
    ],
)
def test_no_other_message_is_taken_for_it(told: Message) -> None:
    assert not announces(told, STAR, ANNOUNCERS)


HOME = "https://acme.slack.com"
LINK = f"{HOME}/archives/C0STARS/p1700000000000100"


def test_an_announcement_is_looked_for_in_the_stars_channel_soon_after_its_issue(changed: Changed) -> None:
    handbook = changed('slack: {announcers: ["B0FORM"]}')
    assert search_for(issue(description=f"Thread: {LINK}"), handbook, [HOME]) == AnnouncementSearch(
        channel="#support_ticket-attention-requests",
        since=NOW - CLOCKS_DIFFER_BY,
        until=NOW + ANNOUNCED_WITHIN,
        linked=MessageRef("C0STARS", "1700000000.000100"),
        announcers=frozenset({"B0FORM"}),
    )


@pytest.mark.parametrize("description", ["", "Thread: https://others.slack.com/archives/C0STARS/p1700000000000100"])
def test_what_links_to_no_thread_of_ours_is_looked_for_all_the_same(description: str, handbook: Handbook) -> None:
    search = search_for(issue(description=description), handbook, [HOME])
    assert (search.linked, search.channel) == (None, "#support_ticket-attention-requests")
