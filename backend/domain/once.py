"""What is made of objects that never change is made once."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def once(make: Callable[P, T]) -> Callable[P, T]:
    """Give what was made last, as long as it is asked for with the very same objects, by their places.

    Threads share it: one that asks with others has it made anew, and no more than that.
    """
    last: tuple[tuple[int, ...], tuple[object, ...], T] | None = None

    @wraps(make)
    def made(*of: P.args, **none: P.kwargs) -> T:
        nonlocal last
        kept, ids = last, tuple(map(id, of))
        if kept is None or kept[0] != ids:
            # The objects are kept, too: so no other can get the place of one.
            kept = last = (ids, of, make(*of, **none))
        return kept[2]

    return made
