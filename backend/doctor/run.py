"""Examine an installation from the inside out, as far as each finding lets the next one be made."""

from collections.abc import Iterator
from datetime import UTC, datetime

from backend import settings as settings_module
from backend.app import make_vendors
from backend.doctor.gitlab import GitLabCheck
from backend.doctor.line import Line
from backend.doctor.local import database_lines, panel_lines, webhook_lines
from backend.doctor.pagerduty import PagerDutyCheck
from backend.doctor.slack import SlackCheck
from backend.doctor.zendesk import ZendeskCheck
from backend.handbook.loading.loader import HandbookError
from backend.handbook.loading.loader import load as load_handbook
from backend.settings import SettingsError


def examine() -> Iterator[Line]:
    """Give each finding as it is made; nothing is changed anywhere."""
    try:
        settings = settings_module.load()
    except SettingsError as error:
        for fault in error.faults:
            yield Line("failed", "settings", fault, "Set it in the environment, or in a file named by NAME_FILE.")
        return
    yield Line("ok", "settings", "complete")
    try:
        handbook = load_handbook(settings.handbook_overrides)
    except HandbookError as error:
        for fault in error.faults:
            yield Line("failed", "handbook", fault, "Correct it in the file named by HANDBOOK_OVERRIDES.")
        return
    yield Line("ok", "handbook", "valid")
    yield from database_lines(settings)
    yield from panel_lines()
    vendors, now = make_vendors(settings, handbook), datetime.now(UTC)
    yield from ZendeskCheck(vendors.zendesk, settings, handbook).lines()
    yield from PagerDutyCheck(vendors.pagerduty, handbook, now).lines()
    yield from GitLabCheck(vendors.gitlab, handbook, now).lines()
    yield from SlackCheck(vendors.slack, handbook).lines()
    yield from webhook_lines(settings)
