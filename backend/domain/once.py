"""What is made of objects that never change is made once."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

Of = TypeVarTuple("Of")
T = TypeVar("T")


def once(make: Callable[[*Of], T]) -> Callable[[*Of], T]:
    """Give what was made last, as long as it is asked for with the very same objects, as the handbook is.

    Threads share it: one that asks with others has it made anew, and no more than that.
    """
    last: tuple[tuple[int, ...], tuple[*Of], T] | None = None

    @wraps(make)
    def made(*of: *Of) -> T:
        nonlocal last
        kept, ids = last, tuple(map(id, of))
        if kept is None or kept[0] != ids:
            # With the objects: as long as they are kept, no other gets the place of one.
            kept = last = (ids, of, make(*of))
        return kept[2]

    return made
