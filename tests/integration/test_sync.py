"""Reading on somebody's word: with a backend running, and without one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.domain.access import Reach
from backend.store.agents import AgentRow, AgentStore
from backend.store.engine import Database
from backend.store.operation_rows import NewOperation
from backend.store.operations import OperationStore
from sandbox.environment import backend_environment
from sandbox.product import Product, running_product
from sandbox.server import running_sandbox
from tests.support.commands import command, process
from tests.support.desk import Person, Sandbox, sign_in, until

pytestmark = pytest.mark.long(50)

QUIET = {"SYNC_SECONDS": "3600", "GITLAB_WEBHOOK_SECRETS": "", "PAGERDUTY_WEBHOOK_SECRETS": ""}


OPERATION, OLD_AGENT = "0123456789abcdef0123456789abcdef", 7


def leave_work_behind(url: str) -> None:
    """Write down an operation whose executor is gone, and an agent whose data is kept no longer."""
    database, long_ago = Database(url), datetime.now(UTC) - timedelta(days=1000)
    new = NewOperation(
        OPERATION, "note_feedback", 2001, 7, "Ada", "the-old-key", {}, {}, ["issue_note"], None, long_ago, "gone-0"
    )
    OperationStore(database).accept(new, lambda _: False)
    AgentStore(database).put(AgentRow(OLD_AGENT, "Ada", "ada@agents.example", "agent", Reach(OLD_AGENT), long_ago))
    database.close()


def stars(person: Person, ticket: int) -> set[int]:
    return {one["iid"] for one in person.panel(ticket)["star"]["issues"]}


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """By the clock it reads nothing again within a test."""
    with running_product(tmp_path_factory.mktemp("quiet"), environment=QUIET) as running:
        yield running


def test_the_running_backend_reads_what_it_was_never_told_of(product: Product) -> None:
    with Sandbox(product.sandbox) as sandbox:
        person, ticket = sign_in(product.backend, sandbox), sandbox.ticket()
        kept, gone = sandbox.issue("stars", f"ZD#{ticket}"), sandbox.issue("stars", f"ZD#{ticket}, a second")
        assert stars(person, ticket) == set()
        done = process(product.environment, "sync")
        assert done.returncode == 0, done.stderr
        assert "gitlab:star: read" in done.stdout
        assert stars(person, ticket) == {kept, gone}

        sandbox.control("DELETE", f"issues/stars/{gone}")
        assert process(product.environment, "sync", "--full").returncode == 0
        until(lambda: stars(person, ticket) == {kept})


def test_a_stored_document_that_cannot_be_read_is_read_again_and_nothing_else_suffers(product: Product) -> None:
    with Sandbox(product.sandbox) as sandbox:
        person, ticket, other = sign_in(product.backend, sandbox), sandbox.ticket(), sandbox.ticket()
        iid = sandbox.issue("stars", f"ZD#{ticket}")
        person.do(ticket, "trigger_emergency", reason="Down.")
        assert process(product.environment, "sync").returncode == 0
        until(lambda: person.panel(ticket)["emergency"]["incident"] and stars(person, ticket) == {iid})
        database = Database(product.environment["DATABASE_URL"])
        for table, missing in (("incidents", "url"), ("issues", "title"), ("tickets", "subject"), ("on_calls", "name")):
            with database.write() as connection:
                damaged = f"UPDATE {table} SET document = json_remove(document, '$.{missing}')"
                assert connection.execute(text(damaged)).rowcount
        assert person.call("GET", f"/api/tickets/{other}/panel").status_code == 200
        assert person.call("GET", "/api/board").status_code == 200
        assert person.do(other, "record_assessment", answers={})["state"] == "done"
        until(lambda: person.panel(ticket)["emergency"]["incident"] and stars(person, ticket) == {iid})
        until(lambda: person.panel(ticket)["ticket"] and person.panel(ticket)["on_call"]["manager"])
        database.close()


def test_without_a_backend_the_command_reads_by_itself(tmp_path: Path) -> None:
    with running_sandbox() as sandbox:
        environment = backend_environment(sandbox.url) | {
            "SESSION_KEY": "s" * 40,
            "DATABASE_URL": f"sqlite:///{tmp_path}/oncall.sqlite",
            "EXECUTOR_FOLDER": str(tmp_path),
        }
        unready = process(environment, "sync")
        assert unready.returncode == 1
        assert "python -m backend migrate" in unready.stderr
        process(environment, "migrate").check_returncode()
        with sandbox.world.lock:
            sandbox.world.faults.add({"vendor": "gitlab", "mode": "error", "status": 503, "times": 1})
        failed = process(environment, "sync", "--full")
        assert failed.returncode == 1
        assert "failed, GitLab" in failed.stdout
        leave_work_behind(environment["DATABASE_URL"])
        done = process(environment, "sync", "--full")
        assert done.returncode == 0
        assert "Error" not in done.stderr
        # It reads, and nothing else: what is left to do or to forget is for a backend that stays.
        database = Database(environment["DATABASE_URL"])
        left = OperationStore(database).get(OPERATION)
        assert left
        assert (left.executor, left.fence, left.steps[0].state) == ("gone-0", 0, "waiting")
        assert AgentStore(database).get(OLD_AGENT)
        database.close()


@pytest.mark.parametrize("words", [("sync", "--all"), ("sink",), ()])
def test_what_is_no_command_is_answered_with_those_there_are(words: tuple[str, ...]) -> None:
    done = command({}, *words)
    assert done.returncode == 2
    assert "--full" in done.stderr
