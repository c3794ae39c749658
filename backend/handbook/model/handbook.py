"""The handbook as one typed, immutable object."""

from collections.abc import Mapping

from backend.handbook.model.emergencies import EmergencyRules
from backend.handbook.model.entitlement import EntitlementRules
from backend.handbook.model.gitlab import GitLab
from backend.handbook.model.notices import NoticeLimits, NoticeWords
from backend.handbook.model.pagerduty import PagerDuty
from backend.handbook.model.process import FeedbackRules, Hours, PageLink, Priority, ReplyTarget
from backend.handbook.model.roles import Colleague, Roles
from backend.handbook.model.scalars import Section, Text
from backend.handbook.model.slack import Slack
from backend.handbook.model.star import StarRules
from backend.handbook.model.zendesk import Zendesk


class Handbook(Section):
    """Every name, id, hour, threshold and word of the process; see handbook.yml for what each one means."""

    zendesk: Zendesk
    pagerduty: PagerDuty
    gitlab: GitLab
    slack: Slack
    reminders: Mapping[str, Text]
    hours: Hours
    entitlement: EntitlementRules
    emergency: EmergencyRules
    star: StarRules
    feedback: FeedbackRules
    sla: Mapping[Priority, ReplyTarget]
    escalation: Mapping[str, Text]
    links: Mapping[str, PageLink]
    roles: Roles
    people: tuple[Colleague, ...]
    notice_limits: NoticeLimits
    notices: Mapping[str, NoticeWords]

    @property
    def paging_macro(self) -> str:
        """Give the title of the macro that pages."""
        return self.zendesk.macros[self.emergency.paging_macro]
