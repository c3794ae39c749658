"""Who drives a STAR's ticket forward: what speaks against somebody, which a manager may go past."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from backend.domain.issues import Issue
from backend.domain.paging.accounts import Accounts
from backend.domain.paging.on_call import OnCall, on_duty


@dataclass(frozen=True, slots=True)
class Driver:
    """Somebody by their GitLab account and others; `state` is GitLab's: active, blocked, ..., None = not told."""

    username: str
    state: str | None
    accounts: Accounts

    def has(self, issue: Issue) -> bool:
        """Tell whether an issue is assigned to them; GitLab compares usernames without case."""
        return self.username.casefold() in map(str.casefold, issue.assigned)


def barred(driver: Driver) -> str | None:
    """Say why GitLab assigns nothing to somebody; None when it does."""
    if driver.state in {None, "active"}:
        return None
    return f"the account @{driver.username} is {driver.state} in GitLab, which assigns nothing to it"


def speaks_against(
    driver: Driver,
    issue: Issue | None,
    on_calls: Iterable[OnCall],
    open_stars: Iterable[Issue],
    now: datetime,
    *,
    named: bool = True,
) -> list[str]:
    """Say what speaks against somebody as the one who drives a STAR, and whom they take it from.

    `named` = other STARs' numbers are told, which belong to tickets that not everybody may see.
    """
    because = barred(driver)
    others = [star.iid for star in open_stars if driver.has(star) and (issue is None or star.iid != issue.iid)]
    return [
        *([because] if because else []),
        *_on_call(driver, on_calls, now),
        *_on_others(others, named),
        *_taken_off(driver, issue),
    ]


def _on_call(driver: Driver, on_calls: Iterable[OnCall], now: datetime) -> Iterator[str]:
    if not driver.accounts.known:
        yield "whether they are on call is not known"
    role = next((duty.role for duty in on_calls if on_duty(duty, now) and driver.accounts.has(duty)), None)
    if role:
        yield f"on call now as {role}"


def _on_others(iids: list[int], named: bool) -> Iterator[str]:
    if iids:
        numbers = ", ".join(f"#{iid}" for iid in iids)
        yield f"already on STAR issue {numbers}" if named else "already on another STAR"


def _taken_off(driver: Driver, issue: Issue | None) -> Iterator[str]:
    names = [name for name in issue.assigned if name.casefold() != driver.username.casefold()] if issue else []
    if names:
        yield f"takes off {', '.join(f'@{name}' for name in names)}"
