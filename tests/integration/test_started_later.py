"""A worker that is started later works by what its siblings work by, whatever has become of the files meanwhile."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sandbox.product import ROOT, Product, running_product
from tests.faults.fleet import kill_worker, workers
from tests.support.changed import FAST_SYNC
from tests.support.desk import Sandbox, sign_in, until


def test_files_that_became_unreadable_end_no_running_product(tmp_path: Path) -> None:
    overrides, engineers = tmp_path / "handbook.yml", tmp_path / "engineers.yml"
    overrides.write_bytes((ROOT / "sandbox" / "handbook.yml").read_bytes())
    engineers.write_text("engineers: []\n")
    files = {"HANDBOOK_OVERRIDES": str(overrides), "ENGINEERS": str(engineers)}
    with (
        running_product(tmp_path / "data", environment=FAST_SYNC | files) as product,
        Sandbox(product.sandbox) as control,
    ):
        overrides.write_text("roles: [")
        engineers.write_text("engineers: [")
        (before,) = workers(product)
        assert kill_worker(before)
        until(lambda: len(found := workers(product)) == 1 and before not in found)
        with sign_in(product.backend, control) as manager:
            assert manager.panel(control.ticket())["ticket"]


def test_one_that_has_no_place_for_its_slot_ends_no_other(tmp_path: Path) -> None:
    environment = FAST_SYNC | {"WEB_CONCURRENCY": "2", "EXECUTOR_FOLDER": str(tmp_path / "slots")}
    with running_product(tmp_path / "data", environment=environment) as product, Sandbox(product.sandbox) as control:
        first, other = until(lambda: found if len(found := workers(product)) == 2 else None)
        (tmp_path / "slots").rename(tmp_path / "away")
        (tmp_path / "slots").write_text("no folder")
        assert kill_worker(first)
        until(lambda: len(found := workers(product)) == 2 and first not in found)
        with sign_in(product.backend, control) as manager:
            assert manager.do(control.ticket(), "trigger_emergency", reason="Down.")["state"] == "done"
        (tmp_path / "slots").unlink()
        waiting = set(workers(product)) - {other}
        # In its place comes one that can.
        until(lambda: len(found := workers(product)) == 2 and not waiting & set(found), 60)
        until(lambda: len(list((tmp_path / "slots").iterdir())) == 1)
        assert other in workers(product)


def test_the_metrics_of_a_worker_lie_on_no_disk(product: Product) -> None:
    mapped = [line.split()[-1] for line in Path(f"/proc/{workers(product)[0]}/maps").read_text().splitlines()]
    counters = [one for one in mapped if one.endswith(".db") and "/counter_" in one]
    assert counters
    # A system without it, as some containers are, has no better place than the folder for temporary files.
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir()
    assert all(one.startswith(f"{place}/oncall-metrics-") for one in counters)


@pytest.mark.parametrize(
    ("variables", "said"),
    [({}, "SESSION_KEY is missing"), ({"HANDBOOK_OVERRIDES": "nowhere.yml"}, "nowhere.yml")],
)
def test_what_cannot_work_ends_at_once_and_says_why(variables: dict[str, str], said: str) -> None:
    bare = {"PATH": os.environ["PATH"], "BIND": "127.0.0.1:0", **variables}
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn"], cwd=ROOT, env=bare, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
