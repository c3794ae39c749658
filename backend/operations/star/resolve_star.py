"""Resolve a STAR: the right next step is identified and under way. Comment, label, close."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.text import inline, quote
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Request, RuleViolation, Step
from backend.operations.steps.issue import change_issue, iid_of, of_issue, open_star
from backend.operations.steps.note import issue_note
from backend.operations.steps.slack import find_announcement, sign, slack_steps, with_slack
from backend.operations.steps.us_government import keep_names_in
from backend.store.operation_rows import OperationRow


class ResolveStar(Body):
    """The comment that says how, and one of the handbook's labels if one fits."""

    comment: FreeText
    label: str | None = None


def facts(request: Request, body: ResolveStar) -> Facts:
    """Find the STAR; refuse a label that is not the handbook's: GitLab would create it."""
    handbook = request.deps.handbook
    labels = handbook.gitlab.labels.resolution
    if body.label is not None and body.label not in labels:
        raise RuleViolation("label", f"the label must be one of {', '.join(labels)}")
    keep_names_in(request.snapshot, handbook, [body.comment])
    return of_issue(open_star(request), **with_slack(request))


def steps(operation: OperationRow) -> Sequence[Step]:
    """Comment first, then label and close; last the sign in Slack."""
    closed = change_issue("star", "close", _changes, lambda op: "STAR closed")
    signed = slack_steps(operation, find_announcement(iid_of), sign(lambda handbook: handbook.slack.emoji.resolved))
    return [issue_note("star", iid_of, _words), closed, *signed]


def _words(deps: Deps, operation: OperationRow) -> str:
    return f"Resolved by {inline(operation.agent_name)}:\n\n{quote(operation.body['comment'])}"


def _changes(deps: Deps, operation: OperationRow) -> dict[str, str]:
    label = operation.body.get("label")
    return {"state_event": "close"} | ({"add_labels": label} if label else {})


KIND = Kind(
    name="resolve_star",
    body=ResolveStar,
    facts=facts,
    steps=steps,
    purpose=lambda facts: f"end-star-{facts['iid']}",
)
