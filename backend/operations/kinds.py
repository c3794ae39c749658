"""Every kind of operation this backend can do, by name."""

from typing import Any

from backend.deps import Deps
from backend.domain.paging.schedules import manager_schedules
from backend.operations.emergency import (
    acknowledge_page,
    add_responders,
    ask_for_people,
    call_manager,
    escalate_page,
    hand_off,
    note_page,
    page_backup_pool,
    propose_escalation,
    reassign_page,
    record_assessment,
    resolve_page,
    trigger_emergency,
)
from backend.operations.engine.kind import Kind
from backend.operations.feedback import close_feedback, feedback_on_track, link_feedback, note_feedback, record_contact
from backend.operations.shift import cover_shift, end_cover, post_hand_off, redirect_request
from backend.operations.star import (
    acknowledge_star,
    assign_star,
    comment_star,
    move_discussion,
    open_star,
    reject_star,
    resolve_star,
    tick_star,
)
from backend.operations.ticket import apply_macro, do_the_rest

KINDS: dict[str, Kind[Any, Any]] = {
    kind.name: kind
    for kind in (
        trigger_emergency.TriggerEmergencyKind(),
        page_backup_pool.PageBackupPoolKind(),
        call_manager.CallManagerKind(),
        acknowledge_page.AcknowledgePageKind(),
        resolve_page.ResolvePageKind(),
        note_page.NotePageKind(),
        add_responders.AddRespondersKind(),
        ask_for_people.AskForPeopleKind(),
        escalate_page.EscalatePageKind(),
        reassign_page.ReassignPageKind(),
        hand_off.HandOffKind(),
        record_assessment.RecordAssessmentKind(),
        propose_escalation.ProposeEscalationKind(),
        open_star.OpenStarKind(),
        acknowledge_star.AcknowledgeStarKind(),
        assign_star.AssignStarKind(),
        comment_star.CommentStarKind(),
        resolve_star.ResolveStarKind(),
        reject_star.RejectStarKind(),
        tick_star.TickStarKind(),
        move_discussion.MoveDiscussionKind(),
        link_feedback.LinkFeedbackKind(),
        record_contact.RecordContactKind(),
        close_feedback.CloseFeedbackKind(),
        note_feedback.NoteFeedbackKind(),
        feedback_on_track.FeedbackOnTrackKind(),
        apply_macro.ApplyMacroKind(),
        do_the_rest.DoTheRestKind(lambda: KINDS),
        cover_shift.CoverShiftKind(),
        end_cover.EndCoverKind(),
        post_hand_off.PostHandOffKind(),
        redirect_request.RedirectRequestKind(),
    )
}


def offered(deps: Deps) -> frozenset[str]:
    """Name the kinds whose vendors and ids are set up here."""
    missing = {
        "slack": deps.slack is None,
        "schedule": not manager_schedules(deps.handbook),
        None: False,
    }
    return frozenset(name for name, kind in KINDS.items() if not missing[kind.needs])
