"""Run the product once against a recorded sandbox and keep what both said."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from sandbox.environment import backend_environment, slack_environment
from sandbox.product import ROOT, free_port, running_backend
from sandbox.server import make_server
from tests.contract.exchange import Exchange, Recorder
from tests.contract.repertoire import play
from tests.support.desk import Sandbox, sign_in

SPECS = Path(os.environ.get("SPECS", ROOT.parent / "shared" / "specs"))


@pytest.fixture(scope="session")
def specs() -> Path:
    """Give the folder of the published descriptions."""
    assert (SPECS / "SOURCES.md").is_file(), f"no descriptions in {SPECS}: name their folder in SPECS"
    return SPECS


@pytest.fixture(scope="session")
def exchanges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Exchange]]:
    """Play the whole repertoire; give all that went over the wire."""
    data, port = tmp_path_factory.mktemp("contract"), free_port()
    server = make_server(0, f"http://127.0.0.1:{port}")
    recorder = Recorder(server.app.wsgi_app)
    server.app.wsgi_app = recorder
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
            play(manager, sandbox)
        subprocess.run(
            [sys.executable, "-m", "backend", "doctor"], cwd=ROOT, env=variables, check=True, capture_output=True
        )
    server.shutdown()
    thread.join()
    server.server_close()
    yield recorder.exchanges
