"""The machine's clock is set while operations run: nothing waits for it, nothing ends by it, nothing stands still."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import requests

from sandbox.product import Product, running_product
from tests.faults.conftest import MANY_AT_ONCE
from tests.faults.jobs import JOBS, PAGE, Scene
from tests.faults.ledger import Ledger, Report
from tests.faults.test_lights import goes_out, watching
from tests.support.desk import Person, Sandbox, error, sign_in, until

EMERGENCY = JOBS[0]
HOUR = 3600
SOON = 30.0
"""Seconds within which the mirror brings in what has changed; it reads every second."""


@dataclass(frozen=True)
class Machine:
    """A product on a machine whose clock can be set."""

    product: Product
    clock: Path

    def set_by(self, hours: int) -> None:
        """Set the clock to so many hours beside the true time, and wait until an answer bears it."""
        # In one piece: the processes read it all the time, and one that finds it empty follows the clock no more.
        new = self.clock.with_suffix(".new")
        new.write_text(str(hours * HOUR))
        new.replace(self.clock)
        with Sandbox(self.product.sandbox) as stand_ins:
            until(lambda: abs(self._ahead(stand_ins) - hours * HOUR) < 30, SOON)

    def _ahead(self, stand_ins: Sandbox) -> float:
        dated = stand_ins.http.get(f"{self.product.backend}/healthz", timeout=5).headers["Date"]
        return (datetime.strptime(dated, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)).timestamp() - time.time()


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    clock = tmp_path / "clock"
    clock.write_text("0")
    path = os.pathsep.join(filter(None, [str(Path(__file__).parent / "set_clock"), os.environ.get("PYTHONPATH")]))
    moved = {**MANY_AT_ONCE, "CLOCK_FILE": str(clock), "PYTHONPATH": path}
    with running_product(tmp_path / "data", environment=moved, slack=True) as running:
        yield Machine(running, clock)


@pytest.mark.long(60)
@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_is_set_and_set_right_again(
    machine: Machine, tell: Callable[[Report, str], None], hours: int
) -> None:
    ledger, backend = Ledger(), machine.product.backend
    with Sandbox(machine.product.sandbox) as stand_ins, watching(backend) as watch:
        boss = sign_in(backend, stand_ins)
        scenes = [under_way(ledger, boss, stand_ins)]
        machine.set_by(hours)
        until(lambda: watch.said("Clocks differ"), SOON)
        refused = requests.post(f"{backend}/api/session", json={"token": stand_ins.token()}, timeout=10)
        assert (refused.status_code, "clock" in error(refused)["message"]) == (401, True)
        if hours < 0:
            # Sessions end by the clock; one that was set back ends none.
            scenes.append(under_way(ledger, boss, stand_ins))
            is_seen(boss, stand_ins, scenes[0])
        for scene in scenes:
            until(partial(all_written, stand_ins, scene), SOON)
        machine.set_by(0)
        boss = sign_in(backend, stand_ins)
        scenes.append(under_way(ledger, boss, stand_ins))
        ledger.settle(boss, 60)
        is_seen(boss, stand_ins, scenes[-1])
        goes_out(watch, "Clocks differ", "lies ahead", "was last read")
        assert not watch.others()
    tell(ledger.judge(stand_ins), f"the clock {hours} h beside the time, and right again")


def under_way(ledger: Ledger, boss: Person, stand_ins: Sandbox) -> Scene:
    """Have a page accepted that PagerDuty is slow to take."""
    scene = Scene(stand_ins.ticket())
    stand_ins.control("POST", "faults", PAGE.fault(scene, mode="slow", seconds=4))
    ledger.ask([boss], EMERGENCY, scene)
    return scene


def is_seen(boss: Person, stand_ins: Sandbox, scene: Scene) -> None:
    """Fail if what people do in PagerDuty is not seen soon."""
    until(lambda: stand_ins.incidents(scene.ticket))
    (page,) = stand_ins.incidents(scene.ticket)
    for status in ("acknowledged", "resolved"):
        stand_ins.control("POST", f"incidents/{page['id']}", {"status": status})
        until(partial(is_shown, boss, scene, status), SOON)


def is_shown(boss: Person, scene: Scene, status: str) -> bool:
    return bool(boss.panel(scene.ticket)["emergency"]["incident"]["status"] == status)


def all_written(stand_ins: Sandbox, scene: Scene) -> bool:
    return len(stand_ins.effects(scene.ticket)) == len(EMERGENCY.writes)
