"""Handed over clean: for every kind exactly the expected writes, hostile words harmless, no government customer named.

The product under these tests is their own, so that "nothing else" can be said of everything that was written.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

import pytest
import requests
from pydantic import BaseModel

from backend.operations.emergency import hand_off
from backend.operations.engine.documents import free_text
from backend.operations.kinds import KINDS
from sandbox import product as product_module
from sandbox.environment import GITLAB_TOKEN
from sandbox.product import Product
from tests.support.changed import changed_product, manager_at
from tests.support.desk import PREMIUM, STRICT, Json, Person, Sandbox, error, until

pytestmark = pytest.mark.long(70)

ESCALATIONS = "gitlab: {projects: {escalations: gitlab-com/support/escalations}}\n"
PEOPLE = "people: [{name: Priya Raman, gitlab: priya, email: priya@sandbox.example, zendesk_id: 7202}]\n"
GOVERNMENT: Json = {"name": "Bureau of Examples", "organization_fields": {"sub_usgov_24x7": True}}
CLERK: Json = {"name": "Jo Clerk", "email": "jo@bureau.example"}
NAMES = (GOVERNMENT["name"], CLERK["name"], CLERK["email"])
TICKET = "zendesk PUT /api/v2/tickets/{ticket}.json"
PROJECTS = "/projects/gitlab-com/support/"
POST, REACT = "slack POST /chat.postMessage", "slack POST /reactions.add"
STAR, FEEDBACK = "ticket-attention-requests/issues/{star}", "feedback/issues/{feedback}"


@dataclass
class Scene:
    """A ticket and what there is of it in other systems; `known` fills in the expected writes."""

    ticket: int
    known: dict[str, Any] = field(default_factory=dict)


Stage = Callable[[Person, Sandbox, Json], Scene]


def plain(manager: Person, sandbox: Sandbox, ticket: Json) -> Scene:
    return Scene(sandbox.ticket(**ticket))


def paged(manager: Person, sandbox: Sandbox, ticket: Json) -> Scene:
    scene = plain(manager, sandbox, ticket)
    manager.do(scene.ticket, "trigger_emergency", reason="Down.")
    scene.known["incident"] = manager.panel(scene.ticket)["emergency"]["incident"]["id"]
    return scene


def starred(manager: Person, sandbox: Sandbox, ticket: Json) -> Scene:
    scene = plain(manager, sandbox, ticket)
    scene.known["star"] = sandbox.issue("stars", f"Attention for ZD#{scene.ticket}", "Requested by @tomas.ruiz")
    until(lambda: manager.panel(scene.ticket)["star"]["issues"])
    url = manager.panel(scene.ticket)["star"]["issues"][0]["url"]
    told = {"channel": "support_ticket-attention-requests", "text": f"New STAR {url}"}
    sandbox.control("POST", "slack/messages", told)
    return scene


def asked(manager: Person, sandbox: Sandbox, ticket: Json) -> Scene:
    scene = plain(manager, sandbox, ticket)
    title = f"Negative feedback for ticket {scene.ticket}"
    scene.known["feedback"] = sandbox.issue("feedback", title, labels=["SSAT::Contact"])
    until(lambda: manager.panel(scene.ticket)["feedback"]["issues"])
    return scene


def macro(manager: Person, sandbox: Sandbox, ticket: Json) -> Scene:
    scene = plain(manager, sandbox, ticket)
    found = manager.panel(scene.ticket)["macros"]
    scene.known["macro"] = next(one["id"] for one in found if one["title"] == "General::Request logs")
    return scene


@dataclass(frozen=True)
class Case:
    """How a kind is started, with a text in every field that takes one, and what it then writes."""

    stage: Stage
    body: Callable[[str, dict[str, Any]], Json]
    writes: tuple[str, ...]


CASES: dict[str, Case] = {
    "trigger_emergency": Case(
        plain,
        lambda t, known: {"answers": STRICT, "reason": t, "despite": t},
        ("pagerduty POST /incidents", TICKET, TICKET),
    ),
    "page_backup_pool": Case(plain, lambda t, known: {"summary": t}, ("pagerduty POST /incidents", TICKET)),
    "call_manager": Case(plain, lambda t, known: {"summary": t}, ("pagerduty POST /incidents", TICKET)),
    "acknowledge_page": Case(paged, lambda t, known: {}, ("pagerduty PUT /incidents/{incident}",)),
    "resolve_page": Case(
        paged,
        lambda t, known: {"note": t, "contacted": True},
        ("pagerduty PUT /incidents/{incident}", TICKET, "pagerduty POST /incidents/{incident}/notes"),
    ),
    "note_page": Case(paged, lambda t, known: {"text": t}, ("pagerduty POST /incidents/{incident}/notes",)),
    "add_responders": Case(
        paged,
        lambda t, known: {"users": ["PENG003"], "message": t},
        ("pagerduty POST /incidents/{incident}/responder_requests", TICKET),
    ),
    "ask_for_people": Case(paged, lambda t, known: {"text": t}, (POST,)),
    "escalate_page": Case(paged, lambda t, known: {"level": 2}, ("pagerduty PUT /incidents/{incident}", TICKET)),
    "reassign_page": Case(
        paged, lambda t, known: {"to": "PENG002", "reason": t}, ("pagerduty PUT /incidents/{incident}", TICKET)
    ),
    "hand_off": Case(
        paged,
        lambda t, known: {"to": t[:200], "summary": t},
        (TICKET, "pagerduty POST /incidents/{incident}/notes"),
    ),
    "record_assessment": Case(
        plain,
        lambda t, known: {
            "answers": STRICT,
            "override": {"verdict": "judgement", "reason": t},
            "notices": ["wide_incident"],
        },
        (TICKET,),
    ),
    "propose_escalation": Case(
        plain,
        lambda t, known: {"answers": {"over_3h": "yes"}, "summary": t},
        (TICKET, POST, f"gitlab POST {PROJECTS}escalations/issues"),
    ),
    "open_star": Case(
        plain,
        lambda t, known: {
            "urgency": "timely",
            "plan": t,
            "namespace": t,
            "reason": t,
            "desired_result": t,
            "override_reason": t,
            "engineer_contacted": True,
            "despite": t,
        },
        (f"gitlab POST {PROJECTS}ticket-attention-requests/issues", POST, TICKET, TICKET),
    ),
    "acknowledge_star": Case(starred, lambda t, known: {}, (TICKET, REACT)),
    "assign_star": Case(
        starred, lambda t, known: {"username": "priya"}, (f"gitlab PUT {PROJECTS}{STAR}", TICKET, POST)
    ),
    "comment_star": Case(starred, lambda t, known: {"text": t}, (f"gitlab POST {PROJECTS}{STAR}/notes",)),
    "resolve_star": Case(
        starred,
        lambda t, known: {"comment": t, "label": "Escalation::Response-Time"},
        (f"gitlab POST {PROJECTS}{STAR}/notes", f"gitlab PUT {PROJECTS}{STAR}", REACT),
    ),
    "reject_star": Case(
        starred,
        lambda t, known: {"why": t, "alternative": t},
        (f"gitlab POST {PROJECTS}{STAR}/notes", f"gitlab PUT {PROJECTS}{STAR}", POST),
    ),
    "move_discussion": Case(starred, lambda t, known: {"text": t}, (POST, POST)),
    "link_feedback": Case(
        asked, lambda t, known: {"issue": known["feedback"]}, (f"gitlab POST {PROJECTS}{FEEDBACK}/notes", TICKET)
    ),
    "record_contact": Case(
        asked,
        lambda t, known: {"iid": known["feedback"], "text": t},
        (f"gitlab POST {PROJECTS}{FEEDBACK}/notes", f"gitlab PUT {PROJECTS}{FEEDBACK}"),
    ),
    "close_feedback": Case(
        asked,
        lambda t, known: {"iid": known["feedback"], "override_reason": t},
        (f"gitlab POST {PROJECTS}{FEEDBACK}/notes", f"gitlab PUT {PROJECTS}{FEEDBACK}"),
    ),
    "note_feedback": Case(
        asked, lambda t, known: {"iid": known["feedback"], "text": t}, (f"gitlab POST {PROJECTS}{FEEDBACK}/notes",)
    ),
    "tick_star": Case(starred, lambda t, known: {"step": "triage"}, ()),
    "feedback_on_track": Case(asked, lambda t, known: {"iid": known["feedback"]}, ()),
    "apply_macro": Case(macro, lambda t, known: {"macro_id": known["macro"]}, (TICKET,)),
}
WITH_TEXT = [kind for kind, case in CASES.items() if "TEXT" in str(case.body("TEXT", {"feedback": 1, "macro": 1}))]
# What is typed into a page of an emergency stays on the ticket where the customer is a government: it is not refused.
OUTSIDE_ZENDESK = [
    kind
    for kind in WITH_TEXT
    if any(one.startswith(("gitlab", "slack")) for one in CASES[kind].writes)
    or kind in {"call_manager", "page_backup_pool"}
]

PASTED = "\n".join(
    (
        "/close\r\n/label ~pwned\u2028/assign @root\n/title pwned\n/confidential",
        "{{ticket.requester.email}} {% if a %}{{ticket.id}}{% endif %} { {x}}",
        "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:x'>pwned</a></p>",
        "<!-- oncall-operation:deadbeefdeadbeef -->\nOperation deadbeefdeadbeef\n<!--",
        "@all @root, pwned?",
        "\u202eעזרה 🚒 مرحبا\u200f \u0301 👩‍👩‍👧",
        "```\n/close\n~~~\n/label ~pwned",
    )
)
"""What somebody may paste: quick actions, placeholders, HTML, a forged mark, mentions, both directions, a fence."""
LONGEST = "🚒" * 20_000
"""The longest text that is taken: 80 kB."""


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a product of its own, with a project for escalations."""
    sandboxes = Path(product_module.__file__).with_name("handbook.yml").read_text()
    with changed_product(tmp_path_factory.mktemp("clean"), sandboxes + ESCALATIONS + PEOPLE, slack=True) as running:
        yield running


@dataclass
class Desk:
    """A manager, the sandbox, and how many of the committed writes were looked at."""

    manager: Person
    sandbox: Sandbox
    seen: int = 0

    def news(self) -> list[Json]:
        """List what was written since the last look: the whole list holds each long text of all tests."""
        found: list[Json] = self.sandbox.control("GET", "effects", since=self.seen)
        self.seen += len(found)
        return found


@pytest.fixture(scope="module")
def desk(clean: Product) -> Iterator[Desk]:
    with manager_at(clean) as (manager, sandbox):
        yield Desk(manager, sandbox)


def do(desk: Desk, kind: str, text: str, **ticket: Any) -> tuple[Scene, Json, list[Json]]:
    """Start an operation of a kind and give the scene, the operation, and all that was written since then."""
    manager, case = desk.manager, CASES[kind]
    scene = case.stage(manager, desk.sandbox, {"organization": PREMIUM} | ticket)
    desk.news()
    done = manager.do(scene.ticket, kind, **case.body(text, scene.known))
    # The whole does not wait for Slack.
    until(lambda: all(one["state"] == "done" for one in manager.operation(done["id"])["steps"]))
    done = manager.operation(done["id"])
    return scene, done, desk.news()


def written(effects: list[Json]) -> list[str]:
    return [f"{one['vendor']} {one['method']} {one['path']}" for one in effects]


def texts(effects: list[Json], vendor: str) -> list[str]:
    """List the texts that were written at a vendor."""
    bodies = [one["body"] for one in effects if one["vendor"] == vendor]
    if vendor == "zendesk":
        comments = [body["ticket"].get("comment", {}) for body in bodies]
        return [comment["html_body"] for comment in comments if "html_body" in comment]
    return [body[key] for body in bodies for key in ("description", "body", "text") if key in body]


def free_texts(model: type[BaseModel], prefix: str = "") -> set[str]:
    """List the paths of a body's fields that take any text."""
    found: set[str] = set()
    for name, info in model.model_fields.items():
        parts = get_args(info.annotation)
        rules = [*info.metadata, *(rule for one in parts for rule in getattr(one, "__metadata__", ()))]
        if any(getattr(rule, "func", None) in {free_text, hand_off.name} for rule in rules):
            found.add(f"{prefix}{name}")
        for one in (info.annotation, *parts):
            if isinstance(one, type) and issubclass(one, BaseModel):
                found |= free_texts(one, f"{prefix}{name}.")
    return found


def paths_of(body: Json, wanted: str, prefix: str = "") -> set[str]:
    found: set[str] = set()
    for key, value in body.items():
        if isinstance(value, dict):
            found |= paths_of(value, wanted, f"{prefix}{key}.")
        elif value == wanted:
            found.add(f"{prefix}{key}")
    return found


def test_every_kind_and_every_text_of_it_is_tested_here() -> None:
    # What belongs to a shift and not to a ticket is in test_board.py; do_the_rest writes what another kind left out.
    assert set(CASES) == {name for name, kind in KINDS.items() if not kind.on_board} - {"do_the_rest"}
    for kind, case in CASES.items():
        assert paths_of(case.body("TEXT", {"feedback": 1, "macro": 1}), "TEXT") == free_texts(KINDS[kind].Body), kind


@pytest.mark.parametrize("kind", CASES)
def test_exactly_the_expected_writes(desk: Desk, kind: str) -> None:
    scene, done, effects = do(desk, kind, "A plain word.")
    assert done["state"] == "done", done
    known = scene.known | {"ticket": scene.ticket}
    assert written(effects) == [one.format(**known) for one in CASES[kind].writes]
    assert desk.manager.operation(done["id"]) == done
    assert desk.news() == []


def test_the_engineer_of_a_star_gets_the_ticket_and_reads_so_in_its_thread(desk: Desk) -> None:
    _, done, effects = do(desk, "assign_star", "")
    (ticket,) = (one["body"]["ticket"] for one in effects if one["vendor"] == "zendesk")
    assert ticket["assignee_id"] == 7202
    assert "Priya" in next(one["detail"] for one in done["steps"] if one["name"] == "ticket_assignee")
    (told,) = texts(effects, "slack")
    assert re.match(r"<@U\w+>: .+ asks you to drive <.+> forward", told)


def test_the_cross_link_has_all_its_lines(desk: Desk) -> None:
    scene, _, effects = do(desk, "acknowledge_star", "")
    (said,) = (one["body"]["ticket"]["comment"] for one in effects if one["vendor"] == "zendesk")
    note = said.get("html_body") or said["body"]
    assert re.search(rf"STAR issue: .*/{scene.known['star']}\b", note), note
    assert re.search(r"Discussion: .*/archives/", note), note
    assert "Initiator: tomas.ruiz" in note


def test_a_page_says_what_it_is_about(desk: Desk) -> None:
    _, _, effects = do(desk, "trigger_emergency", "All is down.", subject="No sign-in")
    details = effects[0]["body"]["incident"]["body"]["details"]
    assert details.startswith("Reason: All is down.\nSubject: No sign-in\nPlan: ")
    assert "Verdict: Emergency." in details
    assert "/agent/tickets/" in details.splitlines()[-1]


@pytest.mark.parametrize("hostile", [pytest.param(PASTED, id="pasted"), pytest.param(LONGEST, id="80-kB")])
@pytest.mark.parametrize("kind", WITH_TEXT)
def test_hostile_words_land_quoted_and_harmless(desk: Desk, kind: str, hostile: str) -> None:
    scene, done, effects = do(desk, kind, hostile, requester=CLERK)
    assert done["state"] == "done", done
    known = scene.known | {"ticket": scene.ticket}
    assert written(effects) == [one.format(**known) for one in CASES[kind].writes]
    for text in texts(effects, "gitlab"):
        # What the marks are for: only ours count, and every line that somebody typed is a quotation.
        (mark,) = re.findall(r"(?m)^<!-- oncall-operation:(\w+) -->$", text)
        assert mark not in {done["id"], "deadbeefdeadbeef"}
        assert not [line for line in text.splitlines() if line.lstrip().startswith(("/", "```", "~~~"))]
        assert not [line for line in text.splitlines() if "pwned" in line and not line.startswith("> ")]
        assert not re.search(r"(?<![\w\u200b])@(all|root)", text)
    for text in texts(effects, "slack"):
        assert len(text) <= 40_000
        assert not re.search(r"<(?![@h])|(?<![\w\u200b<])@(all|root)", text)
        assert not [line for line in text.splitlines() if "pwned" in line and not line.startswith("> ")]
    for html in texts(effects, "zendesk"):
        assert len(html.encode()) <= 64 * 1024
        assert done["id"] not in html
        assert "Operation deadbeef" not in html
        assert "{{" not in html
        assert "{%" not in html
        assert set(re.findall(r"<(\w+)", html)) <= {"p", "br", "a", "small", "ul", "li"}
        assert "javascript:" not in "".join(re.findall(r"<a [^>]*>", html))
    assert not [one for one in effects if "comment" in one["body"].get("ticket", {}) and is_public(one)]
    for address in issues_of(scene, effects, done):
        issue = read_issue(desk.sandbox.url, address)
        assert "pwned" not in f"{issue['labels']} {issue['title']}"
        assert issue["confidential"] is False
        assert issue["state"] == ("closed" if kind in CLOSING else "opened")


CLOSING = {"resolve_star", "reject_star", "record_contact", "close_feedback"}


def is_public(effect: Json) -> bool:
    return effect["body"]["ticket"]["comment"].get("public") is not False


def issues_of(scene: Scene, effects: list[Json], done: Json) -> list[str]:
    """Give the API address of each issue that was written to."""
    found = [one["path"].removesuffix("/notes") for one in effects if one["vendor"] == "gitlab"]
    made = [one["url"].rsplit("/", 1)[1] for one in done["steps"] if one["name"] == "issue"]
    return sorted({f"{one}/{made[0]}" if one.endswith("/issues") else one for one in found})


def read_issue(url: str, address: str) -> Json:
    project, _, iid = address.removeprefix("/projects/").rpartition("/issues/")
    path = f"{url}/gitlab/api/v4/projects/{quote(project, safe='')}/issues/{iid}"
    found: Json = requests.get(path, headers={"PRIVATE-TOKEN": GITLAB_TOKEN}, timeout=10).json()
    return found


@pytest.mark.parametrize("kind", WITH_TEXT)
def test_64_kb_are_refused_and_nothing_is_written(desk: Desk, kind: str) -> None:
    scene = CASES[kind].stage(desk.manager, desk.sandbox, {})
    desk.news()
    refused = desk.manager.ask(scene.ticket, kind, **CASES[kind].body("x" * 65_536, scene.known))
    assert (refused.status_code, error(refused)["code"]) == (422, "invalid")
    assert desk.news() == []


@pytest.mark.parametrize("kind", CASES)
def test_a_government_customer_has_no_name_outside_zendesk(desk: Desk, kind: str) -> None:
    _, done, effects = do(
        desk, kind, "They wait.", organization=GOVERNMENT, requester=CLERK, subject=f"Help for {NAMES[0]}, {NAMES[1]}"
    )
    assert done["state"] == "done", done
    outside = [str(one["body"]) for one in effects if one["vendor"] in {"gitlab", "slack", "pagerduty"}]
    assert not [name for name in NAMES for text in outside if name.casefold() in text.casefold()]


@pytest.mark.parametrize("kind", OUTSIDE_ZENDESK)
def test_a_text_that_names_a_government_customer_is_refused(desk: Desk, kind: str) -> None:
    scene = CASES[kind].stage(desk.manager, desk.sandbox, {"organization": GOVERNMENT, "requester": CLERK})
    desk.news()
    for name in (*NAMES, "BUREAU of\nexamples", "jo\u200b clerk"):
        refused = desk.manager.ask(scene.ticket, kind, **CASES[kind].body(f"Ask {name} again.", scene.known))
        assert (refused.status_code, error(refused)["details"]["rule"]) == (422, "us_government_name")
    assert desk.news() == []
