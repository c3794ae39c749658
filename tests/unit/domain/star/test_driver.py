"""What speaks against somebody as the one who drives a STAR."""

from datetime import timedelta

import pytest

from backend.domain.paging.accounts import Accounts
from backend.domain.paging.on_call import OnCall
from backend.domain.star.driver import Driver, barred, speaks_against
from tests.unit.domain.makers import NOW, issue

HOUR = timedelta(hours=1)
STAR = issue(iid=1)
KIM = Driver("Kim", "active", Accounts.made(["PKIM"], ["Kim@example.com"]))


def duty(user_id: str | None, email: str | None = None, begins: timedelta = -HOUR) -> OnCall:
    return OnCall("engineer", "Somebody", NOW + begins, None, user_id, email)


@pytest.mark.parametrize(
    ("state", "because"),
    [
        ("active", None),
        (None, None),
        ("blocked", "the account @Kim is blocked in GitLab, which assigns nothing to it"),
        ("deactivated", "the account @Kim is deactivated in GitLab, which assigns nothing to it"),
    ],
)
def test_gitlab_assigns_nothing_to_an_account_that_is_not_active(state: str | None, because: str | None) -> None:
    driver = Driver("Kim", state, KIM.accounts)
    assert barred(driver) == because
    assert speaks_against(driver, STAR, [], [], NOW) == ([because] if because else [])


@pytest.mark.parametrize(
    ("on_call", "against"),
    [
        pytest.param(duty("PKIM"), ["on call now as engineer"], id="by-user"),
        pytest.param(duty("POTHER", "kim@example.com"), ["on call now as engineer"], id="by-e-mail"),
        pytest.param(duty("PKIM", begins=HOUR), [], id="later"),
        pytest.param(duty("POTHER", "lee@example.com"), [], id="somebody-else"),
        pytest.param(duty(None), [], id="nobody-known"),
    ],
)
def test_whoever_is_on_call_has_other_work(on_call: OnCall, against: list[str]) -> None:
    assert speaks_against(KIM, STAR, [on_call], [], NOW) == against


def test_of_whom_pagerduty_knows_nothing_it_is_not_known() -> None:
    unknown = Driver("Kim", "active", Accounts.made([None], [None]))
    assert speaks_against(unknown, STAR, [duty(None)], [], NOW) == ["whether they are on call is not known"]


def test_another_open_star_is_named_to_those_who_may_see_its_ticket() -> None:
    stars = [
        issue(iid=1, assignee="kim"),
        issue(iid=2, assignee="KIM"),
        issue(iid=3, assignee="lee"),
        issue(iid=4, assignee="kim"),
    ]
    assert speaks_against(KIM, stars[0], [], stars, NOW) == ["already on STAR issue #2, #4"]
    assert speaks_against(KIM, stars[0], [], stars, NOW, named=False) == ["already on another STAR"]
    assert speaks_against(KIM, None, [], stars[:1], NOW) == ["already on STAR issue #1"]


def test_whoever_has_the_star_now_is_named() -> None:
    assert speaks_against(KIM, issue(iid=1, assignee="lee"), [], [], NOW) == ["takes off @lee"]
    assert speaks_against(KIM, issue(iid=1, assignee="kim"), [], [], NOW) == []


def test_all_that_speaks_against_somebody_is_said() -> None:
    driver = Driver("Kim", "blocked", KIM.accounts)
    found = speaks_against(driver, issue(iid=1, assignee="lee"), [duty("PKIM")], [issue(iid=2, assignee="kim")], NOW)
    assert found == [
        "the account @Kim is blocked in GitLab, which assigns nothing to it",
        "on call now as engineer",
        "already on STAR issue #2",
        "takes off @lee",
    ]
