"""Where a moved issue goes on: its number and address where they are known, else only that it does."""

import pytest

from backend.domain.issues import Issue, IssueRef
from backend.domain.moved import MovedTo, moved_to
from tests.unit.domain.makers import issue

KNOWN = [
    issue(iid=4, id=40, url="https://gitlab.com/y/-/issues/4"),
    issue(iid=5, id=50, url="https://gitlab.com/y/-/issues/5"),
]
UNKNOWN = MovedTo(None, None)


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
        pytest.param(
            issue(project_id=1, moved_to_id=7, duplicate_of=IssueRef(1, 9)), UNKNOWN, id="a-move-counts-first"
        ),
    ],
)
def test_where_an_issue_goes_on(of: Issue, expected: MovedTo | None) -> None:
    assert moved_to(of, KNOWN) == expected
