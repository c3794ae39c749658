"""The macros that a panel suggests go with the verdict on the answers that it shows, or with a person's decision."""

from datetime import timedelta
from typing import Any

from backend.domain.eligibility.answers import parse_answers
from backend.domain.eligibility.assessment import assess
from backend.domain.macros import Macro
from backend.handbook.loading.loader import load
from backend.panel.ticket import Composer
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operation_rows import NewOperation
from backend.store.operations import OperationStore
from tests.unit.domain.makers import NOW, ticket

HANDBOOK = load()
PAID = ticket({"sub_sm_premium": True}, id=7)
STRICT = {"production": "yes", "unusable": "yes", "scope": "most"}
NO = dict.fromkeys(("production", "unusable", "compromise", *HANDBOOK.emergency.criteria), "no")


class Panels:
    """One ticket with all macros there are, and what people record of it."""

    def __init__(self, database: Database) -> None:
        self._mirror, self._operations = MirrorStore(database), OperationStore(database)
        self._mirror.tickets.put(PAID, NOW, changes_read=0)
        self._mirror.macros.replace(Macro(at, title) for at, title in enumerate(HANDBOOK.zendesk.macros.values()))

    def record(self, number: int, minutes: int, role: str, **body: Any) -> None:
        new = NewOperation(
            f"{number:032x}", "record_assessment", PAID.id, 7, "Ada", f"key-number-{number}", body,
            {"version": 1, "judgement": None, "role": role}, ["note"], None, NOW - timedelta(minutes=minutes), "here",
        )  # fmt: skip
        self._operations.accept(new, lambda other: False)

    def shown(self) -> tuple[set[str], dict[str, str]]:
        """Give the macros that are suggested, and the answers that the checklist shows."""
        panel = Composer(self._mirror, self._operations, HANDBOOK, lambda: NOW, 30.0, "", with_slack=False).panel(7)
        answers = {question.key: question.prefill.value for question in panel.emergency.questions if question.prefill}
        return {macro.title for macro in panel.macros if macro.suggested}, answers


def test_an_agents_newer_answers_are_shown_and_the_macros_go_with_them(database: Database) -> None:
    panels = Panels(database)
    panels.record(1, minutes=20, role="manager", answers=STRICT)
    assert panels.shown() == ({HANDBOOK.zendesk.macros["strict_definition"]}, STRICT)
    panels.record(2, minutes=10, role="agent", answers=NO)
    macros, answers = panels.shown()
    judged = assess(parse_answers(answers, HANDBOOK), PAID, HANDBOOK, NOW).qualification
    assert answers == NO
    assert judged
    assert macros == set(judged.macros)
    assert macros


def test_a_managers_decision_holds_whatever_an_agent_answers_later(database: Database) -> None:
    panels = Panels(database)
    panels.record(1, minutes=20, role="manager", answers=NO, override={"verdict": "exception", "reason": "An audit."})
    panels.record(2, minutes=10, role="agent", answers=STRICT)
    macros, answers = panels.shown()
    assert (macros, answers) == ({HANDBOOK.zendesk.macros["exception"]}, STRICT)
