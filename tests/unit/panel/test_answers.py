"""An answer is made once for all who ask within a moment, and anew once anything has changed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from pydantic import BaseModel

from backend.panel.answers import Answers
from backend.panel.schemas.panel import PanelOut

READERS = 8


class Sources(BaseModel):
    """No sources."""


class Part(BaseModel):
    """As much of a panel as an answer is made of."""

    number: int
    sources: Sources = Sources()


class Kitchen:
    """Makes panels slowly, and counts them."""

    def __init__(self) -> None:
        self.made = 0
        self.begun, self.go_on = threading.Event(), threading.Event()

    def make(self, key: int) -> PanelOut:
        """Make one when told to go on."""
        self.made += 1
        self.begun.set()
        assert self.go_on.wait(10)
        return cast(PanelOut, Part(number=key))


def test_eight_who_ask_at_once_have_it_made_once() -> None:
    kitchen = Kitchen()
    answers: Answers[int] = Answers(10, kitchen.make)
    with ThreadPoolExecutor(READERS) as pool:
        asked = [pool.submit(answers.get, 7, 1) for _ in range(READERS)]
        assert kitchen.begun.wait(10)
        kitchen.go_on.set()
    assert len({id(one.result()) for one in asked}) == 1
    assert kitchen.made == 1


def test_another_one_is_not_held_up_by_it() -> None:
    kitchen, quick = Kitchen(), Kitchen()
    quick.go_on.set()
    answers: Answers[int] = Answers(10, lambda key: (kitchen if key == 7 else quick).make(key))
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(answers.get, 7, 1)
        assert kitchen.begun.wait(10)
        assert answers.get(8, 1).body == b'{"number":8,"sources":{}}'
        kitchen.go_on.set()
        assert slow.result().body == b'{"number":7,"sources":{}}'


def test_what_has_changed_is_made_anew_and_a_failure_is_not_kept() -> None:
    kitchen = Kitchen()
    kitchen.go_on.set()
    answers: Answers[int] = Answers(10, kitchen.make)
    first, again, later = answers.get(7, 1), answers.get(7, 1), answers.get(7, 2)
    assert (first is again, again is later, kitchen.made) == (True, False, 2)

    failing: Answers[int] = Answers(10, lambda _: cast(PanelOut, 1 / 0))
    for _ in range(2):
        try:
            failing.get(7, 3)
        except ZeroDivisionError:
            continue
        raise AssertionError("a failure was kept")
