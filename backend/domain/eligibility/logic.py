"""Yes, no and not known: truth with three values (Kleene's), None standing for not known."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import product

Truth = bool | None
Inputs = Mapping[str, Truth]
Condition = Callable[[Inputs], Truth]
MOST_TRIED = 256
"""How many rules with their inputs are remembered: four inputs can stand in 81 ways."""


def all_of(values: Iterable[Truth]) -> Truth:
    """Tell whether all hold; one that does not decides, whatever is not known."""
    known = list(values)
    if False in known:
        return False
    return None if None in known else True


def any_of(values: Iterable[Truth]) -> Truth:
    """Tell whether any holds; one that does decides, whatever is not known."""
    known = list(values)
    if True in known:
        return True
    return None if None in known else False


def pivotal(rule: Condition, inputs: Inputs) -> frozenset[str]:
    """Collect the unknown inputs that decide the rule for some values of the other unknown ones.

    Tries every completion, once: meant for rules of a few inputs.
    """
    return _pivotal(rule, tuple(inputs.items()))


@lru_cache(MOST_TRIED)
def _pivotal(rule: Condition, inputs: tuple[tuple[str, Truth], ...]) -> frozenset[str]:
    unknown = [key for key, value in inputs if value is None]
    completions = [
        {**dict(inputs), **dict(zip(unknown, values, strict=True))}
        for values in product((True, False), repeat=len(unknown))
    ]
    return frozenset(
        key
        for key in unknown
        for completion in completions
        if rule({**completion, key: True}) != rule({**completion, key: False})
    )
