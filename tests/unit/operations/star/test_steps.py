"""What the operations of a STAR write, and how they find it again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from backend.deps import Deps
from backend.domain.access import Reach, Rights
from backend.domain.issues import Account, Issue, Tracker
from backend.domain.macros import Macro, Restriction
from backend.handbook.model.roles import Colleague
from backend.operations.engine.documents import KEYED
from backend.operations.engine.request import Actor, Request
from backend.operations.engine.worker import steps_of
from backend.operations.kinds import KINDS
from backend.operations.star.acknowledge_star import crosslink_lines
from backend.operations.star.ticket_assignee import TicketAssignee, ticket_assignee
from backend.operations.steps.change_issue import IssueChange
from backend.operations.steps.new_issue import OpenedIssue
from backend.store.engine import Database
from backend.store.operation_rows import StepRow
from backend.vendors.errors import Gone, Over, Unavailable, VendorRejected
from backend.vendors.gitlab.client import User
from backend.vendors.zendesk.users import ZendeskUser
from tests.unit.domain.makers import NOW, issue
from tests.unit.operations.fakes import FakeGitLab, FakeZendesk
from tests.unit.operations.makers import HANDBOOK, deps, operation
from tests.unit.operations.samples import ISSUE


def agent(active: bool = True, role_type: int = 0) -> ZendeskUser:
    return ZendeskUser(7202, "Priya", None, "agent", (), None, active, Reach(7202), role_type)


def asking(deps_: Deps, may_edit: bool | None) -> Request:
    actor = Actor(7, "Ada", "manager", rights=Rights(may_edit=may_edit))
    return Request(deps_, cast(Any, None), actor, 1234, NOW)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        pytest.param(IssueChange(), {}, id="nothing"),
        pytest.param(IssueChange(close=True), {"state_event": "close"}, id="close"),
        pytest.param(
            IssueChange(close=True, label="done"), {"state_event": "close", "add_labels": "done"}, id="close-and-label"
        ),
        pytest.param(IssueChange(assignee=(5, "ada")), {"assignee_ids": [5]}, id="assign"),
    ],
)
def test_a_change_is_written_as_gitlab_takes_it(change: IssueChange, fields: dict[str, object]) -> None:
    assert change.fields() == fields
    assert change.is_made_in(issue(closed=True, labels=frozenset({"done"}), assignees=(Account(5, "Ada"),)))
    assert change.is_made_in(issue()) == (fields == {})


@pytest.mark.parametrize(
    ("kind", "step"), [("resolve_star", "close"), ("reject_star", "close"), ("assign_star", "assign")]
)
def test_an_issue_is_changed_once(database: Database, kind: str, step: str) -> None:
    gitlab, stored = FakeGitLab().put(issue(iid=7)), operation(kind)
    change = steps_of(stored, stored.steps[0])[step]
    with_gitlab = deps(database, gitlab=gitlab)
    assert change.look(with_gitlab, stored) is None
    change.write(with_gitlab, stored)
    (written,) = gitlab.changes
    assert written["iid"] == 7
    if kind != "assign_star":
        assert gitlab.issues[7].closed
        assert change.look(with_gitlab, stored) is not None


class Choosy(FakeGitLab):
    """Takes only members as assignees: whoever is none leaves the issue without any."""

    def update_issue(self, tracker: Tracker, iid: int, **fields: object) -> Issue:
        changed = super().update_issue(tracker, iid, **fields)
        if fields.get("assignee_ids") == [5]:
            self.issues[iid] = replace(changed, assignees=())
        return self.issues[iid]


def test_who_drives_a_star_stays_where_gitlab_leaves_the_new_one_out(database: Database) -> None:
    drivers = (Account(8, "pen1"), Account(9, "pen2"))
    gitlab = Choosy().put(replace(issue(iid=7), assignees=drivers))
    stored = operation("assign_star", context={**ISSUE, "version": 1, "user_id": 5, "warnings": []})
    step = steps_of(stored, stored.steps[0])["assign"]
    with pytest.raises(VendorRejected, match="make them a member"):
        step.write(deps(database, gitlab=gitlab), stored)
    assert [one.id for one in gitlab.issues[7].assignees] == [8, 9]


@pytest.mark.parametrize("gone", [True, False], ids=["deleted", "closed"])
def test_a_star_that_is_over_by_now_is_not_acknowledged(database: Database, gone: bool) -> None:
    stored = operation("acknowledge_star")
    iid = stored.context.iid
    with_gitlab = deps(database, gitlab=Deleted() if gone else FakeGitLab().put(issue(iid=iid, closed=True)))
    with_gitlab.mirror.issues.put([(issue(iid=iid), frozenset({1234}))])
    with pytest.raises(Gone if gone else Over):
        steps_of(stored, stored.steps[0])["acknowledge"].write(with_gitlab, stored)
    assert ("star", iid) not in with_gitlab.mirror.snapshot(1234).acknowledged
    left = with_gitlab.mirror.issues.get("star", iid)
    assert left is None if gone else left and left.closed


def test_an_outage_of_gitlab_is_no_sign_that_a_star_is_gone(database: Database) -> None:
    stored = operation("acknowledge_star")
    with_gitlab = deps(database, gitlab=Away())
    steps_of(stored, stored.steps[0])["acknowledge"].write(with_gitlab, stored)


class Deleted(FakeGitLab):
    """Every issue was deleted."""

    def issue(self, tracker: Tracker, iid: int) -> Issue:
        raise Gone("GitLab", f"there is no issue #{iid} any more")


class Away(FakeGitLab):
    """It does not answer."""

    def issue(self, tracker: Tracker, iid: int) -> Issue:
        raise Unavailable("GitLab", "does not answer")


@pytest.mark.parametrize("kind", ["comment_star", "resolve_star", "reject_star"])
def test_a_comment_quotes_what_was_typed_and_is_found_again(database: Database, kind: str) -> None:
    typed = {"comment_star": "text", "resolve_star": "comment", "reject_star": "why"}[kind]
    body = operation(kind).body.model_dump(exclude_unset=True) | {typed: "/close\n@everybody"}
    gitlab, stored = FakeGitLab(), operation(kind, body=body)
    note = steps_of(stored, stored.steps[0])["issue_note"]
    with_gitlab = deps(database, gitlab=gitlab)
    assert note.look(with_gitlab, stored) is None
    note.write(with_gitlab, stored)
    assert note.look(with_gitlab, stored) is not None
    (written,) = gitlab.notes[7]
    assert not [line for line in written.splitlines() if line.startswith("/")]


def test_of_two_issues_the_second_is_closed(database: Database) -> None:
    gitlab = FakeGitLab()
    stored = operation("open_star", steps=_sent_twice())
    steps, with_gitlab = steps_of(stored, stored.steps[0]), deps(database, gitlab=gitlab, now=NOW + timedelta(hours=1))
    for _ in range(2):
        steps["issue"].write(with_gitlab, stored)
    assert steps["deduplicate"].look(with_gitlab, stored) is None
    result = steps["deduplicate"].write(with_gitlab, stored).result
    assert isinstance(result, OpenedIssue)
    assert result.iid == 1
    assert [each.closed for each in gitlab.issues.values()] == [False, True]
    assert "#1 goes on" in gitlab.notes[2][0]
    assert steps["deduplicate"].look(with_gitlab, stored) is not None


def _sent_twice() -> tuple[StepRow, ...]:
    later = NOW + timedelta(minutes=1)
    return (
        StepRow(0, "issue", "done", None, None, later, NOW, later, None),
        StepRow(1, "deduplicate", "waiting", None, None, None, None, None, None),
    )


NAMED = {"zendesk_id": 7202, "zendesk_name": "Priya"}


def test_the_ticket_follows_the_engineer_of_the_star(database: Database) -> None:
    zendesk = FakeZendesk()
    stored = operation("assign_star", context={**ISSUE, "version": 1, "user_id": 5, "warnings": [], "ticket": NAMED})
    steps, with_zendesk = steps_of(stored, stored.steps[0]), deps(database, zendesk=zendesk)
    assert list(steps) == ["assign", "ticket_assignee"]
    assert steps["ticket_assignee"].look(with_zendesk, stored) is None
    assert "Priya" in steps["ticket_assignee"].write(with_zendesk, stored).detail
    assert zendesk.assignee == 7202
    assert steps["ticket_assignee"].look(with_zendesk, stored) is not None


def test_an_assignee_that_zendesk_leaves_out_is_called_so(database: Database) -> None:
    stored = operation("assign_star", context={**ISSUE, "version": 1, "user_id": 5, "warnings": [], "ticket": NAMED})
    step = steps_of(stored, stored.steps[0])["ticket_assignee"]
    with pytest.raises(VendorRejected, match="did not give the ticket to Priya"):
        step.write(deps(database, zendesk=FakeZendesk(takes_assignees=False)), stored)


PRIYA = User(5, None, "priya")


@pytest.mark.parametrize(
    ("found", "may_edit", "assign", "kept"),
    [
        pytest.param(agent(), None, True, "", id="known"),
        pytest.param(agent(active=False), None, True, "cannot have tickets", id="suspended"),
        pytest.param(agent(role_type=1), None, True, "cannot have tickets", id="light-agent"),
        pytest.param(agent(), False, True, "your role in Zendesk may not", id="may-not-edit"),
    ],
)
def test_only_an_agent_who_can_have_tickets_gets_it(
    database: Database, found: ZendeskUser, may_edit: bool | None, assign: bool, kept: str
) -> None:
    handbook = HANDBOOK.model_copy(update={"people": (Colleague(name="Priya", gitlab="Priya", zendesk_id=7202),)})
    request = asking(deps(database, handbook=handbook, zendesk=FakeZendesk(people={7202: found})), may_edit)
    named = ticket_assignee(request, PRIYA)
    assert (named.zendesk_id is not None) == (kept == "")
    assert kept in named.kept


def test_an_engineer_whose_account_is_not_known_leaves_the_assignee(database: Database) -> None:
    named = ticket_assignee(asking(deps(database), None), PRIYA)
    assert named.zendesk_id is None
    assert "@priya is, is not known" in named.kept


def test_by_setting_the_ticket_keeps_its_assignee(database: Database) -> None:
    star = HANDBOOK.star.model_copy(update={"assign_ticket": False})
    handbook = HANDBOOK.model_copy(update={"star": star})
    assert ticket_assignee(asking(deps(database, handbook=handbook), None), PRIYA) == TicketAssignee()


def test_resolving_and_rejecting_make_the_same_claim() -> None:
    context = operation("resolve_star").context
    assert KINDS["resolve_star"].claim_key(context) == "end-star-7"
    assert KINDS["reject_star"].claim_key(operation("reject_star").context) == "end-star-7"


@pytest.mark.parametrize(("marks", "found"), [(0, True), (KEYED, False)], ids=["accepted-before", "accepted-since"])
def test_the_marks_of_the_version_before_count_for_what_it_had_accepted(
    database: Database, marks: int, found: bool
) -> None:
    stored = operation("comment_star", context=ISSUE | {"marks": marks})
    gitlab = FakeGitLab(notes={7: [f"Ada writes:\n\n> Hello\n\n<!-- oncall-operation:{stored.id} -->"]})
    note = steps_of(stored, stored.steps[0])["issue_note"]
    assert bool(note.look(deps(database, gitlab=gitlab), stored)) is found
    opened = operation("open_star", context={"overridden": [], "slack": False, "marks": marks})
    zendesk = FakeZendesk(notes=[f"<p>STAR opened.</p><p><small>Operation {stored.id}</small></p>"], marks=[""])
    internal = steps_of(opened, opened.steps[0])["note"]
    assert bool(internal.look(deps(database, zendesk=zendesk), opened)) is found


@pytest.mark.parametrize("kind", ["resolve_star", "reject_star", "record_contact", "close_feedback"])
def test_an_issue_that_goes_on_elsewhere_is_not_called_closed_from_here(database: Database, kind: str) -> None:
    stored = operation(kind)
    gitlab = FakeGitLab().put(replace(issue(iid=7, closed=True), moved_to_id=99))
    with pytest.raises(Over, match="goes on elsewhere"):
        steps_of(stored, stored.steps[0])["close"].look(deps(database, gitlab=gitlab), stored)
    assert gitlab.changes == []


@pytest.mark.parametrize("kind", ["acknowledge_star", "apply_macro"])
def test_a_macro_that_zendesk_keeps_from_the_agent_is_not_applied_in_their_name(database: Database, kind: str) -> None:
    title = HANDBOOK.zendesk.macros[HANDBOOK.star.crosslink_macro]
    stored = operation(kind)
    wanted = stored.body.macro_id if kind == "apply_macro" else 5
    reach = Reach(7, group_ids=frozenset({4}))
    context = stored.context.model_copy(update={"reach": reach})
    asked = operation(kind, context=context.stored())
    step = steps_of(asked, asked.steps[0])["macro"]
    with_macro = deps(database)
    with_macro.mirror.macros.replace([Macro(wanted, title, Restriction("Group", frozenset({3})))])
    with pytest.raises(VendorRejected, match=f"keeps {title} to other groups or people"):
        step.write(with_macro, asked)


class DeafSlack:
    """A workspace that cannot be read."""

    def homes(self) -> frozenset[str]:
        raise Unavailable("Slack", "does not answer")


@pytest.mark.parametrize(
    ("slack", "said"), [(False, None), (True, "not known, because Slack could not be read")], ids=["unused", "down"]
)
def test_a_cross_link_tells_an_outage_of_slack_from_no_thread(
    database: Database, slack: bool, said: str | None
) -> None:
    stored = operation("acknowledge_star", context=operation("acknowledge_star").context.stored() | {"slack": slack})
    with_slack = deps(database, slack=DeafSlack())
    with_slack.mirror.issues.put([(issue(iid=stored.context.iid), frozenset({1234}))])
    assert crosslink_lines(with_slack, stored)[HANDBOOK.star.crosslink_lines.discussion] == said
