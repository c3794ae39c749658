"""One endpoint answers 429 while the account has room."""

from typing import Any

import pytest
import requests

NOTE = {"ticket": {"comment": {"body": "once", "public": False}}}


def test_one_tickets_limit_leaves_the_others_alone(control: requests.Session, zendesk: requests.Session) -> None:
    wish = {"vendor": "zendesk", "path": r"/tickets/2015\b", "method": "put", "retry_after": 468}
    number = control.post("/limits", json=wish).json()["id"]
    held = zendesk.put("/tickets/2015", json=NOTE)
    assert (held.status_code, held.headers["Retry-After"]) == (429, "468")
    assert int(held.headers["X-Rate-Limit-Remaining"]) > 0
    assert held.headers["zendesk-ratelimit-per-ticket-updates"] == "total=30; remaining=0; resets=468"
    assert zendesk.get("/tickets/2015").status_code == 200
    assert zendesk.put("/tickets/2016", json=NOTE).status_code == 200
    (limit,) = control.get("/limits").json()
    assert (limit["id"], limit["fired"], limit["method"]) == (number, 1, "PUT")
    assert len(control.get("/effects").json()) == 1
    control.delete("/limits")
    assert zendesk.put("/tickets/2015", json=NOTE).status_code == 200


def test_each_vendor_says_it_in_its_own_words(
    control: requests.Session, pagerduty: requests.Session, gitlab: requests.Session
) -> None:
    control.post("/limits", json={"vendor": "pagerduty", "path": "^/oncalls", "retry_after": 9})
    control.post("/limits", json={"vendor": "gitlab", "path": "/notes$", "retry_after": 60})
    on_calls = pagerduty.get("/oncalls")
    assert (on_calls.status_code, on_calls.json()["error"]["code"]) == (429, 2020)
    assert (on_calls.headers["ratelimit-remaining"], on_calls.headers["ratelimit-reset"]) == ("900", "9")
    assert pagerduty.get("/services").status_code == 200
    notes = gitlab.post("/projects/27001/issues/411/notes", json={"body": "x"})
    assert (notes.status_code, notes.headers["Retry-After"]) == (429, "60")
    assert gitlab.get("/projects/27001/issues/411").status_code == 200


def test_headers_of_ones_own_come_on_top_and_a_reset_clears(
    control: requests.Session, zendesk: requests.Session
) -> None:
    headers = {"zendesk-ratelimit-tickets-update": "total=100; remaining=0; resets=41"}
    control.post("/limits", json={"vendor": "zendesk", "path": "/tickets", "retry_after": 41, "headers": headers})
    assert zendesk.get("/tickets/2015").headers["zendesk-ratelimit-tickets-update"].endswith("resets=41")
    control.post("/reset")
    assert control.get("/limits").json() == []
    assert zendesk.get("/tickets/2015").status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"vendor": "nobody"}, id="unknown-vendor"),
        pytest.param({"path": "("}, id="bad-pattern"),
        pytest.param({"path": None}, id="no-path"),
        pytest.param({"retry_after": "soon"}, id="wait-no-number"),
        pytest.param({"retry_after": -1}, id="wait-below-zero"),
        pytest.param({"headers": {"a": 1}}, id="header-no-string"),
        pytest.param({"times": 1}, id="unknown-key"),
    ],
)
def test_refuses_what_means_nothing(control: requests.Session, change: dict[str, Any]) -> None:
    answer = control.post("/limits", json={"vendor": "zendesk", "path": "/x", "retry_after": 1} | change)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
