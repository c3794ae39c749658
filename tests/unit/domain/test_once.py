"""What is made of objects that never change is made once."""

from backend.domain.once import once


def test_it_is_made_anew_for_other_objects_and_only_then() -> None:
    made: list[tuple[list[int], list[int]]] = []

    @once
    def both(one: list[int], other: list[int]) -> list[int]:
        made.append((one, other))
        return one + other

    mine, same, other = [1], [1], [2]
    first = both(mine, other)
    assert first == [1, 2]
    assert both(mine, other) is first
    assert both(same, other) == first
    assert both(same, other) is not first
    assert both(other, same) == [2, 1]
    assert len(made) == 3


def test_an_object_that_came_to_the_place_of_another_is_told_from_it() -> None:
    @once
    def doubled(of: list[int]) -> list[int]:
        return of * 2

    assert [doubled([number]) for number in range(50)] == [[number, number] for number in range(50)]
