"""One sandbox for all tests of this folder, reset before each; sessions that know their vendor's root."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sandbox.environment import CLIENT_ID, CLIENT_SECRET, GITLAB_TOKEN, PAGERDUTY_FROM, PAGERDUTY_TOKEN, SLACK_TOKEN
from sandbox.server import RunningSandbox, running_sandbox
from tests.support.desk import Telling


class RootedSession(requests.Session):
    """A session whose paths are relative to a root, with a timeout on every call."""

    def __init__(self, root: str, **headers: str) -> None:
        super().__init__()
        self.root = root
        self.trust_env = False
        self.headers.update(headers)

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", 5)
        return super().request(method, self.root + url, *args, **kwargs)


@pytest.fixture(scope="session")
def running() -> Iterator[RunningSandbox]:
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: RunningSandbox) -> RunningSandbox:
    running.world.reset()
    return running


@pytest.fixture(scope="session")
def loud() -> Iterator[RunningSandbox]:
    with running_sandbox("http://127.0.0.1:9", webhooks=True) as sandbox:
        yield sandbox


@pytest.fixture
def telling(loud: RunningSandbox) -> Iterator[Telling]:
    loud.world.reset()
    with RootedSession(f"{loud.url}/_sandbox") as session:
        yield Telling(loud, session)


@pytest.fixture
def control(sandbox: RunningSandbox) -> Iterator[requests.Session]:
    with RootedSession(f"{sandbox.url}/_sandbox") as session:
        yield session


@pytest.fixture
def web(sandbox: RunningSandbox) -> Iterator[requests.Session]:
    with RootedSession(sandbox.url, Accept="text/html") as session:
        yield session


@pytest.fixture
def anonymous(sandbox: RunningSandbox) -> Iterator[requests.Session]:
    with RootedSession(sandbox.url) as session:
        yield session


@pytest.fixture
def bearer(anonymous: requests.Session) -> str:
    wish = {
        "grant_type": "client_credentials",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "scope": "read write",
        "expires_in": 3600,
    }
    token: str = anonymous.post("/oauth/tokens", json=wish).json()["access_token"]
    return token


@pytest.fixture
def zendesk(sandbox: RunningSandbox, bearer: str) -> Iterator[requests.Session]:
    with RootedSession(f"{sandbox.url}/api/v2", Authorization=f"Bearer {bearer}") as session:
        yield session


@pytest.fixture
def pagerduty(sandbox: RunningSandbox) -> Iterator[requests.Session]:
    headers = {"Authorization": f"Token token={PAGERDUTY_TOKEN}", "From": PAGERDUTY_FROM}
    with RootedSession(f"{sandbox.url}/pagerduty", **headers) as session:
        yield session


@pytest.fixture
def gitlab(sandbox: RunningSandbox) -> Iterator[requests.Session]:
    with RootedSession(f"{sandbox.url}/gitlab/api/v4", **{"PRIVATE-TOKEN": GITLAB_TOKEN}) as session:
        yield session


@pytest.fixture
def slack(sandbox: RunningSandbox) -> Iterator[requests.Session]:
    with RootedSession(f"{sandbox.url}/slack/api", Authorization=f"Bearer {SLACK_TOKEN}") as session:
        yield session
