"""Where a moved issue goes on: its number and address where they are known, else only that it does."""

import pytest

from backend.domain.issues import Issue, IssueRef, MovedTo
from backend.domain.moved import goes_on_elsewhere, moved_to
from tests.unit.domain.makers import issue

KNOWN = [
    issue(iid=4, id=40, url="https://gitlab.com/y/-/issues/4"),
    issue(iid=5, id=50, url="https://gitlab.com/y/-/issues/5"),
]
UNKNOWN = MovedTo(None, None)
THERE = MovedTo(12, "https://gitlab.com/z/-/issues/12")


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        pytest.param(issue(), None, id="not-moved"),
        pytest.param(issue(moved_to_id=50), MovedTo(5, "https://gitlab.com/y/-/issues/5"), id="to-a-known-one"),
        pytest.param(issue(moved_to_id=5), UNKNOWN, id="its-number-in-a-project-is-another"),
        pytest.param(
            issue(project_id=1, duplicate_of=IssueRef(1, 9)),
            MovedTo(9, "https://gitlab.com/x/-/issues/9"),
            id="duplicate-in-its-project",
        ),
        pytest.param(issue(project_id=1, duplicate_of=IssueRef(2, 4)), UNKNOWN, id="duplicate-elsewhere"),
        pytest.param(issue(moved_to_id=60, goes_on=THERE), THERE, id="to-where-gitlab-says"),
        pytest.param(issue(project_id=1, duplicate_of=IssueRef(2, 4), goes_on=THERE), THERE, id="duplicate-read"),
        pytest.param(
            issue(project_id=1, moved_to_id=7, duplicate_of=IssueRef(1, 9)), UNKNOWN, id="a-move-counts-first"
        ),
    ],
)
def test_where_an_issue_goes_on(of: Issue, expected: MovedTo | None) -> None:
    assert moved_to(of, KNOWN) == expected


def test_only_what_its_record_does_not_say_is_asked_for() -> None:
    assert goes_on_elsewhere(issue(moved_to_id=5))
    assert goes_on_elsewhere(issue(project_id=1, duplicate_of=IssueRef(2, 4)))
    assert not goes_on_elsewhere(issue(project_id=1, duplicate_of=IssueRef(1, 4)))
    assert not goes_on_elsewhere(issue())
