"""The doctor records the shapes of answers and no value; compared with the sandbox, what differs is named."""

import json
import os
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from backend.doctor.line import Line
from backend.doctor.run import Wish, examine
from backend.store.engine import Database
from backend.store.upgrade import migrate
from sandbox import compare
from sandbox.environment import backend_environment, slack_environment
from sandbox.product import ROOT
from tests.support.desk import Json, Sandbox

SECRET = "Planted-Secret-4711"


@pytest.fixture(scope="module")
def ours() -> Json:
    return compare.recorded()


def examined(url: str, folder: Path, file: Path, ticket: int | None) -> list[Line]:
    environment = {
        **backend_environment(url),
        **slack_environment(url),
        "SESSION_KEY": "s" * 40,
        "DATABASE_URL": f"sqlite:///{folder}/oncall.sqlite",
        "EXECUTOR_FOLDER": str(folder),
        "HANDBOOK_OVERRIDES": str(ROOT / "sandbox" / "handbook.yml"),
    }
    database = Database(environment["DATABASE_URL"])
    migrate(database)
    database.close()
    with patch.dict(os.environ, environment, clear=True):
        return list(examine(Wish(file, ticket)))


def record(url: str, folder: Path, ticket: int | None) -> Path:
    file = folder / "shapes.json"
    lines = examined(url, folder, file, ticket)
    assert "failed" not in {line.level for line in lines if line.what.startswith("record")}
    return file


def test_the_sandbox_does_not_differ_from_itself(control: Sandbox, tmp_path: Path, ours: Json) -> None:
    control.control("POST", "reset")
    theirs = json.loads(record(control.url, tmp_path, int(compare.TICKET)).read_text())
    assert len(theirs["calls"]) > 25
    assert list(compare.differences(theirs, ours)) == []


@pytest.mark.parametrize(
    ("dialect", "words"),
    [
        ({"zendesk_forms_paging": "cursor"}, "Zendesk GET /api/v2/ticket_forms.json: meta (object) is not in"),
        ({"zendesk_date_fields": "day"}, "organizations[].organization_fields.* is day there"),
        ({"zendesk_macro_comment": "html_body"}, "result.ticket.comment.html_body (markup) is not in"),
        ({"zendesk_macro_comment": "body_only"}, "result.ticket.comment.scoped_body is in the sandbox's answer only"),
        ({"zendesk_public_key": "json_string"}, "public_key: the sandbox was not asked this"),
    ],
)
def test_what_an_account_says_differently_is_named(
    control: Sandbox, tmp_path: Path, ours: Json, dialect: Json, words: str
) -> None:
    control.control("POST", "reset")
    control.control("POST", "dialects", dialect)
    theirs = json.loads(record(control.url, tmp_path, int(compare.TICKET)).read_text())
    assert [one for one in compare.differences(theirs, ours) if words in one], list(compare.differences(theirs, ours))


def test_no_value_is_recorded(control: Sandbox, tmp_path: Path) -> None:
    control.control("POST", "reset")
    people = {"name": SECRET, "organization_fields": {SECRET: SECRET}, "tags": [SECRET]}
    comment = {"body": SECRET, "public": True}
    ticket = control.ticket(people, [comment], subject=SECRET, tags=[SECRET])
    says = [{"field": "comment_value", "value": SECRET}, {"field": "current_tags", "value": SECRET}]
    control.control("POST", "macros", {"title": SECRET, "actions": says})
    iid = control.issue("stars", SECRET, SECRET, labels=[SECRET], author=SECRET)
    control.control("POST", f"issues/stars/{iid}/notes", {"body": SECRET})
    control.control("POST", "incidents", {"title": SECRET, "service_id": "PL3TX00"})
    control.control("POST", "slack/messages", {"channel": "support_ticket-attention-requests", "text": SECRET})
    text = record(control.url, tmp_path, ticket).read_text()
    assert SECRET.casefold() not in text.casefold()
    assert str(ticket) not in text
    for value in texts(json.loads(text)["calls"]):
        assert "@" not in value
        assert not value.startswith("http")


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(text for one in value.values() for text in texts(one))]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []


def test_without_a_ticket_it_says_what_is_not_in_it(stand_in: str, tmp_path: Path) -> None:
    calls = json.loads(record(stand_in, tmp_path, None).read_text())["calls"]
    assert not [one for one in calls if "/tickets/" in one["path"]]


def test_where_it_cannot_be_written_the_findings_are_told_all_the_same(stand_in: str, tmp_path: Path) -> None:
    lines = examined(stand_in, tmp_path, tmp_path / "none" / "shapes.json", None)
    (failed,) = (line for line in lines if line.level == "failed" and line.what == "record")
    assert "shapes.json cannot be written: No such file" in failed.why
    assert [line for line in lines if line.what.startswith("GitLab")]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"calls": [1]}', '{"calls": {"a": 1}}'])
def test_a_file_that_is_no_recording_is_refused(
    tmp_path: Path, ours: Json, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    file = tmp_path / "odd.json"
    file.write_text(text)
    with patch.object(compare, "recorded", lambda: ours):
        assert compare.compare(file) == 2
    assert "is no recording" in capsys.readouterr().err
