"""Where product or stand-in depart from a vendor's description on purpose: because the description is wrong there."""

import re
from dataclasses import dataclass

from tests.contract.check import Fault


@dataclass(frozen=True)
class Deviation:
    """One departure: the vendor, the call and the place in it (patterns of `re.fullmatch`), and why."""

    vendor: str
    call: str
    where: str
    reason: str

    def covers(self, fault: Fault) -> bool:
        """Tell whether a fault is this departure."""
        return (
            fault.vendor == self.vendor
            and re.fullmatch(self.call, fault.call) is not None
            and re.fullmatch(self.where, fault.where) is not None
        )


ANY = r".*"
INCIDENT = r"(GET|POST|PUT) /incidents(/\{id\})?"
BEARER = "an old form of authentication: docs.slack.dev has the token in the Authorization header"
OLD_SLACK = "the description is older than this: docs.slack.dev, "
SIDELOADS = 'the description has no sideloads; the reference\'s page "Side-loading" lists these'
DISABLED = "its text says: null if the feature is disabled"
MISSING = 'only success is described there; the reference\'s page "Introduction" has 404 for what does not exist'
PREVIEW = "the schema was made from one example; a ticket's own format allows null where nobody or no group is set"
UNTOLD = (
    "the stand-in tells changes by comparing, not who made them; its account has no custom statuses; neither is read"
)
PROBE = "the doctor sends an incomplete incident, for PagerDuty to refuse: so it learns of the token and the sender"

DEVIATIONS: tuple[Deviation, ...] = (
    Deviation(
        "pagerduty", ANY, "header Content-Type", "declared as required on calls that carry no body, reads among them"
    ),
    Deviation(
        "pagerduty",
        INCIDENT,
        r"(sent|answer) incident\.body\.details",
        "declared an object; its own examples are texts",
    ),
    Deviation(
        "pagerduty", INCIDENT, r"answer incidents?(\.\[\])?\.resolved_at", "its text says: null if it is not resolved"
    ),
    Deviation(
        "pagerduty", INCIDENT, r"answer incidents?(\.\[\])?\.(priority|resolve_reason)", "null in its own examples"
    ),
    Deviation(
        "pagerduty", "GET /oncalls", r"answer oncalls\.\[\]\.(start|end)", "its text says: null for a permanent user"
    ),
    Deviation(
        "pagerduty", "GET /oncalls", r"answer oncalls\.\[\]\.schedule", "null for somebody whom the policy names itself"
    ),
    Deviation(
        "pagerduty", "GET /oncalls", r"answer oncalls\.\[\]\.user\.type", "its parameter include[] gives users in full"
    ),
    Deviation(
        "pagerduty", r"GET /services/\{id\}", r"answer service\.(acknowledgement|auto_resolve)_timeout", DISABLED
    ),
    Deviation("pagerduty", "POST /incidents", r"sent incident\.(service|title)", PROBE),
    Deviation("slack", ANY, "query token", BEARER),
    Deviation(
        "slack", "GET /conversations.(history|replies)", "query include_all_metadata", OLD_SLACK + "Message metadata"
    ),
    Deviation("slack", "GET /emoji.list", "query include_categories", OLD_SLACK + "emoji.list"),
    Deviation("slack", "POST /chat.postMessage", "sent metadata", OLD_SLACK + "Message metadata"),
    Deviation("slack", ANY, r"answer message(s\.\[\])?\.metadata", OLD_SLACK + "Message metadata"),
    Deviation("slack", "GET /conversations.(history|replies)", "answer response_metadata", OLD_SLACK + "Pagination"),
    Deviation("slack", "GET /conversations.history", "answer messages", "a channel may have no message in a window"),
    Deviation("zendesk", r"GET /api/v2/(tickets/\{ticket_id\}|users/(me|\{user_id\}))", "query include", SIDELOADS),
    Deviation("zendesk", r"GET /api/v2/tickets/\{ticket_id\}", "status 404", MISSING),
    Deviation("zendesk", r"event ticket\..*", r"detail\.(actor_id|custom_status)", UNTOLD),
    Deviation("zendesk", "GET .*/apply", r"answer result\.ticket\.(assignee|group)_id", PREVIEW),
)
