"""Holds what panel, board, operations and notes claim against what the vendors hold: each false claim in one line."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from tests.faults.jobs import signature
from tests.faults.mischief import ELSEWHERE, SUPPORT, Stage
from tests.support.desk import Json, Person, Sandbox

WRITES_OF = {
    "page": "pagerduty POST incidents",
    "acknowledge_page": "pagerduty PUT incident",
    "resolve_page": "pagerduty PUT incident",
    "reassign": "pagerduty PUT incident",
    "escalate": "pagerduty PUT incident",
    "responders": "pagerduty POST responder_requests",
    "incident_note": "pagerduty POST notes",
    "note": "zendesk PUT comment",
    "macro": "zendesk PUT comment",
    "tag": "zendesk PUT tags",
    "issue": "gitlab POST issues",
    "issue_note": "gitlab POST notes",
    "assign": "gitlab PUT issue",
    "close": "gitlab PUT issue",
    "discussion": "slack POST chat.postMessage",
}
"""The write of each step, as `wrote` names it; the others write nothing, or only where a STAR is announced."""
FOUND_DONE = re.compile(r"\bis already with\b|not from here|\bclosed$|^STAR rejected$|^Assigned to|issue closed$")
"""What a step says that may have found its work done by somebody else."""
MAY_HAVE_WRITTEN = re.compile(r"could not be confirmed|was merged into")
"""What a failed step says whose write may have taken place: in doubt, or in vain, for a merge was quicker."""
UNDONE = {"pagerduty PUT incident", "gitlab PUT issue"}
"""Changes that others can undo before they are looked for: one whose answer was lost is then made again."""
NO_REPLY = "no public reply"
CLAIMS = (
    (r"paged by .+?: PagerDuty incident #(\d+)", "POST", ""),
    (r"PagerDuty incident #(\d+) resolved by", "PUT", "resolved"),
    (r"PagerDuty incident #(\d+) handed over by", "PUT", "assignments"),
    (r"PagerDuty incident #(\d+) escalated by", "PUT", "escalation_level"),
    (r"PagerDuty incident #(\d+): .+ asked .+ to join", "POST", "responder_request_targets"),
)
"""What a note says was done to an incident: the method and a word of the write that it needs."""


@dataclass(frozen=True)
class Held:
    """What the vendors hold now, and all that we have written."""

    incidents: Mapping[str, Json]
    issues: tuple[Json, ...]
    effects: tuple[Json, ...]

    @classmethod
    def read(cls, sandbox: Sandbox) -> Self:
        """Read it."""
        incidents = {one["id"]: one for one in sandbox.control("GET", "incidents")}
        return cls(incidents, tuple(sandbox.control("GET", "issues")), tuple(sandbox.control("GET", "effects")))

    def pages_of(self, ticket: int) -> dict[str, Json]:
        """List the incidents that page for an emergency of a ticket, and what they were merged into."""
        mine = {key: one for key, one in self.incidents.items() if _pages(one, ticket)}
        while more := {one["merged_into"] for one in mine.values() if one["merged_into"]} - set(mine):
            mine |= {key: self.incidents[key] for key in more}
        return mine

    def issues_of(self, project: str, ticket: int) -> dict[int, Json]:
        """List the issues of a tracker that are about a ticket."""
        mine = (one for one in self.issues if one["project"] == project and one["title"].endswith(f"{ticket}"))
        return {one["iid"]: one for one in mine}

    def written(self, stage: Stage) -> list[Json]:
        """List what we have written about what a job works on."""
        return [one for one in self.effects if self._concerns(one, stage)]

    def _concerns(self, effect: Json, stage: Stage) -> bool:
        scene, path = stage.scene, effect["path"]
        if effect["vendor"] == "zendesk":
            return bool(path == f"/api/v2/tickets/{stage.ticket}.json")
        if found := re.search(r"/incidents/(\w+)", path):
            return found[1] in stage.incidents
        if found := re.search(r"/issues/(\d+)", path):
            mine = {("ticket-attention-requests", scene.star), ("feedback", scene.feedback)}
            return any(number == int(found[1]) and name in path for name, number in mine)
        return bool(re.search(rf"(?<!\w){stage.ticket}(?!\w)", str(effect["body"])))


def wrote(effect: Json) -> str:
    """Name a committed write without its numbers; a note of an incident is told from a change of it."""
    last = effect["path"].rsplit("/", 1)[-1]
    return (
        f"{effect['vendor']} {effect['method']} {last}"
        if last in {"notes", "responder_requests"}
        else signature(effect)
    )


def _pages(incident: Json, ticket: int, purpose: str = "emergency", service: str = SUPPORT) -> bool:
    key = incident["incident_key"]
    if key.startswith("zendesk-"):
        return bool(key == f"zendesk-{ticket}-{purpose}")
    return incident["service_id"] == service and incident["title"] in {f"ZD#{ticket}", f"{ticket}"}


def false_of_page(panel: Json, held: Held, ticket: int) -> Iterator[str]:
    """Name what a panel says falsely of a ticket's pages."""
    emergency, mine = panel["emergency"], held.pages_of(ticket)
    shown = {one["id"]: one for one in emergency["incidents"]}
    if set(shown) != set(mine):
        yield f"shows the pages {sorted(shown)}, PagerDuty holds {sorted(mine)}"
    for key in set(shown) & set(mine):
        yield from _false_of_incident(shown[key], mine[key], held)
    open_ones = {key for key, one in mine.items() if one["status"] != "resolved"}
    leading = emergency["incident"]
    if open_ones and (leading is None or leading["id"] not in open_ones):
        yield f"leads with {leading and leading['id']}, open are {sorted(open_ones)}"
    managers, call = set(mine), emergency["manager_call"]["incident"]
    managers |= {key for key, one in held.incidents.items() if _pages(one, ticket, "manager", ELSEWHERE)}
    numbers = {held.incidents[key]["number"]: held.incidents[key]["status"] for key in managers}
    if call and numbers.get(call["number"]) != call["status"]:
        yield f"says of the manager's call #{call['number']} {call['status']}, it is {numbers.get(call['number'])}"
    pool = emergency["pool_incident"]
    if pool and (true := held.incidents[pool["id"]]["status"]) != pool["status"]:
        yield f"says of the pool's page #{pool['number']} {pool['status']}, it is {true}"


def _false_of_incident(shown: Json, held: Json, all_held: Held) -> Iterator[str]:
    target = all_held.incidents.get(held["merged_into"] or "")
    facts = {
        "status": (shown["status"], held["status"]),
        "urgency": (shown["urgency"], held["urgency"]),
        "title": (shown["title"], held["title"]),
        "assignees": (sorted(shown["assignees"]), sorted(held["assigned_to"])),
        "merged_into": (shown["merged_into"] and shown["merged_into"]["number"], target and target["number"]),
        "escalates": (shown["escalates"] is not None, held["escalates"]),
        "replied_at": (shown["replied_at"], None),
    }
    for name, (said, true) in facts.items():
        if said != true:
            yield f"says of incident #{held['number']} {name} = {said!r}, it is {true!r}"
    words = shown["clock"]["because"]
    if held["status"] == "resolved" and target is None and NO_REPLY not in words:
        yield f"says of incident #{held['number']}, which nobody has replied to: {words!r}"


def false_of_star(panel: Json, held: Held, ticket: int) -> Iterator[str]:
    """Name what a panel says falsely of a ticket's STARs."""
    shown, mine = {one["iid"]: one for one in panel["star"]["issues"]}, held.issues_of("stars", ticket)
    if set(shown) != set(mine):
        yield f"shows the STARs {sorted(shown)}, GitLab holds {sorted(mine)}"
    for iid in set(shown) & set(mine):
        said, may_be = shown[iid]["state"], star_states(mine[iid])
        if said not in may_be:
            yield f"calls STAR #{iid} {said}, it is {' or '.join(sorted(may_be))}"
        if sorted(shown[iid]["assignees"]) != sorted(mine[iid]["assignees"]):
            yield f"says that STAR #{iid} is with {shown[iid]['assignees']}, it is with {mine[iid]['assignees']}"
    if not mine and panel["star"]["state"] != "none":
        yield f"calls the STAR {panel['star']['state']}, GitLab holds none"


def star_states(issue: Json) -> set[str]:
    """Tell what a STAR may be called; whether somebody has acknowledged it is our own record."""
    if issue["state"] == "closed":
        ended = "unstarred" if "unstarred" in issue["labels"] else "resolved"
        return {"moved" if issue["moved_to_id"] else ended}
    return {"in_progress"} if issue["assignees"] else {"submitted", "acknowledged"}


def false_of_feedback(panel: Json, held: Held, ticket: int) -> Iterator[str]:
    """Name what a panel says falsely of a ticket's feedback."""
    shown, mine = {one["iid"]: one for one in panel["feedback"]["issues"]}, held.issues_of("feedback", ticket)
    if set(shown) != set(mine):
        yield f"shows the feedback {sorted(shown)}, GitLab holds {sorted(mine)}"
    for iid in set(shown) & set(mine):
        ended = "moved" if mine[iid]["moved_to_id"] else "closed"
        may_be = {ended} if mine[iid]["state"] == "closed" else {"received", "contact_due", "contacted"}
        if shown[iid]["state"] not in may_be:
            yield f"calls feedback #{iid} {shown[iid]['state']}, it is {' or '.join(sorted(may_be))}"


def false_on_board(board: Json, held: Held, stage: Stage) -> Iterator[str]:
    """Name what the board lists as open of a stage's tickets and is not, and the reverse."""
    for ticket in (stage.ticket, stage.bystander):
        rows = [one for one in board["emergencies"] if not one["pool"]]
        said, pages = {one["number"]: one["status"] for one in rows}, held.pages_of(ticket).values()
        true = {one["number"]: one["status"] for one in pages if one["status"] != "resolved"}
        mine = {one["number"] for one in rows if one["ticket_id"] == ticket}
        if mine - set(true) or true.items() - said.items():
            yield f"the board: lists for ticket {ticket} the pages {mine}, open are {true}"
        stars = {one["iid"] for one in board["stars"] if one["ticket_id"] == ticket}
        open_stars = {iid for iid, one in held.issues_of("stars", ticket).items() if one["state"] == "opened"}
        if stars != open_stars:
            yield f"the board: lists for ticket {ticket} the STARs {stars}, open are {open_stars}"


def false_of_operation(operation: Json, held: Held, stage: Stage) -> Iterator[str]:
    """Name each step that says something else than what was written: doubled, lost, or done after all."""
    written = Counter(wrote(one) for one in held.written(stage))
    most: Counter[str] = Counter()
    for step in operation["steps"]:
        write, detail = WRITES_OF.get(step["name"]), step["detail"] or ""
        if step["name"] == "slack_thread" and detail.startswith("Announced"):
            write = "slack POST chat.postMessage"
        if write is None:
            continue
        if step["state"] == "done" or MAY_HAVE_WRITTEN.search(detail):
            most[write] += 1
        if step["state"] == "done" and not written[write] and not FOUND_DONE.search(detail):
            yield f"lost: {step['name']} says {detail!r}, and nothing was written"
    if stage.lost_answer:
        most.update(UNDONE & set(most))
    for write, times in (written - most).items():
        yield f"doubled: {write} {times} times more than its steps say"


def false_in_notes(held: Held, stage: Stage) -> Iterator[str]:
    """Name each claim of an internal note that no write of ours bears out."""
    numbers = {one["number"]: key for key, one in held.incidents.items()}
    written = held.written(stage)
    for effect in written:
        words = re.sub(r"<[^>]*>", "", str(effect["body"].get("ticket", {}).get("comment", {}).get("html_body", "")))
        for pattern, method, about in CLAIMS:
            for found in re.finditer(pattern, words):
                incident = held.incidents.get(numbers.get(int(found[1]), ""))
                if not any(_bears_out(one, incident, method, about) for one in written):
                    yield f"false in a note: {found[0]!r}"


def _bears_out(effect: Json, incident: Json | None, method: str, about: str) -> bool:
    if incident is None or (effect["vendor"], effect["method"]) != ("pagerduty", method):
        return False
    if not about:
        return bool(effect["body"].get("incident", {}).get("incident_key") == incident["incident_key"])
    return f"/incidents/{incident['id']}" in effect["path"] and about in str(effect["body"])


def false_claims(person: Person, held: Held, stage: Stage) -> list[str]:
    """Name all that the panels of a ticket, and of the one its page was renamed to, say falsely."""
    found = []
    for ticket in (stage.ticket, stage.bystander):
        panel = person.panel(ticket)
        for judge in (false_of_page, false_of_star, false_of_feedback):
            found += [f"the panel of {ticket} {words}" for words in judge(panel, held, ticket)]
    return found
