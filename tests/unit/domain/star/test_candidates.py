"""Who could take a STAR: awake, not on call, not on another one, the skilled first."""

from datetime import timedelta

from backend.domain.engineers import Suggestion
from backend.domain.paging.on_call import OnCall
from backend.domain.star.candidates import suggestions
from backend.handbook.model.engineers import Engineer
from tests.unit.domain.makers import NOW, issue, ticket

ALWAYS = {"name": "EMEA", "zone": "UTC", "open": ["Mon 00:00 to Mon 00:00"]}
NEVER = {"name": "APAC", "zone": "UTC", "open": []}


def engineer(gitlab: str, **more: object) -> Engineer:
    values = {"name": gitlab.title(), "gitlab": gitlab, "email": f"{gitlab}@example.com", "hours": ALWAYS, "skills": []}
    return Engineer.model_validate(values | more)


def names(*engineers: Engineer, subject: str = "Geo is slow", on_calls: tuple[OnCall, ...] = ()) -> list[str]:
    stars = [issue(iid=5, assignee="busy")]
    found = suggestions(engineers, ticket(subject=subject), on_calls, stars, NOW)
    return [one.username for one in found]


def test_who_sleeps_is_on_call_or_has_a_star_is_left_out() -> None:
    duty = OnCall("engineer", "Duty", NOW - timedelta(hours=1), NOW + timedelta(hours=1), "P1", "duty@example.com")
    later = OnCall("engineer", "Later", NOW + timedelta(hours=1), None, "P2", "later@example.com")
    team = [engineer(one) for one in ("ada", "busy", "duty", "later")]
    assert names(*team, engineer("asleep", hours=NEVER), on_calls=(duty, later)) == ["ada", "later"]


def test_who_knows_the_subject_comes_first_and_it_says_why() -> None:
    team = [engineer("ada"), engineer("geo", skills=["LDAP", "Geo"]), engineer("geology", skills=["geolog"])]
    assert names(*team) == ["geo", "ada", "geology"]
    found = suggestions(team, ticket(subject="Geo is slow"), [], [], NOW)
    assert found[0].because == ("knows Geo", "at work now (EMEA)", "not on call", "on no other STAR")
    assert found[0].skilled


def test_unknown_is_not_said_to_be_free() -> None:
    (found,) = suggestions([engineer("ada", email=None)], None, [], [], NOW)
    assert "whether they are on call is not known" in found.because


def test_a_few_are_enough() -> None:
    assert len(names(*(engineer(f"e{number}") for number in range(9)))) == 5


def test_a_suggestion_is_told_whole() -> None:
    team = [engineer("geo", skills=["LDAP", "Geo"]), engineer("ada")]
    found = suggestions(team, ticket(subject="Slow", tags=frozenset({"geo", "ldap"})), [], [], NOW)
    free = ("at work now (EMEA)", "not on call", "on no other STAR")
    assert found == (
        Suggestion("geo", "Geo", ("knows LDAP, Geo", *free), True),
        Suggestion("ada", "Ada", free, False),
    )


def test_words_of_the_subject_and_of_tags_stay_apart() -> None:
    found = suggestions(
        [engineer("ada", skills=["slow", "geo"])], ticket(subject="Slow", tags=frozenset({"geo"})), [], [], NOW
    )
    assert found[0].because[0] == "knows slow, geo"
