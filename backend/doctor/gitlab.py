"""Check GitLab: token, and for each tracker the project, our rights in it, and the labels."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from backend.doctor.line import Line, guarded
from backend.domain.issues import Tracker
from backend.handbook.model.handbook import Handbook
from backend.vendors.gitlab.client import Bot, GitLab

TOKEN = "Make a token of a bot user with scope api, and set GITLAB_TOKEN."  # noqa: S105 - words, not a secret
PLANNER, ENDS_SOON = 15, timedelta(days=30)
"""The least role that opens, notes, labels, assigns and closes issues; and when the end of a token is near."""


class GitLabCheck:
    """Asks GitLab, and changes nothing."""

    def __init__(self, gitlab: GitLab, handbook: Handbook, now: datetime) -> None:
        self._gitlab = gitlab
        self._now = now
        projects, labels = handbook.gitlab.projects, handbook.gitlab.labels
        self._wanted: list[tuple[Tracker, str, str | None, list[str]]] = [
            ("star", "stars", projects.stars, [labels.opened_here, labels.unstarred, *labels.resolution]),
            ("feedback", "feedback", projects.feedback, [labels.contact_requested, labels.contacted]),
            ("escalation", "escalations", projects.escalations, [labels.opened_here]),
        ]

    def lines(self) -> Iterator[Line]:
        """Check everything; without a token there is only that to say."""
        self._bot: Bot | None = None
        yield from guarded("GitLab token", TOKEN, self._token)
        if self._bot is None:
            return
        bot = self._bot
        for tracker, key, path, labels in self._wanted:
            what = f"GitLab project {path or key}"
            if path is None:
                to_do = f"Set gitlab.projects.{key} in the handbook, if you use it."
                yield Line("warning", what, "not configured", to_do)
            else:
                wrong = f"Correct gitlab.projects.{key}, or add {bot.username} to the project."
                check = partial(self._project, tracker, what, path, f"gitlab.projects.{key}", bot, labels)
                yield from guarded(what, wrong, check)

    def _token(self) -> Iterator[Line]:
        bot = self._gitlab.myself()
        self._bot = bot
        if "api" not in bot.scopes:
            yield Line("failed", "GitLab token", f"has scope {', '.join(bot.scopes)}, needs api", TOKEN)
        elif bot.ends and bot.ends < (self._now + ENDS_SOON).date():
            yield Line("warning", "GitLab token", f"ends on {bot.ends}", "Make the next one in time.")
        else:
            ends = f"until {bot.ends}" if bot.ends else "without end"
            yield Line("ok", "GitLab token", f"of {bot.username}, scope api, {ends}")

    def _project(self, tracker: Tracker, what: str, path: str, key: str, bot: Bot, labels: list[str]) -> Iterator[Line]:
        project = self._gitlab.project(tracker, bot.id)
        if project.path.casefold() != path.casefold():
            words = f"is {project.path} now: it is found by its number as long as nobody takes the old path"
            yield Line("warning", what, words, f"Set {key} to {project.path}.")
        if project.archived or not project.has_issues:
            yield Line("failed", what, "is archived or has no issues", "Choose the project that is used.")
        elif project.access < PLANNER:
            words = f"{bot.username} may not label and close issues there"
            yield Line("failed", what, words, f"Give {bot.username} the role Planner or a higher one.")
        else:
            yield Line("ok", what, f"{bot.username} may open, note, label and close issues")
        for label in labels:
            if label in project.labels:
                yield Line("ok", f"{what}, label {label}", "there")
            else:
                to_do = "Make it, or correct gitlab.labels: GitLab would make a new one without saying so."
                yield Line("warning", f"{what}, label {label}", "there is none", to_do)
