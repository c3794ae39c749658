import re
from pathlib import Path

import pytest
import requests

from sandbox.workspace import routes, zaf_sdk
from sandbox.workspace.sanitize import sanitize


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("<p>a<br>b</p>", "<p>a<br>b</p>", id="plain"),
        pytest.param("<b>x</b><i>y</i>", "<strong>x</strong><em>y</em>", id="old-names"),
        pytest.param("<script>alert(1)</script>z", "z", id="script"),
        pytest.param("<p onclick='x()' style='color:red'>a</p>", "<p>a</p>", id="attributes"),
        pytest.param("<img src=x onerror=x()>", "", id="image"),
        pytest.param("<a href='javascript:x()'>a</a>", "<a>a</a>", id="script-link"),
        pytest.param("<a href=' JAVASCRIPT:x()'>a</a>", "<a>a</a>", id="script-link-in-disguise"),
        pytest.param("<ul><li>a</ul>", "<ul><li>a</li></ul>", id="unclosed"),
        pytest.param("</p></div>a &lt;b&gt;", "a &lt;b&gt;", id="stray-ends"),
        pytest.param("<svg><style>x</style><p>a</p></svg>", "<p>a</p>", id="svg"),
        pytest.param("<p>a<!-- <b>c</b> --></p>", "<p>a</p>", id="comment"),
    ],
)
def test_only_harmless_html_is_shown(given: str, kept: str) -> None:
    assert sanitize(given) == kept


def test_links_open_elsewhere_and_tell_nothing() -> None:
    assert sanitize('<a href="https://a.example/?b=1&amp;c">x</a>') == (
        '<a href="https://a.example/?b=1&amp;c" target="_blank" rel="noopener noreferrer">x</a>'
    )


def test_the_first_ticket_is_the_front_page(web: requests.Session) -> None:
    assert web.get("/", allow_redirects=False).headers["Location"] == "/agent/tickets/2001"


def test_a_hostile_ticket_stays_text(web: requests.Session) -> None:
    page = web.get("/agent/tickets/2016")
    assert "<script>alert" not in page.text
    assert "onerror=alert(1)>" not in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")


def test_half_a_character_is_shown_as_a_question_mark(web: requests.Session, control: requests.Session) -> None:
    ticket = control.post("/tickets", json={"ticket": {"subject": "broken \ud83d emoji"}}).json()["id"]
    page = web.get(f"/agent/tickets/{ticket}")
    assert page.status_code == 200
    assert "broken ? emoji" in page.text


def test_the_panel_is_loaded_by_a_signed_post(web: requests.Session) -> None:
    page = web.get("/agent/tickets/2001?as=7201").text
    action = re.search(r'action="([^"]+)"', page)
    assert action
    assert action[1].startswith("http://127.0.0.1:8000/sidebar?origin=http://127.0.0.1:")
    assert "app_guid=" in action[1]
    assert re.search(r'name="token" value="[\w-]+\.[\w-]+\.[\w-]+"', page)
    assert re.search(r'<option value="7201" selected>', page)


def test_an_unknown_ticket_has_no_page(web: requests.Session) -> None:
    assert web.get("/agent/tickets/1").status_code == 404


def test_what_a_person_submits_is_saved_and_no_effect(
    web: requests.Session, control: requests.Session, zendesk: requests.Session
) -> None:
    wish = {"priority": "high", "comment": {"html_body": "<p>done</p>", "public": False}}
    assert web.post("/_workspace/tickets/2015?as=7201", json=wish).json()["priority"] == "high"
    newest = zendesk.get("/tickets/2015/comments?sort=-created_at").json()["comments"][0]
    assert (newest["author_id"], newest["public"], newest["via"]["channel"]) == (7201, False, "web")
    assert control.get("/effects").json() == []
    assert web.post("/_workspace/tickets/2015", data="x").status_code == 400


def test_polling_costs_nothing_while_nothing_changes(web: requests.Session, zendesk: requests.Session) -> None:
    known = zendesk.get("/tickets/2015").json()["ticket"]["updated_at"]
    path = f"/_workspace/tickets/2015?known={known}"
    assert web.get(path).status_code == 204
    zendesk.put("/tickets/2015", json={"ticket": {"tags": ["new"]}})
    assert web.get(path).json()["tags"] == ["new"]


def test_a_macro_is_previewed_for_the_agent_at_the_desk(web: requests.Session, zendesk: requests.Session) -> None:
    (macro,) = zendesk.get("/macros/search?query=request logs").json()["macros"]
    after = web.get(f"/_workspace/tickets/2015/macros/{macro['id']}?as=7201").json()
    assert (after["status"], after["comment"]["public"]) == ("pending", True)


def test_an_issue_has_a_page_at_both_addresses(web: requests.Session) -> None:
    pages = [
        web.get(f"/gitlab/gitlab-com/support/ticket-attention-requests/-/{kind}/409")
        for kind in ("issues", "work_items")
    ]
    assert pages[0].text == pages[1].text
    assert "Is somebody looking at this one?" in pages[0].text
    assert web.get("/gitlab/gitlab-com/support/feedback/-/issues/424242").status_code == 404


def test_an_incident_is_acknowledged_and_resolved_on_its_page(
    web: requests.Session, pagerduty: requests.Session, control: requests.Session
) -> None:
    found = pagerduty.get("/incidents?statuses[]=triggered").json()["incidents"][0]
    path = f"/pagerduty/incidents/{found['id']}"
    assert 'value="acknowledged"' in web.get(path).text
    after = web.post(f"/_sandbox/incidents/{found['id']}", data={"status": "acknowledged"})
    assert after.url.endswith(path)
    assert 'value="acknowledged"' not in after.text
    assert pagerduty.get(f"/incidents/{found['id']}").json()["incident"]["status"] == "acknowledged"
    assert control.get("/effects").json() == []
    assert all(call["path"].startswith("/incidents") for call in control.get("/calls").json())
    assert web.get("/pagerduty/incidents/QNOPE").status_code == 404


def test_a_missing_sdk_is_named(web: requests.Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(routes, "ROOT", tmp_path)
    answer = web.get("/zaf_sdk/2.0/zaf_sdk.min.js")
    assert answer.status_code == 404
    assert "npm ci" in answer.text


def test_the_sdk_is_bundled_from_its_modules(tmp_path: Path) -> None:
    folder = tmp_path / zaf_sdk.PACKAGE / "lib"
    (folder / "vendor").mkdir(parents=True)
    assert zaf_sdk.locate(tmp_path) is None
    for name in zaf_sdk.MODULES:
        (folder / f"{name}.js").write_text(f"// {name}")
    assert zaf_sdk.locate(tmp_path) == folder
    script = zaf_sdk.bundle(folder)
    assert all(f"// {name}" in script for name in zaf_sdk.MODULES)
    assert "window.ZAFClient" in script
