"""Truth with three values."""

from itertools import product

import pytest

from backend.domain.eligibility.logic import Truth, all_of, any_of, pivotal

TRUTHS: tuple[Truth, ...] = (True, False, None)


def completions(values: tuple[Truth, ...]) -> list[tuple[bool, ...]]:
    return list(product(*[(True, False) if value is None else (value,) for value in values]))


@pytest.mark.parametrize("values", list(product(TRUTHS, repeat=3)))
def test_all_and_any_are_known_exactly_when_every_completion_agrees(values: tuple[Truth, ...]) -> None:
    for ours, builtin in ((all_of, all), (any_of, any)):
        outcomes = {builtin(each) for each in completions(values)}
        assert ours(values) == (outcomes.pop() if len(outcomes) == 1 else None)


def test_nothing_at_all() -> None:
    assert all_of(()) is True
    assert any_of(()) is False


def test_only_what_can_still_decide_is_pivotal() -> None:
    inputs: dict[str, Truth] = {"a": None, "b": None, "c": False}
    assert pivotal(lambda x: all_of((x["a"], x["b"])), inputs) == {"a", "b"}
    assert pivotal(lambda x: all_of((x["a"], x["c"])), inputs) == set()
    assert pivotal(lambda x: any_of((x["c"], x["b"])), inputs) == {"b"}
