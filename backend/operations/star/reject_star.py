"""Unstar a ticket: why not, what was agreed instead, tell the initiator, label, close."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.slack import TEXT_LIMIT, quoted, words
from backend.domain.star.lifecycle import initiator
from backend.domain.text import inline, quote
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Request, Step
from backend.operations.star.assign_star import USERNAME
from backend.operations.steps.issue import change_issue, iid_of, of_issue, open_star
from backend.operations.steps.note import issue_note
from backend.operations.steps.slack import find_announcement, reply, slack_steps, with_slack
from backend.operations.steps.slack_text import mention_gitlab
from backend.operations.steps.us_government import keep_names_in
from backend.store.operation_rows import OperationRow

HALF = TEXT_LIMIT // 2


class RejectStar(Body):
    """Why it is none, and the agreed alternative."""

    why: FreeText
    alternative: FreeText


def facts(request: Request, body: RejectStar) -> Facts:
    """Find the STAR and who asked for it."""
    keep_names_in(request.snapshot, request.deps.handbook, [body.why, body.alternative])
    issue = open_star(request)
    return of_issue(issue, initiator=initiator(issue, request.deps.handbook), **with_slack(request))


def steps(operation: OperationRow) -> Sequence[Step]:
    """Comment first, then label and close; the initiator is told in Slack too."""
    closed = change_issue("star", "close", _changes, lambda op: "STAR rejected")
    told = slack_steps(operation, find_announcement(iid_of), reply(_told))
    return [issue_note("star", iid_of, _words), closed, *told]


def _words(deps: Deps, operation: OperationRow) -> str:
    asked = operation.facts.get("initiator") or ""
    # Only a username is mentioned as one: a name typed into another tool's form could be anything.
    to = f"@{asked}" if USERNAME.fullmatch(asked) else inline(asked)
    return (
        f"{f'{to}: ' if to else ''}{inline(operation.agent_name)} did not take this as a STAR.\n\n"
        f"**Why**\n\n{quote(operation.body['why'])}\n\n"
        f"**Agreed instead**\n\n{quote(operation.body['alternative'])}"
    )


def _told(deps: Deps, operation: OperationRow) -> str:
    asked = operation.facts.get("initiator") or ""
    said = deps.handbook.slack.words.rejected.format(
        initiator=mention_gitlab(deps, asked) if asked else "", agent=words(operation.agent_name)
    )
    return f"{said.strip()}\n{quoted(operation.body['why'], HALF)}\n{quoted(operation.body['alternative'], HALF)}"


def _changes(deps: Deps, operation: OperationRow) -> dict[str, str]:
    return {"state_event": "close", "add_labels": deps.handbook.gitlab.labels.unstarred}


KIND = Kind(
    name="reject_star",
    body=RejectStar,
    facts=facts,
    steps=steps,
    purpose=lambda facts: f"end-star-{facts['iid']}",
)
