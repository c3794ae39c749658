"""Who may do what, and who the people are, as data."""

from typing import Literal

from backend.handbook.model.scalars import Section, Text

Kind = Literal[
    "trigger_emergency",
    "page_backup_pool",
    "call_manager",
    "acknowledge_page",
    "resolve_page",
    "note_page",
    "add_responders",
    "ask_for_people",
    "escalate_page",
    "reassign_page",
    "hand_off",
    "record_assessment",
    "open_star",
    "acknowledge_star",
    "assign_star",
    "comment_star",
    "resolve_star",
    "reject_star",
    "tick_star",
    "move_discussion",
    "link_feedback",
    "record_contact",
    "close_feedback",
    "note_feedback",
    "feedback_on_track",
    "apply_macro",
    "propose_escalation",
    "cover_shift",
    "end_cover",
    "post_hand_off",
    "redirect_request",
    "do_the_rest",
]


class RoleRule(Section):
    """Who has a role in Zendesk and which operations it may start."""

    groups: tuple[Text, ...] = ()
    custom_roles: tuple[Text, ...] = ()
    can: tuple[Kind, ...]


class Roles(Section):
    """Everybody may look; these tables say who may do what."""

    manager: RoleRule
    agent: RoleRule
    light_agent: RoleRule


class Colleague(Section):
    """One person's accounts elsewhere; None = matched by e-mail."""

    name: Text
    email: Text | None = None
    zendesk_id: int | None = None
    gitlab: Text | None = None
    pagerduty_id: Text | None = None
    slack: Text | None = None
    scheduling_link: Text | None = None

    def is_person(self, zendesk_id: int, email: str | None) -> bool:
        """Tell whether a Zendesk user is this one."""
        return self.zendesk_id == zendesk_id or (email is not None and self.email == email)
