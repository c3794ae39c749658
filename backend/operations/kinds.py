"""Every kind of operation this backend can do, by name."""

from typing import Any

from backend.deps import Deps
from backend.operations.emergency import (
    hand_off,
    page_backup_pool,
    propose_escalation,
    reassign_page,
    record_assessment,
    trigger_emergency,
)
from backend.operations.engine.kind import Kind
from backend.operations.feedback import close_feedback, link_feedback, note_feedback, record_contact
from backend.operations.shift import cover_shift, end_cover, post_hand_off, redirect_request
from backend.operations.star import (
    acknowledge_star,
    assign_star,
    comment_star,
    move_discussion,
    open_star,
    reject_star,
    resolve_star,
)
from backend.operations.ticket import apply_macro

KINDS: dict[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        trigger_emergency.KIND,
        page_backup_pool.KIND,
        reassign_page.KIND,
        hand_off.KIND,
        record_assessment.KIND,
        propose_escalation.KIND,
        open_star.KIND,
        acknowledge_star.KIND,
        assign_star.KIND,
        comment_star.KIND,
        resolve_star.KIND,
        reject_star.KIND,
        move_discussion.KIND,
        link_feedback.KIND,
        record_contact.KIND,
        close_feedback.KIND,
        note_feedback.KIND,
        apply_macro.KIND,
        cover_shift.KIND,
        end_cover.KIND,
        post_hand_off.KIND,
        redirect_request.KIND,
    )
}


def offered(deps: Deps) -> frozenset[str]:
    """Name the kinds whose vendors and ids are set up here."""
    missing = {
        "slack": deps.slack is None,
        "schedule": deps.handbook.pagerduty.on_call.manager.schedule is None,
        None: False,
    }
    return frozenset(name for name, kind in KINDS.items() if not missing[kind.needs])
