"""Whatever became of an operation, the panel is drawn: with its details, or with what is left of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.domain.paging.schedules import Override
from backend.handbook.loading.loader import load
from backend.operations.kinds import KINDS
from backend.operations.reading import read_operation
from backend.panel.board import Board
from backend.panel.operations import operation_part
from backend.panel.schemas.board import BoardOut
from backend.panel.schemas.operation import OperationOut
from backend.panel.schemas.panel import PanelOut
from backend.panel.ticket import Composer
from backend.store.board import BoardStore
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operation_rows import BOARD, RENAMED_STEPS, NewOperation, OperationRow, OperationState, StepState
from backend.store.operations import OperationStore
from backend.store.retention import REMOVED, RetentionStore
from tests.unit.domain.makers import NOW, issue, ticket
from tests.unit.operations.samples import ISSUE, SAMPLES, Sample

LONG_AGO = NOW - timedelta(days=401)
LIMIT = NOW - timedelta(days=400)
HANDBOOK = load()
BY_HAND = {"trigger_emergency", "page_backup_pool", "call_manager", "escalate_page", "reassign_page"}
OURS_ALONE = {"tick_star", "feedback_on_track"}
"""Kinds that write nothing outside: there is nothing to do by hand."""
ENDED: dict[str, tuple[StepState, OperationState]] = {"failed": ("failed", "failed"), "done": ("done", "done")}
"""What the steps and the whole have come to."""


class Panels:
    """A store, and what is drawn from it; every operation has a ticket of its own, or the board."""

    def __init__(self, database: Database) -> None:
        self._store, mirror = OperationStore(database), MirrorStore(database)
        self._composer = Composer(mirror, self._store, HANDBOOK, lambda: NOW, 30.0, "", with_slack=True)
        self._board = Board(
            BoardStore(database),
            self._store,
            HANDBOOK,
            lambda: NOW,
            30.0,
            mirror.revision,
            with_slack=True,
            health=list,
            want=lambda _: None,
        )
        self._retention, self._mirror = RetentionStore(database), mirror
        self._written = 0

    def write(self, sample: Sample, state: str, version: int, at: datetime = LONG_AGO) -> OperationRow:
        """Write an operation down as this or the previous version did."""
        self._written += 1
        ticket_id = BOARD if KINDS[sample.kind].on_board else 1000 + self._written
        context = sample.context if version else sample.facts
        names = [RENAMED_STEPS.get(name, name) if version else name for name in sample.steps]
        new = NewOperation(
            id=f"{self._written:032x}",
            kind=sample.kind,
            ticket_id=ticket_id,
            agent_id=7,
            agent_name="Ada",
            key=f"the-key-{self._written}",
            body=sample.body,
            context=context,
            steps=names,
            claim_key=None,
            at=at + timedelta(seconds=self._written),
            executor="here",
        )
        operation, _ = self._store.accept(new, lambda other: True)
        if state == "running":
            self._store.sending(new.id, 0, 0, new.at)
            return operation
        step, whole = ENDED[state]
        for position, name in enumerate(sample.steps):
            result = sample.result(name, version) if state == "done" else None
            self._store.settle(new.id, 0, position, step, at=new.at, detail="So it went.", result=result, whole=whole)
        return operation

    def add_star(self, ticket_id: int) -> None:
        """Let a ticket have a STAR, the one that samples are about."""
        self._mirror.tickets.put(ticket(id=ticket_id), NOW, changes_read=0)
        self._mirror.issues.put([(issue(iid=ISSUE["iid"], url=ISSUE["url"]), frozenset({ticket_id}))])

    def stand_in(self, override: Override) -> None:
        """Let an override stand in PagerDuty."""
        self._mirror.on_calls.replace_overrides([override])

    def stored(self, written: OperationRow) -> OperationRow:
        """Read it as it stands now."""
        found = self._store.get(written.id)
        assert found
        return found

    def forget(self) -> None:
        self._retention.forget(LIMIT, NOW)

    def panel(self, ticket_id: int) -> PanelOut:
        return self._composer.panel(ticket_id)

    def board(self) -> BoardOut:
        return self._board.board()

    def shown(self, operation: OperationRow) -> OperationOut:
        drawn = self.board() if operation.ticket_id == BOARD else self.panel(operation.ticket_id)
        return next(each for each in drawn.operations if each.id == operation.id)


@pytest.fixture(scope="module")
def panels(shared: Database) -> Panels:
    return Panels(shared)


def test_there_is_a_sample_of_every_kind() -> None:
    assert set(SAMPLES) == set(KINDS)


@pytest.mark.parametrize("version", [0, 1], ids=["previous-version", "this-version"])
@pytest.mark.parametrize("forgotten", [False, True], ids=["kept", "forgotten"])
@pytest.mark.parametrize("state", ["running", "failed", "done"])
@pytest.mark.parametrize("kind", SAMPLES)
def test_every_operation_is_drawn(panels: Panels, kind: str, state: str, forgotten: bool, version: int) -> None:
    sample = SAMPLES[kind]
    written = panels.write(sample, state, version)
    if forgotten:
        panels.forget()
    operation = panels.shown(written)
    assert (operation.kind, operation.state, operation.actor) == (kind, state, "Ada")
    assert (operation.created_at, operation.ticket_id) == (written.created_at, written.ticket_id)
    assert [step.name for step in operation.steps] == [RENAMED_STEPS.get(name, name) for name in sample.steps]
    # Retention leaves alone what still runs.
    gone = forgotten and state != "running"
    ended = REMOVED if gone else "So it went."
    assert {step.detail for step in operation.steps} == ({None} if state == "running" else {ended})
    urgent = kind in BY_HAND and state == "running"
    by_hand = not gone and kind not in OURS_ALONE and (state == "failed" or urgent)
    assert bool(operation.manual) == by_hand
    about = None if gone or state != "failed" else sample.facts.get("url")
    assert operation.steps[0].url == about


def test_the_way_by_hand_names_what_is_missing_and_nothing_else(panels: Panels) -> None:
    written = panels.stored(panels.write(SAMPLES["trigger_emergency"], "failed", 1))
    first, *others = written.steps
    half = replace(written, steps=(replace(first, state="done"), *others))
    tag = f"Add the tag emergency_paged to ticket {written.ticket_id}"
    told = operation_part(read_operation(half), HANDBOOK, NOW).manual
    # What the page has left cannot be read: the note's text is not known.
    assert told == [f"Write an internal note on ticket {written.ticket_id}: what was done, by whom, and why", tag]
    nothing = operation_part(read_operation(written), HANDBOOK, NOW).manual
    # Whoever pages by hand also writes it down.
    assert nothing[-2:] == told
    assert len(nothing) > 2


def refused(panels: Panels, seconds: float, **note: Any) -> OperationOut:
    """Draw an emergency that was paged at once, and whose note Zendesk has refused since."""
    stored = panels.stored(panels.write(SAMPLES["trigger_emergency"], "done", 1, NOW - timedelta(seconds=seconds)))
    page, _, tag = stored.steps
    refusal = {"state": "waiting", "detail": "Zendesk: no; trying again", "at": NOW, **note}
    steps = (
        replace(page, at=stored.created_at),
        replace(stored.steps[1], **refusal),
        replace(tag, state="waiting", at=None),
    )
    return operation_part(
        read_operation(replace(stored, state="running", steps=steps)),
        HANDBOOK,
        stored.created_at + timedelta(seconds=seconds),
    )


def test_the_way_by_hand_of_a_note_that_is_refused_shows_after_five_seconds_with_its_text(panels: Panels) -> None:
    shown = refused(panels, 6)
    note, tag = shown.manual
    head, paged, verdict, reason = note.split("\n")
    assert head == f"Write an internal note on ticket {shown.ticket_id}:"
    assert paged.startswith("Customer emergency paged by Ada: PagerDuty incident #")
    assert "(https://" in paged
    assert verdict.startswith("Verdict: ")
    assert reason.startswith("Reason: ")
    # It waits for the note.
    assert tag == f"Add the tag emergency_paged to ticket {shown.ticket_id}"
    assert shown.outcome == "running"


@pytest.mark.parametrize(
    ("seconds", "note"),
    [
        pytest.param(4, {}, id="for so short a time"),
        pytest.param(60, {"at": None, "detail": None}, id="not tried yet"),
        pytest.param(60, {"state": "running"}, id="on its way"),
        pytest.param(60, {"state": "done"}, id="done"),
    ],
)
def test_what_was_not_refused_for_long_is_left_to_us(panels: Panels, seconds: float, note: dict[str, Any]) -> None:
    assert refused(panels, seconds, **note).manual == []


@pytest.mark.parametrize("version", [0, 1])
def test_what_was_done_with_a_star_is_ticked_off(panels: Panels, version: int) -> None:
    ticket_id = panels.write(SAMPLES["acknowledge_star"], "done", version).ticket_id
    panels.add_star(ticket_id)
    (star,) = panels.panel(ticket_id).star.issues
    ticked = {mechanic.id for mechanic in star.mechanics if mechanic.done}
    assert "crosslink" in ticked
    panels.forget()
    (star,) = panels.panel(ticket_id).star.issues
    assert "crosslink" not in {mechanic.id for mechanic in star.mechanics if mechanic.done}


@pytest.mark.parametrize("version", [0, 1])
def test_answers_are_filled_in_again_for_the_emergency_they_were_given_for(panels: Panels, version: int) -> None:
    present = panels.write(SAMPLES["record_assessment"], "done", version, NOW - timedelta(hours=1)).ticket_id
    past = panels.write(SAMPLES["record_assessment"], "done", version).ticket_id
    assert prefilled(panels.panel(present)) == {"Answered by Ada."}
    assert prefilled(panels.panel(past)) == set()
    panels.forget()
    assert panels.panel(past).emergency.decision is None


def prefilled(panel: PanelOut) -> set[str]:
    return {question.prefill.source for question in panel.emergency.questions if question.prefill}


@pytest.mark.parametrize("version", [0, 1])
def test_cover_counts_while_it_stands_in_pagerduty(panels: Panels, version: int) -> None:
    sample = SAMPLES["cover_shift"]
    hours = {"start": (NOW + timedelta(hours=1)).isoformat(), "end": (NOW + timedelta(hours=5)).isoformat()}
    panels.write(replace(sample, body=sample.body | hours, facts=sample.facts | hours), "done", version)
    panels.stand_in(Override("QOVER1", "PGRACE", NOW, NOW + timedelta(hours=5), "Grace", "PSCHED1"))

    def shown() -> list[tuple[str, str, str | None]]:
        return [(cover.override_id, cover.name, cover.by) for cover in panels.board().cover.covers]

    assert shown() == [("QOVER1", "Grace", "Ada")]
    panels.forget()
    assert shown() == [("QOVER1", "Grace", None)]
