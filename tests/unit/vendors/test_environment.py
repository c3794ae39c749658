"""Proxies and certificates are taken from the environment, once for each client."""

from collections.abc import Callable

import pytest
import requests

from backend.vendors.environment import read_environment
from backend.vendors.gitlab.session import Session as GitLab
from backend.vendors.pagerduty.session import Session as PagerDuty
from backend.vendors.slack.session import Session as Slack
from backend.vendors.zendesk.session import Session as Zendesk
from backend.vendors.zendesk.token import ClientCredentials

BASE = "https://vendor.example"
CREDENTIALS = ClientCredentials(BASE, "id", "secret")
PROXY, CERTIFICATES = "http://proxy.example:3128", "company.pem"


@pytest.fixture(autouse=True)
def company(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a network that lets nobody out but through its proxy, which signs for everybody."""
    for name in ("no_proxy", "https_proxy", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", "inside.example")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", CERTIFICATES)


def test_a_host_beyond_the_proxy_is_asked_through_it_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    session = requests.Session()
    read_environment(session, BASE)
    monkeypatch.delenv("HTTPS_PROXY")
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    assert session.proxies["https"] == PROXY
    assert session.verify == CERTIFICATES


def test_a_host_inside_is_asked_directly() -> None:
    session = requests.Session()
    read_environment(session, "https://gitlab.inside.example")
    assert "https" not in session.proxies


def test_without_any_setting_the_known_authorities_are_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    session = requests.Session()
    read_environment(session, BASE)
    assert session.verify is True


@pytest.mark.parametrize(
    "session",
    [
        pytest.param(lambda: PagerDuty(BASE, "token", "bot@vendor.example")._client, id="PagerDuty"),
        pytest.param(lambda: GitLab(BASE, "token")._client.session, id="GitLab"),
        pytest.param(lambda: Slack(BASE, "token")._client.http, id="Slack"),
        pytest.param(lambda: ClientCredentials(BASE, "id", "secret")._session, id="Zendesk's token"),
        pytest.param(
            lambda: Zendesk("vendor", BASE, CREDENTIALS)._client.tickets.session,
            id="Zendesk",
        ),
    ],
)
def test_every_client_goes_that_way(session: Callable[[], requests.Session]) -> None:
    made = session()
    assert (made.proxies["https"], made.verify, made.trust_env) == (PROXY, CERTIFICATES, False)


def test_gitlabs_library_trusts_the_same_certificates() -> None:
    assert GitLab(BASE, "token")._client.ssl_verify == CERTIFICATES
