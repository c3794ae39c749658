"""Run the product once against a recorded sandbox and keep what both said."""

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from sandbox.environment import backend_environment, slack_environment
from sandbox.product import ROOT, free_port, running_backend
from sandbox.server import make_server
from sandbox.world import world_of
from tests.contract.exchange import Exchange, Json, Recorder
from tests.contract.repertoire import Player, play
from tests.support.desk import Sandbox, sign_in


@dataclass(frozen=True)
class Performance:
    """All that went over the wire, the kinds of operations that were done, and the events that the vendors sent."""

    exchanges: list[Exchange]
    played: set[str]
    events: list[tuple[str, Json]]


SPECS = Path(os.environ.get("SPECS", ROOT.parent / "shared" / "specs"))


@pytest.fixture(scope="session")
def specs() -> Path:
    """Give the folder of the published descriptions."""
    assert (SPECS / "SOURCES.md").is_file(), f"no descriptions in {SPECS}: name their folder in SPECS"
    return SPECS


@pytest.fixture(scope="session")
def performance(tmp_path_factory: pytest.TempPathFactory) -> Performance:
    """Play the whole repertoire."""
    data, port = tmp_path_factory.mktemp("contract"), free_port()
    server = make_server(0, f"http://127.0.0.1:{port}")
    world_of(server.app).send_events()
    recorder = server.app = Recorder(server.app)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.port}"
    variables = {
        **os.environ,
        **backend_environment(url),
        **slack_environment(url),
        "SESSION_KEY": secrets.token_hex(32),
        "LOG_LEVEL": "WARNING",
        "DATABASE_URL": f"sqlite:///{data / 'oncall.sqlite'}",
        "EXECUTOR_FOLDER": str(data),
        "HANDBOOK_OVERRIDES": str(ROOT / "sandbox" / "handbook.yml"),
        "SYNC_SECONDS": "2",
    }
    subprocess.run([sys.executable, "-m", "backend", "migrate"], cwd=ROOT, env=variables, check=True)
    with running_backend(port, variables), Sandbox(url) as sandbox:
        with sign_in(f"http://127.0.0.1:{port}", sandbox) as manager:
            player = Player(manager, sandbox)
            play(player)
        events = [(one["vendor"], one["payload"]) for one in sandbox.control("GET", "webhooks")]
        for command in (["doctor"], ["sync"], ["sync", "--full"]):
            subprocess.run([sys.executable, "-m", "backend", *command], cwd=ROOT, env=variables, check=True)
    server.shutdown()
    thread.join()
    server.server_close()
    return Performance(recorder.exchanges, player.played, events)
