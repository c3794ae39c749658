"""Drive a running product as its users do: the sandbox's control on one side, the API on the other."""

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

import requests

from sandbox.server import RunningSandbox

Json = dict[str, Any]
MANAGER, OTHER_MANAGER, AGENT, LIGHT_AGENT = 7101, 7102, 7201, 7301
PREMIUM: Json = {"organization_fields": {"sub_sm_premium": True}}
STRICT = {"production": "yes", "unusable": "yes", "scope": "all"}
PATIENCE = 30.0
"""Seconds: several times what anything takes on a machine half as fast, beside other work."""
SOONEST, SELDOM = 0.02, 0.6
"""Seconds between two looks, at first and later."""


def until(probe: Callable[[], Any], patience: float = PATIENCE, tell: Callable[[], Any] | None = None) -> Any:
    """Wait for a probe to give something true; fail with its last answer, or with what `tell` says of it."""
    end, pause = time.monotonic() + patience, SOONEST
    while not (found := probe()):
        assert time.monotonic() < end, f"waited {patience} s in vain, last answer {tell() if tell else found!r}"
        time.sleep(pause)
        # What takes long is not asked for all the time: that would only slow down what is waited for.
        pause = min(pause * 1.6, SELDOM)
    return found


def local_session() -> requests.Session:
    """Make a session for servers beside us: requests else reads the whole environment for a proxy with each call."""
    made = requests.Session()
    made.trust_env = False
    return made


@dataclass
class Sandbox:
    """The control side of the sandbox."""

    url: str
    http: requests.Session = field(default_factory=local_session)
    hurt: bool = False
    """Whether it was told to fail."""

    def __enter__(self) -> Self:
        """Control it; its faults end with the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End its faults and the connection."""
        self.heal()
        self.http.close()

    def control(self, method: str, path: str, body: Json | None = None, **query: Any) -> Any:
        """Call the control API; fail on a refusal."""
        self.hurt |= (method, path) == ("POST", "faults")
        answer = self.http.request(method, f"{self.url}/_sandbox/{path}", json=body, params=query, timeout=10)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def ticket(self, organization: Json | None = PREMIUM, comments: list[Json] | None = None, **ticket: Any) -> int:
        """Make a ticket of its own for a test."""
        body: Json = {"ticket": ticket, "organization": organization}
        made: Json = self.control("POST", "tickets", body | ({"comments": comments} if comments else {}))
        return int(made["id"])

    def issue(self, project: str, title: str, description: str = "", **more: Any) -> int:
        """Open an issue as another tool does."""
        made: Json = self.control(
            "POST", "issues", {"project": project, "title": title, "description": description} | more
        )
        return int(made["iid"])

    def fault(self, vendor: str, mode: str, **more: Any) -> None:
        """Make a vendor fail."""
        self.control("POST", "faults", {"vendor": vendor, "mode": mode} | more)

    def heal(self) -> None:
        """End all faults."""
        self.control("DELETE", "faults")

    def token(self, user_id: int = MANAGER, **query: int | str) -> str:
        """Get a signed sidebar token."""
        found: Json = self.control("GET", "token", None, user_id=user_id, ticket_id=1, **query)
        return str(found["token"])

    def effects(self, ticket_id: int, star: int | None = None, feedback: int | None = None) -> list[Json]:
        """List the committed writes that concern a ticket, or an issue of a tracker."""
        return concerning(self.control("GET", "effects"), ticket_id, star, feedback)

    def incidents(self, ticket_id: int) -> list[Json]:
        """List PagerDuty's incidents for a ticket, whoever opened them."""
        return [one for one in self.control("GET", "incidents") if f"{ticket_id}" in one["title"]]


@dataclass(frozen=True)
class Telling:
    """A sandbox that sends its events to nobody; `control` changes its world."""

    running: RunningSandbox
    control: requests.Session

    def events(self, about: str) -> list[Json]:
        """List the payloads of the events that name a text, oldest first."""
        return [one["payload"] for one in self.control.get("/webhooks").json() if about in str(one["payload"])]


def concerning(
    effects: list[Json], ticket_id: int, star: int | None, feedback: int | None, incident: str | None = None
) -> list[Json]:
    """Pick the committed writes that concern a ticket, an issue of a tracker, or an incident."""
    issues = (f"ticket-attention-requests/issues/{star}", f"feedback/issues/{feedback}")

    # Not inside a word: the digits of an operation's id are no ticket number.
    named = re.compile(rf"(?<!\w){ticket_id}(?!\w)")

    def concerns(one: Json) -> bool:
        path = one["path"].removesuffix("/notes")
        mine = path in {f"/api/v2/tickets/{ticket_id}.json", f"/incidents/{incident}"} or path.endswith(issues)
        return mine or (one["vendor"] != "zendesk" and bool(named.search(str(one["body"]))))

    return [one for one in effects if concerns(one)]


@dataclass
class Person:
    """Somebody with a session."""

    backend: str
    session: str
    agent: Json
    http: requests.Session = field(default_factory=local_session)

    def __enter__(self) -> Self:
        """Be this person for the length of a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the connection."""
        self.http.close()

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """Call the API."""
        sent = {"Authorization": f"Bearer {self.session}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return self.http.request(method, f"{self.backend}{path}", json=body, headers=sent, timeout=30)

    def panel(self, ticket_id: int, query: str = "") -> Json:
        """Read a panel."""
        answer = self.call("GET", f"/api/tickets/{ticket_id}/panel{query}")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def assess(self, ticket_id: int, answers: Json, **more: Any) -> Json:
        """Ask for a verdict."""
        answer = self.call("POST", f"/api/tickets/{ticket_id}/assessment", {"answers": answers} | more)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def ask(self, ticket_id: int, kind: str, key: str | None = None, **body: Any) -> requests.Response:
        """Start an operation on a ticket, 0 = on the shift board; give the raw answer."""
        path = f"/api/tickets/{ticket_id}/operations" if ticket_id else "/api/board/operations"
        return self.call("POST", path, {"kind": kind} | body, Idempotency_Key=key or secrets.token_hex(8))

    def do(self, ticket_id: int, kind: str, key: str | None = None, **body: Any) -> Json:
        """Start an operation and wait for its end."""
        answer = self.ask(ticket_id, kind, key, **body)
        assert answer.status_code in {200, 201, 202}, answer.text
        return self.ended(answer.json()["id"])

    def operation(self, operation_id: str) -> Json:
        """Read an operation."""
        found: Json = self.call("GET", f"/api/operations/{operation_id}").json()
        return found

    def ended(self, operation_id: str, patience: float = PATIENCE) -> Json:
        """Wait until an operation has ended."""

        def probe() -> Json | None:
            found = self.operation(operation_id)
            return found if found["state"] in {"done", "failed"} else None

        ended: Json = until(probe, patience, lambda: self.operation(operation_id))
        return ended


def begin_session(backend: str, sandbox: Sandbox, user_id: int = MANAGER) -> requests.Response:
    """Ask for a session as the sidebar does; give the raw answer."""
    return requests.post(f"{backend}/api/session", json={"token": sandbox.token(user_id)}, timeout=30)


def person_of(backend: str, begun: requests.Response) -> Person:
    """Be whoever a session was begun for."""
    assert begun.status_code == 200, begun.text
    return Person(backend, begun.json()["session"], begun.json()["agent"])


def sign_in(backend: str, sandbox: Sandbox, user_id: int = MANAGER) -> Person:
    """Begin a session."""
    return person_of(backend, begin_session(backend, sandbox, user_id))


def error(answer: requests.Response) -> Json:
    """Read the error out of an answer."""
    found: Json = answer.json()["error"]
    return found


def await_well(backend: str, sandbox: Sandbox) -> None:
    """Wait until a product that was hurt reads tickets again: for seconds it spares a vendor that has failed."""
    sandbox.heal()
    ticket = sandbox.ticket()

    def reads() -> bool:
        begun = begin_session(backend, sandbox)
        if begun.status_code != 200:
            return False
        with person_of(backend, begun) as person:
            answer = person.call("GET", f"/api/tickets/{ticket}/panel")
            return answer.status_code == 200 and answer.json()["ticket"] is not None

    until(reads)
