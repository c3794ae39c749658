"""Yes, no and not known: truth with three values (Kleene's), None standing for not known."""

from collections.abc import Callable, Iterable, Mapping
from itertools import product

Truth = bool | None
Inputs = Mapping[str, Truth]
Condition = Callable[[Inputs], Truth]


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

    Tries every completion: meant for rules of a few inputs.
    """
    unknown = [key for key, value in inputs.items() if value is None]
    completions = [
        {**inputs, **dict(zip(unknown, values, strict=True))} for values in product((True, False), repeat=len(unknown))
    ]
    return frozenset(
        key
        for key in unknown
        for completion in completions
        if rule({**completion, key: True}) != rule({**completion, key: False})
    )
