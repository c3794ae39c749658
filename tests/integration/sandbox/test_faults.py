import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

import pytest
import requests

from sandbox.server import RunningSandbox

NOTE = {"ticket": {"comment": {"body": "once", "public": False}}}


def arm(control: requests.Session, **fault: Any) -> int:
    number: int = control.post("/faults", json=fault).json()["id"]
    return number


def notes(zendesk: requests.Session) -> int:
    return sum(item["body"] == "once" for item in zendesk.get("/tickets/2015/comments").json()["comments"])


def test_error_defaults_to_500_and_is_not_committed(control: requests.Session, zendesk: requests.Session) -> None:
    arm(control, vendor="zendesk", method="put", path=r"/api/v2/tickets/\d+", mode="error", times=1)
    assert zendesk.put("/tickets/2015", json=NOTE).status_code == 500
    assert notes(zendesk) == 0
    assert control.get("/effects").json() == []
    assert zendesk.put("/tickets/2015", json=NOTE).status_code == 200


@pytest.mark.parametrize(("vendor", "path"), [("pagerduty", "/services"), ("gitlab", "/projects/27001/issues")])
def test_error_takes_a_status_and_the_vendors_shape(
    control: requests.Session, request: pytest.FixtureRequest, vendor: str, path: str
) -> None:
    client: requests.Session = request.getfixturevalue(vendor)
    arm(control, vendor=vendor, path=f"^{path}$", mode="error", status=503)
    answer = client.get(path)
    assert answer.status_code == 503
    assert "Service Unavailable" in str(answer.json())


def test_counts_how_often_it_fired_and_is_spent(control: requests.Session, gitlab: requests.Session) -> None:
    number = arm(control, vendor="gitlab", path="/projects/.*/issues", mode="error", times=2)
    statuses = [gitlab.get("/projects/gitlab-com%2Fsupport%2Ffeedback/issues").status_code for _ in range(3)]
    assert statuses == [500, 500, 200]
    (fault,) = control.get("/faults").json()
    assert (fault["id"], fault["fired"]) == (number, 2)
    control.delete("/faults")
    assert control.get("/faults").json() == []


def test_other_vendors_methods_and_paths_are_spared(control: requests.Session, zendesk: requests.Session) -> None:
    arm(control, vendor="gitlab", mode="error")
    arm(control, vendor="zendesk", method="PUT", mode="error")
    arm(control, vendor="zendesk", path="/macros", mode="error")
    assert zendesk.get("/tickets/2001").status_code == 200


def test_only_what_it_is_about_is_met(control: requests.Session, zendesk: requests.Session) -> None:
    arm(control, vendor="zendesk", about="once", mode="error")
    arm(control, vendor="zendesk", about="page.*size", mode="error", status=502)
    other = {"ticket": {"comment": {"body": "another", "public": False}}}
    assert zendesk.put("/tickets/2015", json=other).status_code == 200
    assert zendesk.put("/tickets/2015", json=NOTE).status_code == 500
    assert zendesk.get("/tickets/2015/comments", params={"page[size]": 5}).status_code == 502


def test_slow_after_commit_writes_before_it_waits(control: requests.Session, zendesk: requests.Session) -> None:
    arm(control, vendor="zendesk", method="PUT", mode="slow_after_commit", seconds=30, times=1)
    with pytest.raises(requests.ReadTimeout):
        zendesk.put("/tickets/2015", json=NOTE, timeout=0.5)
    assert notes(zendesk) == 1


def test_reset_breaks_the_connection_without_a_commit(control: requests.Session, zendesk: requests.Session) -> None:
    arm(control, vendor="zendesk", method="PUT", mode="reset", times=1)
    with pytest.raises(requests.ConnectionError, match="Connection reset by peer"):
        zendesk.put("/tickets/2015", json=NOTE)
    assert notes(zendesk) == 0
    assert any(call["method"] == "PUT" and call["status"] is None for call in control.get("/calls").json())


def test_drop_after_commit_writes_and_stays_silent(control: requests.Session, zendesk: requests.Session) -> None:
    arm(control, vendor="zendesk", method="PUT", mode="drop_after_commit", times=1)
    with pytest.raises(requests.ConnectionError, match="without response"):
        zendesk.put("/tickets/2015", json=NOTE)
    assert notes(zendesk) == 1
    assert len(control.get("/effects").json()) == 1


def test_truncated_writes_and_sends_half_a_body(control: requests.Session, zendesk: requests.Session) -> None:
    arm(control, vendor="zendesk", method="PUT", mode="truncated", times=1)
    answer = zendesk.put("/tickets/2015", json=NOTE)
    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    with pytest.raises(requests.JSONDecodeError):
        answer.json()
    assert notes(zendesk) == 1


def test_html_writes_and_sends_a_page(control: requests.Session, pagerduty: requests.Session) -> None:
    arm(control, vendor="pagerduty", method="POST", mode="html", times=1)
    wish = {"incident": {"title": "2015", "service": {"id": "PL3TX00"}, "incident_key": "k"}}
    answer = pagerduty.post("/incidents", json=wish)
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, "text/html")
    assert pagerduty.post("/incidents", json=wish).json()["error"]["code"] == 2002


def test_timeout_holds_then_closes_without_a_commit(control: requests.Session, zendesk: requests.Session) -> None:
    arm(control, vendor="zendesk", method="PUT", mode="timeout", seconds=0.3, times=1)
    began = time.monotonic()
    with pytest.raises(requests.ConnectionError):
        zendesk.put("/tickets/2015", json=NOTE)
    assert time.monotonic() - began >= 0.3
    assert notes(zendesk) == 0


def test_slow_answers_late_and_blocks_nobody_else(control: requests.Session, zendesk: requests.Session) -> None:
    arm(control, vendor="zendesk", method="PUT", mode="slow", seconds=1.0, times=1)
    with ThreadPoolExecutor(1) as pool:
        began = time.monotonic()
        late = pool.submit(zendesk.put, "/tickets/2015", json=NOTE)
        while not any(call["method"] == "PUT" for call in control.get("/calls").json()):
            time.sleep(0.01)
        assert not late.done()
        assert late.result().status_code == 200
        assert time.monotonic() - began >= 1.0
    assert notes(zendesk) == 1


def test_rate_limit_speaks_each_vendors_words(
    control: requests.Session, zendesk: requests.Session, pagerduty: requests.Session, gitlab: requests.Session
) -> None:
    for vendor in ("zendesk", "pagerduty", "gitlab"):
        arm(control, vendor=vendor, mode="rate_limit", seconds=7)
    plain, json, lab = zendesk.get("/tickets/2001"), pagerduty.get("/services"), gitlab.get("/user")
    assert [answer.status_code for answer in (plain, json, lab)] == [429, 429, 429]
    assert plain.headers["Retry-After"] == "7"
    assert plain.headers["Content-Type"].startswith("text/plain")
    assert (json.json()["error"]["code"], json.headers["ratelimit-reset"]) == (2020, "7")
    assert (lab.headers["Retry-After"], lab.headers["RateLimit-Remaining"]) == ("7", "0")


def test_connections_are_reused(sandbox: RunningSandbox) -> None:
    with closing(HTTPConnection(sandbox.url.removeprefix("http://"), timeout=5)) as connection:
        sockets = set()
        for path in ("/_sandbox/users", "/api/v2/tickets/1", "/agent/tickets/2001"):
            connection.request("GET", path)
            connection.getresponse().read()
            sockets.add(connection.sock)
        assert len(sockets) == 1
        assert None not in sockets
