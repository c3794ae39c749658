"""Take a STAR: remember who looks at it, cross-link issue and ticket with the handbook's macro, sign it in Slack."""

from collections.abc import Sequence

from markupsafe import Markup

from backend.deps import Deps
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.kind import Body, Facts, Kind
from backend.operations.engine.model import Blocker, Request, Step, StepResult
from backend.operations.steps.html import paragraph_with_link
from backend.operations.steps.issue import iid_of, of_issue, open_star
from backend.operations.steps.macro import apply_macro_step
from backend.operations.steps.slack import find_announcement, sign, slack_steps, with_slack
from backend.store.operation_rows import OperationRow


class AcknowledgeStar(Body):
    """Nothing to say."""


def facts(request: Request, body: AcknowledgeStar) -> Facts:
    """Find the STAR."""
    return of_issue(open_star(request), **with_slack(request))


def open_now(request: Request, facts: Facts) -> list[Blocker]:
    """Tell whether somebody looks at it already."""
    if ("star", facts["iid"]) not in request.snapshot.acknowledged:
        return []
    return [Blocker(str(facts["iid"]), facts["url"], f"STAR issue #{facts['iid']} is acknowledged already")]


def steps(operation: OperationRow) -> Sequence[Step]:
    """Remember it first; the macro follows, last the sign in Slack."""
    return [
        Step("acknowledge", lambda deps, op: None, _acknowledge, primary=True, idempotent=True),
        apply_macro_step(_crosslink, primary=False, add=_link),
        *slack_steps(operation, find_announcement(iid_of), sign(lambda handbook: handbook.slack.emoji.looking)),
    ]


def _acknowledge(deps: Deps, operation: OperationRow) -> StepResult:
    deps.mirror.issues.acknowledge("star", iid_of(operation), operation.agent_id, operation.agent_name, deps.clock())
    return StepResult(f"{operation.agent_name} looks at STAR issue #{iid_of(operation)}", url=operation.facts["url"])


def _link(operation: OperationRow) -> Markup:
    return paragraph_with_link("STAR issue: ", f"#{iid_of(operation)}", operation.facts["url"])


def _crosslink(handbook: Handbook, operation: OperationRow) -> str:
    return handbook.zendesk.macros[handbook.star.crosslink_macro]


KIND = Kind(
    name="acknowledge_star",
    body=AcknowledgeStar,
    facts=facts,
    steps=steps,
    purpose=lambda facts: f"acknowledge-star-{facts['iid']}",
    open_now=open_now,
    reference=lambda operation: str(iid_of(operation)),
)
