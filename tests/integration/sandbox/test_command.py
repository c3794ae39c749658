import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests

COMMAND = [sys.executable, "-m", "sandbox"]


@pytest.fixture
def started() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([*COMMAND, "--port", "0"], stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_says_where_it_listens_and_ends_on_request(started: subprocess.Popen[str]) -> None:
    assert started.stdout
    ready = re.fullmatch(r"sandbox ready (http://127\.0\.0\.1:\d+)\n", started.stdout.readline())
    assert ready
    assert requests.get(f"{ready[1]}/_sandbox/stories", timeout=5).json()[0]["url"].startswith(ready[1])
    started.send_signal(signal.SIGTERM)
    assert started.wait(5) == 0


def test_names_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run([*COMMAND, "--port", str(port)], capture_output=True, text=True, timeout=10, check=False)
    assert ended.returncode == 1
    assert f"port {port}" in ended.stderr
