"""Feedback about another ticket is not linked, and that ticket is named to those only who see every ticket."""

import pytest

from backend.domain.access import Reach
from backend.operations.engine.request import Actor, Request, RuleViolation
from backend.operations.feedback.link_feedback import LinkFeedback, LinkFeedbackKind
from backend.store.engine import Database
from tests.unit.domain.makers import NOW, issue
from tests.unit.operations.fakes import FakeGitLab
from tests.unit.operations.makers import deps


@pytest.mark.parametrize(
    ("reach", "because"),
    [
        (Reach(7), "issue #5 is about ticket 3006, not 3005"),
        (Reach(7, "groups", frozenset({3})), "issue #5 is about another ticket, not 3005"),
    ],
    ids=["sees-all", "restricted"],
)
def test_another_ticket_is_named_to_those_who_see_all(database: Database, reach: Reach, because: str) -> None:
    about_another = issue("feedback", iid=5, title="Negative feedback for ticket 3006")
    with_gitlab = deps(database, gitlab=FakeGitLab().put(about_another))
    actor = Actor(7, "Ada", "agent", reach=reach)
    request = Request(with_gitlab, with_gitlab.mirror.snapshot(3005), actor, 3005, NOW)
    with pytest.raises(RuleViolation) as refused:
        LinkFeedbackKind().prepare(request, LinkFeedback(issue="5"))
    assert refused.value.because == because
