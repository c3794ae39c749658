"""Zendesk over HTTP: tokens, both dialects of paging, comments, refusals in its own words."""

import functools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from backend.domain.access import Rights
from backend.domain.macros import Macro
from backend.vendors.errors import (
    Conflict,
    Denied,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
    VendorError,
    VendorRejected,
)
from backend.vendors.zendesk.client import Zendesk
from tests.unit.vendors.stand import Asked, Reply, Stand
from tests.unit.vendors.zendesk.test_records import PEOPLE, RAW

TICKET = "/api/v2/tickets/3001.json"
COMMENTS = "/api/v2/tickets/3001/comments.json"
STAMP = {"ticket": {"id": 3001, "updated_at": "2026-03-01T12:05:00Z", "tags": ["vip"], "status": "open"}}
PEM = "-----BEGIN PUBLIC KEY-----\nMIIB/Ij=\n-----END PUBLIC KEY-----"


def asked(vendor: Stand, path: str) -> list[Asked]:
    return [one for one in vendor.asked if one.path == path]


def comment(number: int, minute: int, author: int = 22, public: bool = True, **more: Any) -> dict[str, Any]:
    at = f"2026-03-01T{minute // 60:02}:{minute % 60:02}:00Z"
    return {
        "id": number,
        "author_id": author,
        "public": public,
        "created_at": at,
        "html_body": f"<p>{number}</p>",
        **more,
    }


class TestTokens:
    def test_every_call_carries_the_token(self, vendor: Stand, zendesk: Zendesk) -> None:
        vendor.answers("GET", TICKET, {"ticket": RAW, "users": PEOPLE})
        assert zendesk.ticket(3001).id == 3001
        assert zendesk.ticket(3001).id == 3001
        assert [one.headers["authorization"] for one in asked(vendor, TICKET)] == ["Bearer token-1"] * 2
        assert asked(vendor, TICKET)[0].query == {"include": ["users,organizations,groups,slas,metric_events"]}
        assert len(asked(vendor, "/oauth/tokens")) == 1

    def test_a_refused_token_is_renewed_once(self, vendor: Stand, zendesk: Zendesk) -> None:
        vendor.answers("PUT", TICKET, Reply({"error": "invalid_token"}, 401), Reply(STAMP))
        zendesk.add_note(3001, "<p>n</p>", "abc")
        assert [one.headers["authorization"] for one in asked(vendor, TICKET)] == ["Bearer token-1", "Bearer token-2"]
        vendor.answers("GET", TICKET, {"error": "invalid_token"}, status=401)
        with pytest.raises(VendorRejected, match=r"does not let Support On-call do this.*OAuth client"):
            zendesk.ticket(3001)
        assert len([one for one in asked(vendor, TICKET) if one.method == "GET"]) == 2

    @pytest.mark.parametrize(
        ("status", "body", "expected", "says"),
        [
            (
                401,
                {"error": "invalid_client", "error_description": "Client authentication failed"},
                Denied,
                "invalid_client: Client authentication failed.*ZENDESK_CLIENT_SECRET",
            ),
            (400, {"error": "unsupported_grant_type"}, Denied, "unsupported_grant_type"),
            (400, [], Denied, "ZENDESK_CLIENT_ID"),
            (500, {}, Unavailable, "gave no token"),
            (429, {}, RateLimited, "free again"),
            (200, b"<html>", Unavailable, "gave no token"),
            (200, {"access_token": ""}, Unavailable, "gave no token: .*access_token"),
            (200, {"access_token": "a\nb"}, Unavailable, "gave no token"),
            (200, [], Unavailable, "gave no token"),
        ],
    )
    def test_no_token_says_why_and_nothing_was_sent(
        self, vendor: Stand, zendesk: Zendesk, status: int, body: object, expected: type[VendorError], says: str
    ) -> None:
        vendor.answers("POST", "/oauth/tokens", body, status=status)
        with pytest.raises(expected, match=says) as raised:
            zendesk.add_note(3001, "<p>n</p>", "abc")
        assert type(raised.value) is expected
        assert "secret" not in str(raised.value)
        assert asked(vendor, TICKET) == []


def cursor(
    path: str, name: str, vendor: Stand, numbers: range, links: bool, record: Callable[[int], Any], **more_of_it: Any
) -> None:
    def reply(asked: Asked) -> Reply:
        first = int(asked.query.get("page[after]", ["0"])[0])
        part, more = list(numbers)[first : first + 100], first + 100 < len(numbers)
        answer: dict[str, Any] = {name: [record(number) for number in part], **more_of_it}
        answer["meta"] = {"has_more": more, "after_cursor": str(first + 100) if more else None}
        if links and more:
            # The account may be known under another name of its own.
            query = f"page%5Bafter%5D={first + 100}&page%5Bsize%5D=100"
            answer["links"] = {"next": f"https://other.example{path}?{query}"}
        return Reply(answer)

    vendor.calls("GET", path, reply)


class TestPaging:
    PATH = "/api/v2/macros/active.json"

    @pytest.mark.parametrize("links", [True, False], ids=["links", "cursor-alone"])
    def test_cursors_are_followed(self, vendor: Stand, zendesk: Zendesk, links: bool) -> None:
        cursor(self.PATH, "macros", vendor, range(1, 251), links, lambda n: {"id": n, "title": f"Macro {n}"})
        assert [one.id for one in zendesk.macros()] == list(range(1, 251))
        assert [one.query.get("page[after]") for one in asked(vendor, self.PATH)] == [None, ["100"], ["200"]]

    @pytest.mark.parametrize(
        ("collection", "size"),
        [("brands", ["100"]), ("groups", ["100"]), ("ticket_forms", None), ("custom_roles", None)],
    )
    def test_cursors_are_asked_for_where_they_are_documented(
        self, vendor: Stand, zendesk: Zendesk, collection: str, size: list[str] | None
    ) -> None:
        vendor.answers("GET", f"/api/v2/{collection}.json", {collection: []})
        zendesk.setup(collection)
        (call,) = asked(vendor, f"/api/v2/{collection}.json")
        assert call.query.get("page[size]") == size

    def test_offsets_are_followed(self, vendor: Stand, zendesk: Zendesk) -> None:
        def reply(asked: Asked) -> Reply:
            number = int(asked.query.get("page", ["1"])[0])
            link = f"https://acme.zendesk.com{self.PATH}?page={number + 1}" if number < 3 else None
            macros = [{"id": number * 100 + one, "title": "M"} for one in range(100)]
            return Reply({"macros": macros, "next_page": link, "previous_page": None, "count": 300})

        vendor.calls("GET", self.PATH, reply)
        assert len(zendesk.macros()) == 300

    def test_a_list_without_end_is_an_error(self, vendor: Stand, zendesk: Zendesk) -> None:
        vendor.answers("GET", self.PATH, {"macros": [], "next_page": f"{vendor.url}{self.PATH}?page=2"})
        with pytest.raises(Unavailable, match=r"macros/active\.json has no end"):
            zendesk.macros()

    @pytest.mark.parametrize("answer", [{}, {"macros": None}, {"macros": {}}, [], {"macros": [], "meta": "odd"}])
    def test_an_answer_without_the_list_is_an_error(self, vendor: Stand, zendesk: Zendesk, answer: object) -> None:
        vendor.answers("GET", self.PATH, answer)
        with pytest.raises(Unavailable, match="cannot be used"):
            zendesk.macros()

    def test_more_without_where_is_an_error(self, vendor: Stand, zendesk: Zendesk) -> None:
        vendor.answers("GET", self.PATH, {"macros": [], "meta": {"has_more": True}, "links": {}})
        with pytest.raises(Unavailable, match=r"more, and not where, listing macros/active\.json"):
            zendesk.macros()

    def test_one_bad_record_is_left_out(self, vendor: Stand, zendesk: Zendesk) -> None:
        vendor.answers("GET", "/api/v2/ticket_forms.json", {"ticket_forms": [{"id": 1, "name": "A"}, {"id": "2"}]})
        forms = zendesk.setup("ticket_forms")
        assert [one.name for one in forms] == ["A"]
        assert str(forms.skipped[0]) == "Zendesk ticket_form 2: id Input should be a valid integer"


EVER = datetime(2000, 1, 1, tzinfo=UTC)


class TestComments:
    def test_a_reply_is_not_hidden_behind_later_comments(self, vendor: Stand, zendesk: Zendesk) -> None:
        def record(number: int) -> dict[str, Any]:
            # The newest first: 150 of the customer and of colleagues, then a reply, then the customer's own.
            if number > 2:
                return comment(number, 800 - (200 - number), author=21 if number % 2 else 22, public=number % 2 == 1)
            return comment(number, number, author=22 if number == 2 else 21)

        cursor(COMMENTS, "comments", vendor, range(152, 0, -1), True, record, users=PEOPLE)
        (reply,) = zendesk.public_replies(3001)
        assert reply.created_at == datetime(2026, 3, 1, 0, 2, tzinfo=UTC)
        assert [(one.id, one.name) for one in zendesk.repliers(3001)] == [(22, "Zoë")]
        assert asked(vendor, COMMENTS)[0].query["sort"] == ["-created_at"]

    def test_a_look_goes_no_further_back_than_it_has_to(self, vendor: Stand, zendesk: Zendesk) -> None:
        vendor.answers("GET", "/api/v2/users/me.json", {"user": {"id": 22, "name": "Bot", "role": "admin"}})
        mine = functools.partial(comment, author=22, public=False)
        cursor(COMMENTS, "comments", vendor, range(250, 0, -1), True, lambda number: mine(number, number))
        since = datetime(2026, 3, 1, 2, 40, tzinfo=UTC)
        assert not zendesk.has_note(3001, lambda one: one.html == "<p>1</p>", since)
        assert len(asked(vendor, COMMENTS)) == 1
        assert len(zendesk.comments(3001, since)) == 91
        assert zendesk.has_note(3001, lambda one: one.html == "<p>1</p>", EVER)
        assert zendesk.has_note(3001, lambda one: one.html == "<p>250</p>", EVER)
        assert len(asked(vendor, "/api/v2/users/me.json")) == 1

    @pytest.mark.parametrize(("author", "public"), [(21, False), (22, True)], ids=["a-stranger", "in-public"])
    def test_what_others_wrote_or_customers_read_is_no_note_of_ours(
        self, vendor: Stand, zendesk: Zendesk, author: int, public: bool
    ) -> None:
        vendor.answers("GET", "/api/v2/users/me.json", {"user": {"id": 22, "name": "Bot", "role": "admin"}})
        other = comment(1, 1, author, public=public, metadata={"custom": {"oncall_operation": "abc"}})
        vendor.answers("GET", COMMENTS, {"comments": [other], "meta": {"has_more": False}})
        assert not zendesk.has_note(3001, lambda one: True, EVER)

    def test_our_mark_is_found_in_the_metadata(self, vendor: Stand, zendesk: Zendesk) -> None:
        marked = comment(2, 2, metadata={"custom": {"oncall_operation": "abc"}})
        vendor.answers("GET", COMMENTS, {"comments": [comment(3, 3), marked], "meta": {"has_more": False}})
        assert zendesk.was_applied(3001, lambda mark: mark == "abc", EVER)
        assert not zendesk.was_applied(3001, lambda mark: mark == "other", EVER)

    def test_repliers_come_in_the_order_of_their_first_reply(self, vendor: Stand, zendesk: Zendesk) -> None:
        people = [*PEOPLE, {"id": 23, "name": "Bo", "role": "admin"}]
        replies = [comment(4, 4, 22), comment(3, 3, 23), comment(2, 2, 22), comment(1, 1, 21)]
        vendor.answers("GET", COMMENTS, {"comments": replies, "users": people, "next_page": None})
        assert [one.name for one in zendesk.repliers(3001)] == ["Zoë", "Bo"]


class TestWrites:
    def test_a_note_is_internal(self, vendor: Stand, zendesk: Zendesk) -> None:
        vendor.answers("PUT", TICKET, STAMP)
        zendesk.add_note(3001, "<p>n</p>", "abc")
        assert asked(vendor, TICKET)[0].body == {
            "ticket": {
                "comment": {"html_body": "<p>n</p>", "public": False},
                "metadata": {"oncall_operation": "abc"},
            }
        }

    def test_a_tag_is_added_to_those_that_are_there(self, vendor: Stand, zendesk: Zendesk) -> None:
        vendor.answers("GET", TICKET, STAMP)
        vendor.answers("PUT", TICKET, STAMP)
        zendesk.add_tag(3001, "vip")
        assert len(asked(vendor, TICKET)) == 1
        zendesk.add_tag(3001, "new")
        assert asked(vendor, TICKET)[-1].body["ticket"] == {
            "safe_update": True,
            "updated_stamp": "2026-03-01T12:05:00Z",
            "tags": ["vip", "new"],
        }

    def test_a_macro_is_written_in_the_agents_name(self, vendor: Stand, zendesk: Zendesk) -> None:
        vendor.answers("GET", TICKET, STAMP)
        vendor.answers("PUT", TICKET, STAMP)
        preview = {"status": "pending", "tags": ["vip"], "comment": {"body": "Hello", "public": True}}
        vendor.answers("GET", "/api/v2/tickets/3001/macros/5/apply.json", {"result": {"ticket": preview}})
        zendesk.apply_macro(3001, Macro(5, "Hello"), "<p>n</p>", 22, Rights(), "abc")
        assert asked(vendor, TICKET)[-1].body["ticket"] == {
            "safe_update": True,
            "updated_stamp": "2026-03-01T12:05:00Z",
            "status": "pending",
            "comment": {"author_id": 22, "body": "Hello", "public": True},
            "metadata": {"oncall_operation": "abc"},
        }

    @pytest.mark.parametrize("answer", [{}, {"ticket": {"id": 3002, "updated_at": "x"}}, b"<html>", b"", []])
    def test_a_200_that_says_something_else_leaves_a_note_in_doubt(
        self, vendor: Stand, zendesk: Zendesk, answer: object
    ) -> None:
        vendor.answers("PUT", TICKET, answer)
        with pytest.raises(OutcomeUnknown):
            zendesk.add_note(3001, "<p>n</p>", "abc")
        assert len(asked(vendor, TICKET)) == 1


@pytest.mark.parametrize(
    ("status", "body", "expected", "says"),
    [
        (
            422,
            {
                "error": "RecordInvalid",
                "description": "Record validation errors",
                "details": {"status": [{"description": "Status: closed prevents ticket update"}], "odd": "x"},
            },
            VendorRejected,
            "status 422.*: Status: closed prevents ticket update",
        ),
        (422, {"description": "Record validation errors", "details": {}}, VendorRejected, "Record validation errors"),
        (
            400,
            {"error": {"title": "Invalid attribute", "message": "You passed an id"}},
            VendorRejected,
            "You passed an id",
        ),
        (403, {"error": "Forbidden", "description": "You are missing rights"}, Denied, "missing rights.*OAuth"),
        (404, {"error": "RecordNotFound"}, NotFound, "no such record"),
        (409, {"error": "UpdateConflict"}, Conflict, "changed meanwhile"),
        (413, [], VendorRejected, "status 413"),
    ],
)
def test_a_refusal_means_what_it_says(
    vendor: Stand, zendesk: Zendesk, status: int, body: object, expected: type[VendorError], says: str
) -> None:
    vendor.answers("PUT", TICKET, body, status=status, x_zendesk_request_id="r-1")
    with pytest.raises(expected, match=says) as raised:
        zendesk.add_note(3001, "<p>n</p>", "abc")
    assert type(raised.value) is expected
    assert str(raised.value.call) == f"PUT {TICKET} -> {status} (r-1)"


def test_a_ticket_that_does_not_fit_names_the_field(vendor: Stand, zendesk: Zendesk) -> None:
    vendor.answers("GET", TICKET, {"ticket": {**RAW, "updated_at": "9999-12-31T23:59:59Z"}})
    with pytest.raises(Unavailable, match=r"ticket\.updated_at: is a time out of reason") as raised:
        zendesk.ticket(3001)
    assert raised.value.field == "ticket.updated_at"


@pytest.mark.parametrize(
    "replies",
    [
        pytest.param(
            {"public_key.pem": Reply(PEM.encode(), headers={"Content-Type": "application/x-pem-file"})}, id="pem"
        ),
        pytest.param({"public_key.pem": Reply(PEM.encode(), headers={"Content-Type": "text/html"})}, id="any-type"),
        pytest.param({"public_key": Reply(PEM)}, id="json-string"),
        pytest.param({"public_key": Reply(PEM.encode() + b"\n", headers={"Content-Type": "text/plain"})}, id="plain"),
    ],
)
def test_the_apps_key_is_read_in_every_documented_form(
    vendor: Stand, zendesk: Zendesk, replies: dict[str, Reply]
) -> None:
    for name, reply in replies.items():
        vendor.answers("GET", f"/api/v2/apps/5/{name}", reply)
    assert zendesk.public_key(5) == PEM


def test_a_key_file_that_is_missing_in_html_leads_to_the_other_address(vendor: Stand, zendesk: Zendesk) -> None:
    vendor.answers("GET", "/api/v2/apps/5/public_key.pem", Reply(b"<html>", 404, {"Content-Type": "text/html"}))
    vendor.answers("GET", "/api/v2/apps/5/public_key", PEM)
    assert zendesk.public_key(5) == PEM
    vendor.answers("GET", "/api/v2/apps/5/public_key.pem", {}, status=503)
    with pytest.raises(Unavailable):
        zendesk.public_key(5)
    assert len(asked(vendor, "/api/v2/apps/5/public_key")) == 1


def test_which_app_is_installed(vendor: Stand, zendesk: Zendesk) -> None:
    vendor.answers("GET", "/api/v2/apps/installations/9.json", {"id": 9, "app_id": "5"})
    assert zendesk.installed_app(9) == 5
