"""Turn the stories into tickets."""

import re
from datetime import timedelta
from unicodedata import normalize

from sandbox import clock
from sandbox.errors import Json
from sandbox.seeds.people import BY_HANDLE
from sandbox.seeds.setup import FORMS, GROUPS
from sandbox.seeds.stories_calm import CALM
from sandbox.seeds.stories_urgent import URGENT
from sandbox.seeds.story import CUSTOMER, Said, Story
from sandbox.zendesk.comments import add_comment
from sandbox.zendesk.desk import Desk
from sandbox.zendesk.tickets import set_custom_fields

SUPPORT_GROUP = next(key for key, name in GROUPS.items() if name == "Support")


def plant(desk: Desk) -> None:
    """Make every story's organization, requester, ticket and conversation."""
    for story in sorted((*URGENT, *CALM), key=lambda item: item.id):
        ticket = _ticket(desk, story, _requester(desk, story))
        for said in story.thread:
            _say(desk, ticket, said)
        ticket["updated_at"] = desk.comments[story.id][-1]["created_at"]
        desk.stories[story.id] = story.story


def _requester(desk: Desk, story: Story) -> Json:
    customer = story.customer
    name = customer.requester if customer else story.requester
    email = _email(name, story.id)
    if customer is None:
        return desk.add_user(name, email=email)
    more: Json = {"created_at": clock.seconds(clock.now() - timedelta(hours=2))} if customer.new_today else {}
    organization = desk.add_organization(customer.name, customer.fields, customer.tags, **more)
    return desk.add_user(name, email=email, organization_id=organization["id"], locale=customer.locale)


def _email(name: str, number: int) -> str:
    """Write a person's name as the local part of an address, or a number where it has no Latin letters."""
    latin = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z]+", latin)[:2]
    return f"{'.'.join(words) or f'contact{number}'}@customer.example"


def _ticket(desk: Desk, story: Story, requester: Json) -> Json:
    assignee = BY_HANDLE[story.assignee].id if story.assignee else None
    opened = clock.now() - timedelta(minutes=story.thread[0].minutes_ago)
    ticket = desk.add_ticket(
        {
            "id": story.id, "subject": story.subject, "description": story.thread[0].body,
            "created_at": clock.seconds(opened), "priority": story.priority, "status": story.status,
            "tags": list(story.tags), "ticket_form_id": FORMS[story.form], "brand_id": story.brand_id,
            "requester_id": requester["id"], "submitter_id": requester["id"], "assignee_id": assignee,
            "group_id": SUPPORT_GROUP, "organization_id": requester["organization_id"],
        }
    )  # fmt: skip
    set_custom_fields(ticket, story.fields)
    if story.breach_in is not None:
        breach = clock.now() + timedelta(minutes=story.breach_in)
        answered = any(said.by != CUSTOMER and said.public for said in story.thread)
        metric = "next_reply_time" if answered else "first_reply_time"
        ticket["slas"] = {
            "policy_metrics": [
                {"metric": metric, "stage": "active", "breach_at": clock.seconds(breach),
                 "minutes": round(story.breach_in)}
            ]
        }  # fmt: skip
    return ticket


def _say(desk: Desk, ticket: Json, said: Said) -> None:
    author = desk.users[ticket["requester_id"] if said.by == CUSTOMER else BY_HANDLE[said.by].id]
    at = clock.now() - timedelta(minutes=said.minutes_ago)
    wish = {"html_body" if said.html else "body": said.body, "public": said.public, "channel": "web"}
    add_comment(desk, ticket, wish, author, at)
