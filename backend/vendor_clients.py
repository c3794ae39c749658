"""The clients of the outside systems, made from settings and handbook."""

from dataclasses import dataclass

from backend.domain.issues import Tracker
from backend.handbook.model.handbook import Handbook
from backend.settings import Settings
from backend.vendors.gitlab.client import GitLab
from backend.vendors.pagerduty.client import PagerDuty
from backend.vendors.slack.client import Slack
from backend.vendors.zendesk.client import Zendesk
from backend.vendors.zendesk.token import ClientCredentials


@dataclass(frozen=True, slots=True)
class Vendors:
    """The outside systems."""

    zendesk: Zendesk
    pagerduty: PagerDuty
    gitlab: GitLab
    slack: Slack | None


def make_vendors(settings: Settings, handbook: Handbook) -> Vendors:
    """Connect the vendors' clients; nothing is sent yet."""
    secret = settings.zendesk_client_secret.get_secret_value()
    token = ClientCredentials(settings.zendesk_url, settings.zendesk_client_id, secret)
    projects: dict[Tracker, str] = {
        "star": handbook.gitlab.projects.stars or "",
        "feedback": handbook.gitlab.projects.feedback or "",
        "escalation": handbook.gitlab.projects.escalations or "",
    }
    return Vendors(
        zendesk=Zendesk(settings.zendesk_subdomain, settings.zendesk_url, token, settings.zendesk_per_minute),
        pagerduty=PagerDuty(
            settings.pagerduty_url,
            settings.pagerduty_token.get_secret_value(),
            settings.pagerduty_from,
            settings.pagerduty_per_minute,
        ),
        gitlab=GitLab(
            settings.gitlab_url, settings.gitlab_token.get_secret_value(), projects, settings.gitlab_per_minute
        ),
        slack=Slack(settings.slack_url, settings.slack_token.get_secret_value()) if settings.slack_token else None,
    )
