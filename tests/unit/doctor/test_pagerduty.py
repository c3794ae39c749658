"""Whether a page on a service rings anybody, as the doctor tells."""

import pytest

from backend.doctor.pagerduty import service_line
from backend.domain.paging.service import Service


@pytest.mark.parametrize(
    ("status", "urgency", "level", "why"),
    [
        ("active", "high", "ok", "all of high urgency"),
        ("critical", "high", "ok", "all of high urgency"),
        (None, "high", "ok", "all of high urgency"),
        ("active", "low", "failed", "ring nobody"),
        ("maintenance", "high", "failed", "opens no incident"),
        ("disabled", None, "failed", "opens no incident"),
        ("active", "severity_based", "warning", "depends on severity"),
        ("active", None, "warning", "support hours"),
    ],
)
def test_a_service_that_rings_nobody_is_named(status: str | None, urgency: str | None, level: str, why: str) -> None:
    line = service_line("PagerDuty service Support", Service("PSERV01", "Support", status, urgency))
    assert (line.level, why in line.why) == (level, True)
    assert bool(line.to_do) is (level != "ok")
