"""What a STAR form says while it is filled in: what speaks against it, and who could take it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.star.checks import checks, licence_case
from backend.domain.star.licence import licence_advice, parse_licence
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook
from backend.panel.schemas.star_form import Check, LicenceAdviceOut, StarChecksOut


class StarDraft(BaseModel):
    """A STAR form as it is filled in so far; what is left out has not been answered and is not checked."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    namespace: str | None = None
    reason: str | None = None
    engineer_contacted: bool | None = None
    licence: dict[str, str] = Field(default_factory=dict)


def star_checks(
    ticket: Ticket, has_open_star: bool, draft: StarDraft, handbook: Handbook, now: datetime
) -> StarChecksOut:
    """Judge a STAR form; raise BadAnswer for an answer that fits no licence question."""
    licence = parse_licence(draft.licence, handbook)
    failed = checks(
        ticket,
        has_open_star,
        handbook,
        now,
        namespace=draft.namespace,
        reason=draft.reason,
        engineer_contacted=draft.engineer_contacted,
        licence=licence,
    )
    advice = licence_advice(licence, handbook) if licence_case(ticket, handbook) else None
    return StarChecksOut(
        checks=[Check.of(check) for check in failed], licence=LicenceAdviceOut.of(advice) if advice else None
    )
