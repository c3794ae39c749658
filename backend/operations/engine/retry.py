"""When a step is tried again: the one place that decides.

A primary step is what the person is waiting for; it gives up early, because by then somebody has done it by hand.
A follow-up (a note, a tag) is worth retrying for a day. A write in doubt is looked for at growing intervals before
it is sent a second time.
"""

import random
from datetime import datetime, timedelta

PRIMARY_DELAYS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
FOLLOW_UP_DELAYS = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0)
PRIMARY_DEADLINE = timedelta(minutes=10)
FOLLOW_UP_DEADLINE = timedelta(hours=24)
LOOK_AGAIN_AFTER = (2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds after a write in doubt at which it is looked for; after the last it may be sent again."""
LOOK_BEFORE_REPEATING = (2.0, 5.0, 10.0)
"""The same for a change that does no harm when it is made twice: no call takes longer than that."""
SENT_WITHIN = 20.0
"""Seconds within which a write is on its way once it was noted as going out, or it is not sent: well below
`executors.DEAD_AFTER`, so that a process which was paused in between does not write after its work was taken over."""
JITTER = 0.2


def delay(primary: bool, tries: int, asked_for: float = 0.0) -> float:
    """Give the seconds until the next try, after `tries` failed ones; what a vendor asks for counts instead."""
    delays = PRIMARY_DELAYS if primary else FOLLOW_UP_DELAYS
    spread = random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - spreads retries
    # A little later than asked, spread out so that workers do not all come at once. How often we were told to wait
    # before does not count: that was no failed try.
    return asked_for + delays[0] * spread if asked_for else delays[min(tries, len(delays) - 1)] * spread


def given_up(primary: bool, since: datetime, now: datetime) -> bool:
    """Tell whether a step has been tried long enough."""
    return left(primary, since, now) < 0


def left(primary: bool, since: datetime, now: datetime) -> float:
    """Give the seconds until a step is given up, whatever a vendor asks us to wait."""
    return (since + (PRIMARY_DEADLINE if primary else FOLLOW_UP_DEADLINE) - now).total_seconds()


def until_next_look(sent_at: datetime, now: datetime, repeatable: bool = False) -> float | None:
    """Give the seconds until a write in doubt is looked for again; None = it may be sent again."""
    passed, looks = (now - sent_at).total_seconds(), LOOK_BEFORE_REPEATING if repeatable else LOOK_AGAIN_AFTER
    return next((after - passed for after in looks if after > passed), None)
