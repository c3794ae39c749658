"""The handbook's macros by their names, and some ordinary ones; the texts are the sandbox's own."""

from sandbox import clock
from sandbox.errors import Json
from sandbox.seeds.setup import FORMS, STAGE
from sandbox.zendesk.desk import Desk
from sandbox.zendesk.tickets import EMERGENCY_TAG

FIRST_ID = 360070000001
HELLO = "<p>Hi {{ticket.requester.first_name}},</p>"


def _says(body: str, *, public: bool = True) -> list[Json]:
    return [
        {"field": "comment_value_html", "value": body},
        {"field": "comment_mode_is_public", "value": str(public).lower()},
    ]


def _sets(**values: str) -> list[Json]:
    return [{"field": name, "value": value} for name, value in values.items()]


MACROS: tuple[tuple[str, list[Json]], ...] = (
    ("Support::Managers::Escalated Ticket",
     _says("<p>This ticket has been starred.</p><ul><li>STAR issue: </li><li>Discussion: </li>"
           "<li>Initiator: </li></ul>", public=False) + _sets(current_tags="star_submitted escalated")),
    ("Support::Managers::Trigger manual emergency",
     _says("<p>A manager has asked for an emergency page on ticket {{ticket.id}}.</p>", public=False)
     + _sets(current_tags=EMERGENCY_TAG)),
    ("General::Emergency::Strict Definition",
     _says(f"{HELLO}<p>Thank you for reaching us. What you describe is an emergency, and the engineer on "
           "call has begun. Please keep an eye on this ticket.</p>") + _sets(priority="urgent")),
    ("General::Emergency::Exception",
     _says(f"{HELLO}<p>This falls outside the usual definition of an emergency. Because of its effect on "
           "your business we are treating it as one.</p>") + _sets(priority="urgent")),
    ("General::Emergency::Needs more info",
     _says(f"{HELLO}<p>To see how we can best help, please tell us: is this your production instance, can "
           "it be used at all, and how many people are affected?</p>")),
    ("General::Emergency::Not an Emergency",
     _says(f"{HELLO}<p>An emergency is a production instance that cannot be used. As yours can, we go on "
           "with this ticket at high priority; you will hear from us within four hours.</p>")
     + _sets(priority="high")),
    ("Downgrade emergency ticket",
     _says(f"{HELLO}<p>We have lowered this ticket from emergency to severity 2, because the instance is "
           "in use. Ticket {{ticket.id}} continues; expect our next reply within four hours.</p>")
     + _sets(ticket_form_id=str(FORMS["Self-Managed"]), priority="high", current_tags="emergency_downgraded")
     + [{"field": f"custom_fields_{STAGE}", "value": "nrt"}]),
    ("Incident::Compromised Instance",
     _says(f"{HELLO}<p>Please shut the instance down, build a new one of the same version, restore your "
           "newest backup into it, upgrade it, and then audit users, code and webhooks.</p>")
     + _sets(current_tags="compromised_instance", priority="urgent")),
    ("General::Outbound Contact Request",
     _says("<p>Outbound contact for another team: whom, about what, by when.</p>", public=False)
     + _sets(current_tags="outbound_contact")),
    ("General::Request logs",
     _says(f"{HELLO}<p>Could you attach the output of <code>gitlab-ctl tail</code> around the time of the "
           "error?</p>") + _sets(status="pending")),
    ("General::Check in after quiet",
     _says(f"{HELLO}<p>We have not heard from you for a while. Is there anything left to solve here?</p>")
     + _sets(status="pending", current_tags="check_in")),
    ("Licensing::Send to L&R", _says("<p>Moved to Licensing &amp; Renewals.</p>", public=False)
     + _sets(ticket_form_id=str(FORMS["L&R"]))),
    ("General::Offer a call",
     _says(f"{HELLO}<p>Would a call help? Pick a time that suits you: (your scheduling link)</p>")
     + _sets(status="pending")),
)  # fmt: skip
RETIRED = ("Support::Managers::Old escalation", _says("<p>No longer in use.</p>", public=False))


def plant(desk: Desk) -> None:
    """Make the macros; the retired one is inactive."""
    for macro_id, (title, actions) in enumerate((*MACROS, RETIRED), start=FIRST_ID):
        desk.macros[macro_id] = as_macro(desk, macro_id, title, actions) | {"active": title != RETIRED[0]}


def as_macro(desk: Desk, macro_id: int, title: str, actions: list[Json]) -> Json:
    """Write an active macro that is shared with everybody."""
    moment = clock.seconds(clock.now())
    return {
        "id": macro_id, "url": f"{desk.base_url}/api/v2/macros/{macro_id}.json", "title": title,
        "active": True, "created_at": moment, "updated_at": moment, "position": len(desk.macros),
        "description": None, "restriction": None, "default": False, "raw_title": title,
        "actions": [dict(action) for action in actions],
    }  # fmt: skip
