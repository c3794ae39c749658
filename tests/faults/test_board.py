"""Every way in which a vendor can fail at what a shift does: done, once. What a ticket does is in test_vendors.py."""

import re
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from backend.operations.kinds import KINDS
from tests.faults.test_vendors import MODES
from tests.support.desk import Json, Person, Sandbox, until

BOARD = 0
PATIENCE = 120.0


@dataclass(frozen=True)
class Errand:
    """A kind of the board: what it needs, and the write that meets the fault, by what is in its path and body."""

    kind: str
    body: Callable[[Person, Sandbox, int], Json]
    vendor: str
    method: str
    path: str

    def wrote(self, effect: Json) -> bool:
        """Tell whether a committed write is this errand's."""
        place = (effect["vendor"], effect["method"]) == (self.vendor, self.method)
        return place and re.search(self.path, effect["path"]) is not None


def hours(number: int) -> Json:
    start = (datetime.now(UTC) + timedelta(hours=2, minutes=5 * number)).replace(microsecond=0)
    return {"user": "PMGR002", "start": start.isoformat(), "end": (start + timedelta(minutes=4)).isoformat()}


def arranged(boss: Person, world: Sandbox, number: int) -> Json:
    wanted = hours(100 + number)
    boss.do(BOARD, "cover_shift", **wanted)
    start = datetime.fromisoformat(wanted["start"])

    def shown() -> Json | None:
        covers = boss.call("GET", "/api/board").json()["cover"]["covers"]
        return next((one for one in covers if datetime.fromisoformat(one["start"]) == start), None)

    return {"override_id": until(shown, PATIENCE)["override_id"]}


def misplaced(boss: Person, world: Sandbox, number: int) -> Json:
    wrong = {"channel": "support_self-managed", "text": f"Look, please {number}", "user": "U7201"}
    return {"link": world.control("POST", "slack/messages", wrong)["url"]}


ERRANDS = (
    Errand("cover_shift", lambda boss, world, number: hours(number), "pagerduty", "POST", "/overrides$"),
    Errand("end_cover", arranged, "pagerduty", "DELETE", "/overrides/"),
    Errand(
        "post_hand_off", lambda boss, world, number: {"text": f"calm-{number}-{secrets.token_hex(4)}"},
        "slack", "POST", "postMessage$",
    ),
    Errand("redirect_request", misplaced, "slack", "POST", "reactions.add$"),
)  # fmt: skip


def test_every_kind_of_the_board_has_its_errand() -> None:
    assert {one.kind for one in ERRANDS} == {name for name, kind in KINDS.items() if kind.on_board}


@pytest.mark.long(60)
def test_every_fault_at_the_write_of_every_errand(stand_ins: Sandbox, boss: Person) -> None:
    tasks = [(one, one.body(boss, stand_ins, number)) for one in ERRANDS for number in range(len(MODES))]
    before = len(stand_ins.control("GET", "effects"))
    for one in ERRANDS:
        where = {"vendor": one.vendor, "method": one.method, "path": one.path, "times": 1}
        for mode in MODES.values():
            stand_ins.control("POST", "faults", where | mode)

    def accepted(task: tuple[Errand, Json]) -> str:
        errand, body = task
        asked = until(lambda: (answer := boss.ask(BOARD, errand.kind, **body)).status_code < 300 and answer, PATIENCE)
        return str(asked.json()["id"])

    with ThreadPoolExecutor(len(tasks)) as pool:
        operations = list(pool.map(accepted, tasks))
    # One after the other: an agent's reads are limited.
    assert {boss.ended(one, PATIENCE)["state"] for one in operations} == {"done"}
    effects = stand_ins.control("GET", "effects")[before:]
    for one in ERRANDS:
        written = [effect for effect in effects if one.wrote(effect)]
        assert len(written) == len(MODES), (one.kind, written)
    assert len(effects) == len(tasks)
    assert all(one["fired"] for one in stand_ins.control("GET", "faults"))
