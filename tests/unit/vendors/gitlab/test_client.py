"""GitLab over HTTP: what issues tell, pages, projects that moved, refusals by their cause."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from backend.domain.issues import Account, Issue, IssueRef, MovedTo
from backend.vendors.errors import (
    Denied,
    Moved,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
    VendorError,
    VendorRejected,
)
from backend.vendors.gitlab.client import GitLab, Member
from backend.vendors.gitlab.records import IssueRecord, issue_from
from tests.unit.vendors.stand import Asked, Reply, Stand

OLD, NEW = "/api/v4/projects/acme%2Fstars", "/api/v4/projects/12"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZOE: dict[str, Any] = {"id": 5, "username": "zoe", "state": "active"}
RAW: dict[str, Any] = {
    "id": 900,
    "iid": 7,
    "project_id": 12,
    "title": "ZD#3001",
    "description": "words",
    "state": "opened",
    "labels": ["a", "b"],
    "author": {"id": 4, "username": "bot", "state": "active", "bot": True},
    "assignee": ZOE,
    "assignees": [ZOE, {"id": 6, "username": "ann", "state": "blocked"}],
    "web_url": "https://gitlab.example/acme/stars/-/work_items/7",
    "created_at": "2026-03-01T12:00:00.000Z",
    "updated_at": "2026-03-01T12:00:00.000Z",
    "closed_at": None,
}


@pytest.fixture
def gitlab(vendor: Stand) -> GitLab:
    return GitLab(vendor.url, "token", {"star": "acme/stars"})


def issue(**changes: Any) -> Issue:
    return issue_from("star", IssueRecord.model_validate({**RAW, **changes}), "https://gitlab.example/acme/stars")


def test_a_number_that_no_database_takes_is_no_issue() -> None:
    with pytest.raises(ValidationError):
        IssueRecord.model_validate({**RAW, "iid": 2**31})


def test_an_issue_is_read_as_it_says() -> None:
    assert issue() == Issue(
        tracker="star",
        iid=7,
        title="ZD#3001",
        description="words",
        url="https://gitlab.example/acme/stars/-/work_items/7",
        closed=False,
        labels=frozenset({"a", "b"}),
        author="bot",
        assignee="zoe",
        created_at=NOON,
        updated_at=NOON,
        id=900,
        project_id=12,
        assignees=(Account(5, "zoe", "active"), Account(6, "ann", "blocked")),
    )


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        pytest.param({"web_url": None}, "url", "https://gitlab.example/acme/stars/-/issues/7", id="no-address"),
        pytest.param({"title": None}, "title", "", id="no-title"),
        pytest.param({"title": "\ud83d"}, "title", "\ufffd", id="half-a-character"),
        pytest.param({"description": None}, "description", "", id="no-description"),
        pytest.param({"author": None}, "author", "", id="no-author"),
        pytest.param({"assignee": None, "assignees": []}, "assignee", None, id="nobody"),
        pytest.param({"assignees": None}, "assignee", "zoe", id="one-assignee-only"),
        pytest.param({"labels": [{"name": "odd"}, "a"]}, "labels", {"a"}, id="odd-label"),
        pytest.param({"state": "closed", "closed_by": ZOE}, "closed_by", "zoe", id="closed-by"),
        pytest.param({"confidential": True}, "confidential", True, id="confidential"),
        pytest.param({"moved_to_id": 901}, "moved_to_id", 901, id="moved"),
        pytest.param(
            {"_links": {"closed_as_duplicate_of": "https://gitlab.example/api/v4/projects/75/issues/3"}},
            "duplicate_of",
            IssueRef(75, 3),
            id="duplicate",
        ),
        pytest.param({"_links": {"closed_as_duplicate_of": None}}, "duplicate_of", None, id="no-duplicate"),
        pytest.param({"closed_at": "9999-12-31T23:59:59Z"}, "closed_at", None, id="time-out-of-reason"),
    ],
)
def test_what_may_be_absent_is_done_without(changes: dict[str, Any], field: str, value: object) -> None:
    assert getattr(issue(**changes), field) == value


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "//gitlab.example/acme/stars/-/issues/7",
        "https://evil.example/acme/stars/-/issues/7",
        "https://gitlab.example.evil.example/x",
        "https://gitlab.example@evil.example/x",
        "https://evil.example\\@gitlab.example/x",
        "http://gitlab.example/acme/stars/-/issues/7",
        7,
    ],
)
def test_an_address_that_leads_elsewhere_is_not_an_issues(address: object) -> None:
    assert issue(web_url=address).url == "https://gitlab.example/acme/stars/-/issues/7"


class TestLists:
    def test_a_page_names_what_it_left_out(self, vendor: Stand, gitlab: GitLab) -> None:
        vendor.answers("GET", f"{OLD}/issues", [RAW, {**RAW, "iid": 8, "updated_at": "9999-12-31T23:59:59Z"}])
        page = gitlab.changed_issues("star", NOON, 3)
        assert [one.iid for one in page] == [7]
        assert [(one.kind, one.id, one.field) for one in page.skipped] == [("star issue", "8", "updated_at")]
        assert page.listed == 2
        assert vendor.asked[0].query["page"] == ["3"]
        assert vendor.asked[0].query["updated_after"] == ["2026-03-01T12:00:00+00:00"]

    @pytest.mark.parametrize(
        "headers",
        [
            pytest.param({"X-Next-Page": "2"}, id="header"),
            pytest.param({"Link": '<https://other.example/x?page=2&per_page=100>; rel="next"'}, id="link"),
        ],
    )
    def test_the_next_page_is_asked_for_on_our_host(
        self, vendor: Stand, gitlab: GitLab, headers: dict[str, str]
    ) -> None:
        def reply(asked: Asked) -> Reply:
            number = int(asked.query["page"][0])
            raw = {**RAW, "iid": 10 - number, "description": "mark" if number == 2 else ""}
            return Reply([raw], headers=headers if number == 1 else {"X-Next-Page": ""})

        vendor.calls("GET", f"{OLD}/issues", reply)
        assert [one.iid for one in gitlab.our_issues("star", NOON, lambda words: words == "mark")] == [8]
        assert [one.query["page"] for one in vendor.asked] == [["1"], ["2"]]

    def test_a_link_without_a_page_is_an_error(self, vendor: Stand, gitlab: GitLab) -> None:
        vendor.answers("GET", f"{OLD}/issues", [RAW], Link='<https://other.example/x?cursor=abc>; rel="next"')
        with pytest.raises(Unavailable, match="names no next page"):
            gitlab.our_issues("star", NOON, bool)

    def test_a_list_without_end_is_an_error(self, vendor: Stand, gitlab: GitLab) -> None:
        vendor.calls(
            "GET",
            f"{OLD}/issues",
            lambda asked: Reply([RAW], headers={"X-Next-Page": str(int(asked.query["page"][0]) + 1)}),
        )
        with pytest.raises(Unavailable, match=r"acme%2Fstars/issues has no end"):
            gitlab.our_issues("star", NOON, bool)

    @pytest.mark.parametrize("words", ["mark", 7, ["mark"]])
    def test_a_look_that_cannot_read_what_may_be_ours_does_not_say_that_there_is_nothing(
        self, vendor: Stand, gitlab: GitLab, words: object
    ) -> None:
        vendor.answers("GET", f"{OLD}/issues", [{**RAW, "state": None, "description": words}])
        with pytest.raises(Unavailable, match="issue 7: "):
            gitlab.our_issues("star", NOON, lambda words: words == "mark")

    @pytest.mark.parametrize("words", ["somebody's words", "", None])
    def test_an_unreadable_issue_that_holds_no_mark_of_ours_stops_no_look(
        self, vendor: Stand, gitlab: GitLab, words: object
    ) -> None:
        odd = {**RAW, "created_at": None, "description": words}
        vendor.answers("GET", f"{OLD}/issues", [odd, {**RAW, "iid": 8, "description": "mark"}])
        assert [one.iid for one in gitlab.our_issues("star", NOON, lambda words: words == "mark")] == [8]

    def test_notes_are_read_until_ours_is_found(self, vendor: Stand, gitlab: GitLab) -> None:
        def reply(asked: Asked) -> Reply:
            number = int(asked.query["page"][0])
            notes = [
                {"id": number * 10, "body": f"note {number}", "author": ZOE, "created_at": "2026-03-01T12:00:00Z"},
                {"id": number * 10 + 1, "body": f"change {number}", "system": True},
                {"body": "odd"},
            ]
            return Reply(notes, headers={"X-Next-Page": str(number + 1) if number < 3 else ""})

        vendor.calls("GET", f"{OLD}/issues/7/notes", reply)
        vendor.answers("GET", "/api/v4/user", ZOE)
        ever = datetime(2000, 1, 1, tzinfo=UTC)
        assert gitlab.has_note("star", 7, lambda body: body == "note 2", ever)
        assert len(vendor.asked) == 3
        assert not gitlab.has_note("star", 7, lambda body: body == "change 1", ever)
        assert not gitlab.has_note("star", 7, lambda body: True, datetime(2026, 3, 2, tzinfo=UTC))
        notes = gitlab.notes("star", 7)
        assert [(one.id, one.author and one.author.username, one.system) for one in notes][:2] == [
            (10, "zoe", False),
            (11, None, True),
        ]
        assert (len(notes), len(notes.skipped)) == (6, 3)


class TestMovedProject:
    def move(self, vendor: Stand) -> None:
        moved = {"message": "This resource has been moved permanently"}
        for tail in ("", "/issues", "/issues/7"):
            vendor.answers("GET", OLD + tail, moved, status=301, Location=f"{vendor.url}{NEW}{tail}?page=1")
        for method, tail in (("POST", "/issues"), ("PUT", "/issues/7"), ("POST", "/issues/7/notes")):
            said = {"message": "405 Non GET methods are not allowed for moved projects"}
            vendor.answers(method, OLD + tail, said, status=405)
        vendor.answers("GET", NEW, {"id": 12, "path_with_namespace": "acme/attention"})
        vendor.answers("GET", f"{NEW}/issues", [RAW])
        vendor.answers("GET", f"{NEW}/issues/7", RAW)
        vendor.answers("POST", f"{NEW}/issues", RAW, status=201)
        vendor.answers("PUT", f"{NEW}/issues/7", RAW)

    @pytest.mark.parametrize("verb", ["list", "read", "create", "change"])
    def test_it_is_worked_on_by_its_number_from_then_on(self, vendor: Stand, gitlab: GitLab, verb: str) -> None:
        self.move(vendor)
        work: Callable[[], Issue] = {
            "list": lambda: gitlab.changed_issues("star", None, 1).records[0],
            "read": lambda: gitlab.issue("star", 7),
            "create": lambda: gitlab.create_issue("star", title="t", description="d", labels=["a", "b"]),
            "change": lambda: gitlab.update_issue("star", 7, add_labels="a"),
        }[verb]
        assert work().iid == 7
        before = len(vendor.asked)
        assert work().iid == 7
        assert [one.path.startswith(NEW) for one in vendor.asked[before:]] == [True]
        assert gitlab.moved_to("star") == "acme/attention"
        assert gitlab.project_url("star") == f"{vendor.url}/acme/attention/-/issues"

    def test_a_redirect_that_names_no_project_is_said(self, vendor: Stand, gitlab: GitLab) -> None:
        vendor.answers("GET", f"{OLD}/issues/7", {}, status=301, Location="https://new.example/welcome")
        with pytest.raises(Moved, match=r"https://new\.example/welcome"):
            gitlab.issue("star", 7)
        assert gitlab.moved_to("star") is None


@pytest.mark.parametrize(
    ("status", "reply", "expected", "says"),
    [
        pytest.param(401, {"message": "401 Unauthorized"}, Denied, "GITLAB_TOKEN", id="token"),
        pytest.param(
            403,
            {"error": "insufficient_scope", "error_description": "needs higher privileges", "scope": "api"},
            Denied,
            "needs higher privileges.*GITLAB_TOKEN",
            id="scope",
        ),
        pytest.param(403, {"message": "403 Forbidden - no"}, Denied, "403 Forbidden - no", id="in-its-words"),
        pytest.param(404, {"message": "404 Project Not Found"}, NotFound, "no such record", id="none"),
        pytest.param(
            400, {"message": {"title": ["is too long"]}}, VendorRejected, r'\{"title": \["is too long"\]\}', id="fields"
        ),
        pytest.param(422, [], VendorRejected, "status 422", id="odd"),
        pytest.param(429, {}, RateLimited, "5 s", id="limit"),
    ],
)
def test_a_refusal_means_what_it_says(
    vendor: Stand, gitlab: GitLab, status: int, reply: object, expected: type[VendorError], says: str
) -> None:
    vendor.answers("POST", f"{OLD}/issues", reply, status=status)
    vendor.answers("GET", OLD, {"id": 12, "path_with_namespace": "acme/stars", "archived": False})
    with pytest.raises(expected, match=says) as raised:
        gitlab.create_issue("star", title="t", description="d", labels=[])
    assert type(raised.value) is expected
    if status == 403 and "message" in str(reply):
        assert "GITLAB_TOKEN" not in str(raised.value)
    assert raised.value.status == status


def test_an_archived_project_is_said_to_be(vendor: Stand, gitlab: GitLab) -> None:
    vendor.answers("PUT", f"{OLD}/issues/7", {"message": "403 Forbidden"}, status=403)
    vendor.answers("GET", OLD, {"id": 12, "path_with_namespace": "acme/stars", "archived": True})
    with pytest.raises(VendorRejected, match="acme/stars is archived"):
        gitlab.update_issue("star", 7, state_event="close")


@pytest.mark.parametrize("reply", [b"<html>", {}, [], {"iid": "7"}, b""])
def test_a_created_issue_that_cannot_be_read_leaves_it_in_doubt(vendor: Stand, gitlab: GitLab, reply: object) -> None:
    vendor.answers("POST", f"{OLD}/issues", reply, status=201)
    with pytest.raises(OutcomeUnknown):
        gitlab.create_issue("star", title="t", description="d", labels=[])
    assert len(vendor.asked) == 1


def test_a_user_is_found_by_the_whole_name_in_any_case(vendor: Stand, gitlab: GitLab) -> None:
    vendor.answers("GET", "/api/v4/users", [{**ZOE, "username": "Zoe", "public_email": ""}])
    found = gitlab.user("zoe")
    assert found is not None
    assert (found.id, found.email, found.username, found.state) == (5, None, "Zoe", "active")
    assert gitlab.user("zo") is None


def test_members_are_found_by_a_part_of_their_name_and_a_bad_record_is_left_out(vendor: Stand, gitlab: GitLab) -> None:
    vendor.answers(
        "GET",
        f"{OLD}/members/all",
        [{**ZOE, "name": "Zoë"}, {"username": None}, {"username": "gone", "name": "Zoe", "state": "blocked"}],
    )
    assert gitlab.members_like("star", "zo") == [Member("zoe", "Zoë")]
    assert vendor.asked[-1].query["query"] == ["zo"]


def test_the_project_and_our_role_in_it(vendor: Stand, gitlab: GitLab) -> None:
    vendor.answers("GET", OLD, {"id": 12, "path_with_namespace": "acme/stars", "issues_enabled": True})
    vendor.answers(
        "GET",
        f"{OLD}/labels",
        Reply([{"name": "a"}], headers={"X-Next-Page": "2"}),
        Reply([{"name": "b"}], headers={"X-Next-Page": ""}),
    )
    project = gitlab.project("star", 4)
    assert (project.access, project.labels, project.path) == (0, frozenset({"a", "b"}), "acme/stars")
    vendor.answers("GET", f"{OLD}/members/all/4", {"id": 4, "access_level": 30})
    assert gitlab.project("star", 4).access == 30


def test_whose_token_it_is(vendor: Stand, gitlab: GitLab) -> None:
    vendor.answers("GET", "/api/v4/user", {"id": 4, "username": "bot"})
    vendor.answers("GET", "/api/v4/personal_access_tokens/self", {"scopes": ["api"], "expires_at": "2026-12-31"})
    bot = gitlab.myself()
    assert (bot.id, bot.username, bot.scopes, str(bot.ends)) == (4, "bot", ("api",), "2026-12-31")


def move_note(body: str, system: bool = True) -> dict[str, Any]:
    return {"id": 1, "body": body, "system": system, "author": ZOE, "created_at": RAW["created_at"]}


def target(home: str) -> dict[str, Any]:
    return {**RAW, "id": 950, "iid": 12, "web_url": f"{home}/other/place/-/issues/12"}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        pytest.param("moved to other/place#12", "other%2Fplace", id="another-group"),
        pytest.param("moved to place#12", "acme%2Fplace", id="a-project-of-the-group"),
        pytest.param("moved to #12", "acme%2Fstars", id="the-same-project"),
        pytest.param("moved to other/deep.er/pl-ace#12", "other%2Fdeep.er%2Fpl-ace", id="a-subgroup"),
    ],
)
def test_where_a_moved_issue_goes_on_is_read_from_gitlabs_own_note(
    vendor: Stand, gitlab: GitLab, body: str, path: str
) -> None:
    forged = move_note("moved to evil/place#1", system=False)
    vendor.answers("GET", f"{OLD}/issues/7/notes", [forged, move_note("closed"), move_note(body)])
    vendor.answers("GET", f"/api/v4/projects/{path}/issues/12", target(vendor.url))
    assert gitlab.goes_on(issue(moved_to_id=950)) == MovedTo(12, f"{vendor.url}/other/place/-/issues/12")
    assert gitlab.goes_on(issue(moved_to_id=951)) is None
    vendor.answers("GET", f"/api/v4/projects/{path}/issues/12", target("https://evil.example"))
    assert gitlab.goes_on(issue(moved_to_id=950)) is None
    assert not [one for one in vendor.asked if "evil" in one.path]


def test_a_place_that_our_bot_may_not_see_is_not_known(vendor: Stand, gitlab: GitLab) -> None:
    vendor.answers("GET", f"{OLD}/issues/7/notes", [move_note("moved to other/place#12")])
    assert gitlab.goes_on(issue(moved_to_id=950)) is None


def test_a_duplicate_in_another_project_is_read(vendor: Stand, gitlab: GitLab) -> None:
    vendor.answers("GET", "/api/v4/projects/99/issues/12", target(vendor.url))
    links = {"closed_as_duplicate_of": "https://gitlab.example/api/v4/projects/99/issues/12"}
    assert gitlab.goes_on(issue(_links=links)) == MovedTo(12, f"{vendor.url}/other/place/-/issues/12")
    assert gitlab.goes_on(issue()) is None
