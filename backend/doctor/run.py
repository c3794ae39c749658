"""Examine an installation from the inside out, as far as each finding lets the next one be made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from backend import settings as settings_module
from backend.doctor.gitlab import GitLabCheck
from backend.doctor.line import Line
from backend.doctor.local import database_lines, panel_lines, webhook_lines
from backend.doctor.pagerduty import PagerDutyCheck
from backend.doctor.recording import Recording
from backend.doctor.sample import Sample
from backend.doctor.slack import SlackCheck
from backend.doctor.zendesk import ZendeskCheck
from backend.handbook.loading.faults import HandbookError
from backend.handbook.loading.loader import load as load_handbook
from backend.handbook.model.handbook import Handbook
from backend.settings import Settings, SettingsError
from backend.vendor_clients import Vendors, make_vendors


@dataclass(frozen=True, slots=True)
class Wish:
    """Where the shapes of the vendors' answers go, and a ticket to read for that."""

    file: Path
    ticket_id: int | None = None


def examine(record: Wish | None = None) -> Iterator[Line]:
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
    if record is None:
        yield from vendor_lines(vendors, settings, handbook, now)
    else:
        recording = Recording((settings.zendesk_url, settings.pagerduty_url, f"{settings.gitlab_url}/api/v4",
                               f"{settings.slack_url}/api"))  # fmt: skip
        with recording.running():
            # All of it at once: between two lines of a generator the recording would hear what others do.
            lines = [
                *vendor_lines(vendors, settings, handbook, now),
                *Sample(vendors, handbook, now, record.ticket_id).lines(),
            ]
        yield from lines
        yield _written(recording, record.file)
    yield from webhook_lines(settings)


def _written(recording: Recording, file: Path) -> Line:
    try:
        recording.write(file)
    except OSError as error:
        return Line("failed", "record", f"{file} cannot be written: {error.strerror}", "Name a file in /tmp.")
    return Line("ok", "record", f"the shapes of the answers, without any value, are in {file}")


def vendor_lines(vendors: Vendors, settings: Settings, handbook: Handbook, now: datetime) -> Iterator[Line]:
    """Ask each vendor."""
    yield from ZendeskCheck(vendors.zendesk, settings, handbook).lines()
    yield from PagerDutyCheck(vendors.pagerduty, handbook, now).lines()
    yield from GitLabCheck(vendors.gitlab, handbook, now).lines()
    yield from SlackCheck(vendors.slack, handbook).lines()
