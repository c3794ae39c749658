"""The doctor finds what is wrong before the first emergency does, and changes nothing."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from backend.doctor import run
from backend.doctor.line import Line
from backend.store.engine import Database
from backend.store.upgrade import migrate
from sandbox.environment import (
    GITLAB_READ_TOKEN,
    PAGERDUTY_READ_TOKEN,
    SLACK_READ_TOKEN,
    backend_environment,
    slack_environment,
)
from sandbox.product import ROOT
from tests.support.commands import command, process
from tests.support.desk import Json, Sandbox


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "oncall.sqlite"
    with closing(Database(f"sqlite:///{file}")) as database:
        migrate(database)
    return file


@pytest.fixture
def surroundings(stand_in: str, migrated: Path, tmp_path: Path) -> Json:
    return {
        **backend_environment(stand_in),
        "SESSION_KEY": "s" * 40,
        "DATABASE_URL": f"sqlite:///{shutil.copy(migrated, tmp_path)}",
        "EXECUTOR_FOLDER": str(tmp_path),
        "HANDBOOK_OVERRIDES": str(ROOT / "sandbox" / "handbook.yml"),
    }


def examine(environment: Json) -> list[Line]:
    with patch.dict(os.environ, environment, clear=True):
        return list(run.examine())


def failed(lines: list[Line]) -> list[str]:
    return [str(line) for line in lines if line.level == "failed"]


def override(folder: Path, words: str) -> Json:
    file = folder / "ours.yml"
    file.write_text(words)
    return {"HANDBOOK_OVERRIDES": str(file)}


def test_a_good_installation_fails_nothing_and_nothing_is_written(control: Sandbox, surroundings: Json) -> None:
    control.control("POST", "reset")
    webhooks = {f"{one}_WEBHOOK_SECRETS": "planted-secret" for one in ("ZENDESK", "PAGERDUTY", "GITLAB")}
    lines = examine(surroundings | webhooks)
    assert failed(lines) == []
    assert [line.what for line in lines if line.level == "warning"] == ["GitLab project escalations"]
    assert control.control("GET", "effects") == []
    what = "\n".join(map(str, lines))
    for part in (
        "Zendesk token", "Support On-call Bot", "Zendesk app key", "Zendesk installation", "Zendesk macro",
        "Zendesk form", "Zendesk organization field", "Zendesk managers", "PagerDuty sender",
        "PagerDuty right to page", "PagerDuty service", "PagerDuty policy", "PagerDuty manager on call",
        "GitLab token", "GitLab project", "label", "webhook secret",
    ):  # fmt: skip
        assert part in what
    assert "planted-secret" not in what


@pytest.mark.parametrize(
    ("changed", "what", "to_do"),
    [
        pytest.param({"SESSION_KEY": ""}, "SESSION_KEY is missing", "Set it", id="setting-missing"),
        pytest.param({"DATABASE_URL": "sqlite:////dev/null/x"}, "database", "DATABASE_URL", id="database-broken"),
        pytest.param({"ZENDESK_CLIENT_SECRET": "wrong"}, "Zendesk token", "OAuth client", id="zendesk-secret"),
        pytest.param({"ZENDESK_APP_ID": "1"}, "Zendesk app key", "ZENDESK_APP_ID", id="zendesk-app"),
        pytest.param({"ZENDESK_INSTALLATION_ID": "1"}, "Zendesk installation", "INSTALLATION", id="installation"),
        pytest.param({"ZENDESK_URL": "http://127.0.0.1:9"}, "Zendesk token", "address", id="zendesk-away"),
        pytest.param({"PAGERDUTY_TOKEN": "wrong"}, "PagerDuty sender", "REST API key", id="pagerduty-token"),
        pytest.param({"PAGERDUTY_TOKEN": PAGERDUTY_READ_TOKEN}, "right to page", "not read-only", id="pagerduty-reads"),
        pytest.param({"PAGERDUTY_FROM": "no@body.example"}, "PagerDuty sender", "PAGERDUTY_FROM", id="sender"),
        pytest.param({"GITLAB_TOKEN": "wrong"}, "GitLab token", "scope api", id="gitlab-token"),
        pytest.param({"GITLAB_TOKEN": GITLAB_READ_TOKEN}, "GitLab token", "scope api", id="gitlab-reads"),
        pytest.param({"GITLAB_URL": "http://127.0.0.1:9"}, "GitLab token", "address", id="gitlab-away"),
    ],
)
def test_what_is_wrong_around_it_is_found(surroundings: Json, changed: Json, what: str, to_do: str) -> None:
    found = failed(examine(surroundings | changed))
    assert any(what in line and to_do in line for line in found), found


def test_a_database_that_takes_no_writes_is_found(surroundings: Json) -> None:
    with closing(sqlite3.connect(surroundings["DATABASE_URL"].removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")
        found = failed(examine(surroundings))
    assert any("a table of the database is locked by somebody" in line for line in found), found


@pytest.mark.parametrize(
    ("words", "what", "to_do"),
    [
        pytest.param("zendesk: {macros: {downgrade: Nope}}", "macro Nope", "zendesk.macros.downgrade", id="macro"),
        pytest.param("zendesk: {forms: {saas: {id: 7}}}", "form SaaS", "zendesk.forms", id="form"),
        pytest.param("zendesk: {brands: [7]}", "brand 7", "zendesk.brands", id="brand"),
        pytest.param(
            "zendesk: {organization_fields: {seats: no}}", "field no", "organization_fields.seats", id="field"
        ),
        pytest.param("roles: {manager: {groups: [X], custom_roles: [Y]}}", "managers", "roles.manager", id="managers"),
        pytest.param(
            "pagerduty: {services: {customer_support: {id: PX}}}",
            "service Customer Support",
            "customer_support.id",
            id="service",
        ),
        pytest.param("pagerduty: {escalation_policy: {id: PX}}", "policy", "escalation_policy.id", id="policy"),
        pytest.param("pagerduty: {on_call: {manager: {level: 9}}}", "manager on call", "on_call.manager", id="nobody"),
        pytest.param("gitlab: {projects: {stars: a/b}}", "project a/b", "gitlab.projects.stars", id="project"),
        pytest.param("gitlab: {labels: {contacted: new}}", "label new", "gitlab.labels", id="label"),
        pytest.param("star: {minimum_age: 5}", "star.minimum_age", "HANDBOOK_OVERRIDES", id="typo"),
    ],
)
def test_what_the_handbook_names_and_nobody_has_is_found(
    surroundings: Json, tmp_path: Path, words: str, what: str, to_do: str
) -> None:
    lines = [line for line in examine(surroundings | override(tmp_path, words)) if line.level != "ok"]
    assert any(what in str(line) and to_do in str(line) for line in lines), lines


def test_slack_is_examined_once_it_is_connected(stand_in: str, control: Sandbox, surroundings: Json) -> None:
    (line,) = [one for one in examine(surroundings) if "Slack" in one.what]
    assert (line.level, line.why) == ("ok", "not connected: its steps are shown to do by hand")
    lines = [one for one in examine(surroundings | slack_environment(stand_in)) if "Slack" in one.what]
    assert failed(lines) == []
    assert [one.what for one in lines if one.level == "warning"] == ["Slack channel #spt_on-call"]
    assert control.control("GET", "effects") == []


@pytest.mark.parametrize(
    ("changed", "words", "what", "to_do"),
    [
        pytest.param({"SLACK_BOT_TOKEN": "wrong"}, "", "Slack token", "SLACK_BOT_TOKEN", id="token"),
        pytest.param({"SLACK_BOT_TOKEN": SLACK_READ_TOKEN}, "", "chat:write, reactions:write", "scopes", id="reads"),
        pytest.param({"SLACK_URL": "http://127.0.0.1:9"}, "", "Slack token", "address", id="away"),
        pytest.param({}, "slack: {channels: {stars: '#spt_on-call'}}", "#spt_on-call", "channels.stars", id="stars"),
        pytest.param({}, "slack: {channels: {licensing: '#none'}}", "#none", "channels.licensing", id="engineers"),
    ],
)
def test_what_is_wrong_with_slack_is_found(
    stand_in: str, surroundings: Json, tmp_path: Path, changed: Json, words: str, what: str, to_do: str
) -> None:
    given = surroundings | slack_environment(stand_in) | changed | (override(tmp_path, words) if words else {})
    found = failed(examine(given))
    assert any(what in line and to_do in line for line in found), found


def test_what_others_have_changed_at_the_vendors_is_found(stand_in: str, control: Sandbox, surroundings: Json) -> None:
    control.control("POST", "reset")
    control.control("POST", "projects/stars/move", {"path": "gitlab-com/moved/attention"})
    control.control("POST", "slack/emoji", {"name": "escalate", "present": False})
    control.control("POST", "dialects", {"pagerduty_schedules": "shift_based"})
    lines = examine(surroundings | slack_environment(stand_in))
    control.control("POST", "reset")
    assert any(one.to_do == "Set gitlab.projects.stars to gitlab-com/moved/attention." for one in lines)
    found = {line.what: line for line in lines}
    assert found["Slack emoji escalate"].level == "failed"
    assert found["Slack emoji eyes"].level == "ok"
    assert (found["PagerDuty schedule PMGRSCH"].level, found["PagerDuty schedule PMGRSCH"].why[:16]) == (
        "ok", "shift-based (V3)",
    )  # fmt: skip


def test_the_sender_on_call_is_found(surroundings: Json) -> None:
    # Somebody who is on call and sends the page is taken as having acknowledged it.
    on_duty = next(line.why for line in examine(surroundings) if line.what == "PagerDuty engineer on call")
    assert on_duty == "Łukasz Nowak"
    found = failed(examine(surroundings | {"PAGERDUTY_FROM": "lukasz@sandbox.example"}))
    assert any("whom PagerDuty does not page" in line for line in found)


def test_one_vendor_down_leaves_the_others_examined(control: Sandbox, surroundings: Json) -> None:
    control.fault("pagerduty", "error", status=503)
    lines = examine(surroundings)
    assert any(line.what == "PagerDuty sender" and line.level == "failed" for line in lines)
    assert any(line.what == "GitLab token" and line.level == "ok" for line in lines)


@pytest.mark.parametrize(("changed", "status"), [({}, 0), ({"GITLAB_TOKEN": "wrong"}, 1)])
def test_the_command_tells_scripts_by_its_status(surroundings: Json, changed: Json, status: int) -> None:
    done = command(surroundings | changed, "doctor")
    assert done.returncode == status, done.stdout
    assert done.stdout.splitlines()[-1].endswith(" failed")


def test_sync_reads_every_source_once_and_says_which_failed(control: Sandbox, surroundings: Json) -> None:
    assert process(surroundings, "sync").returncode == 0
    control.fault("gitlab", "error", status=500)
    done = process(surroundings, "sync")
    assert done.returncode == 1
    assert "gitlab:star: failed, GitLab: failed with status 500" in done.stdout
    assert "pagerduty:incidents: read" in done.stdout


def test_an_unknown_operation_is_named(surroundings: Json) -> None:
    done = command(surroundings, "operation", "no-such")
    assert (done.returncode, done.stderr.strip()) == (1, "there is no operation no-such")
