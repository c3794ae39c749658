"""Who could join an emergency: free, on none of them, and each for one at most."""

from datetime import timedelta

from backend.domain.paging.incident import Holder, Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.paging.staff import Emergency, by_need, staff
from backend.domain.tickets import Person, Ticket
from backend.handbook.model.engineers import Engineer
from tests.unit.domain.makers import NOW, incident, issue, ticket

ALWAYS = {"name": "EMEA", "zone": "UTC", "open": ["Mon 00:00 to Mon 00:00"]}
NEVER = {"name": "APAC", "zone": "UTC", "open": []}


def engineer(gitlab: str, *skills: str, **more: object) -> Engineer:
    values = {"name": gitlab.title(), "gitlab": gitlab, "pagerduty_id": f"P{gitlab}", "hours": ALWAYS, "skills": skills}
    return Engineer.model_validate(values | more)


def emergency(
    number: int, subject: str = "Down", page: Incident | None = None, assignee: Person | None = None
) -> Emergency:
    found = ticket(subject=subject, id=number, assignee=assignee)
    return Emergency(number, found, page or incident(number=number))


def names(emergencies: list[Emergency], *engineers: Engineer, on_calls: tuple[OnCall, ...] = ()) -> list[list[str]]:
    found = staff(emergencies, engineers, on_calls, [issue(iid=5, assignee="starred")], NOW)
    return [[one.username for one in found[each.ticket_id]] for each in emergencies]


def test_who_sleeps_is_on_call_or_has_other_work_is_left_out() -> None:
    duty = OnCall("engineer", "Duty", NOW - timedelta(hours=1), NOW + timedelta(hours=1), "Pduty")
    has_it = incident(number=1, assigned_ids=("Ppaged",), acknowledgements=(Holder("Ptook", "Took"),))
    busy = emergency(1, page=has_it, assignee=Person(9, "Owner"))
    team = [engineer(one) for one in ("ada", "starred", "duty", "paged", "took")]
    team += [engineer("asleep", hours=NEVER), engineer("owner", zendesk_id=9)]
    assert names([busy], *team, on_calls=(duty,)) == [["ada"]]


def test_whoever_is_on_one_emergency_is_suggested_for_no_other() -> None:
    first = emergency(1, page=incident(number=1, assigned_ids=("Pada",)))
    assert names([first, emergency(2)], engineer("ada"), engineer("grace")) == [["grace"], []]


def test_nobody_is_suggested_twice_and_each_emergency_gets_its_turn() -> None:
    team = [engineer(f"e{number}") for number in range(14)]
    first, second, third = names([emergency(1), emergency(2), emergency(3)], *team)
    assert (first[:2], second[:2], third[:2]) == (["e0", "e3"], ["e1", "e4"], ["e2", "e5"])
    assert [len(first), len(second), len(third)] == [5, 5, 4]
    assert len({*first, *second, *third}) == 14


def test_who_knows_one_subject_leaves_the_other_to_who_knows_both() -> None:
    geo, both = emergency(1, "Geo is down"), emergency(2, "LDAP fails")
    team = [engineer("all", "geo", "ldap"), engineer("any"), engineer("geo", "geo")]
    assert names([geo, both], *team) == [["geo", "any"], ["all"]]


def test_a_suggestion_says_why_and_what_is_not_known() -> None:
    found = staff([emergency(1, "Geo is down")], [engineer("ada", "Geo", pagerduty_id=None)], [], [], NOW)[1]
    assert found[0].because == (
        "knows Geo",
        "at work now (EMEA)",
        "whether they are on call is not known",
        "whether they have another page is not known",
        "on no STAR",
    )
    sure = staff([emergency(1)], [engineer("ada")], [], [], NOW)[1]
    assert sure[0].because[1:] == ("not on call", "on no other emergency", "on no STAR")


def test_an_emergency_of_an_unread_ticket_has_people_too() -> None:
    unread: Ticket | None = None
    assert [one.username for one in staff([Emergency(1, unread, incident())], [engineer("ada")], [], [], NOW)[1]] == [
        "ada"
    ]


def test_who_needs_people_most_comes_first() -> None:
    young = emergency(1, page=incident(number=1))
    old = emergency(2, page=incident(number=2, created_at=NOW - timedelta(hours=1)))
    taken = emergency(3, page=incident(number=3, status="acknowledged", created_at=NOW - timedelta(hours=2)))
    same_second = emergency(5, page=incident(number=9))
    unpaged = Emergency(4, ticket(id=4), None)
    assert by_need([unpaged, taken, same_second, young, old]) == [old, young, same_second, taken, unpaged]


def test_one_without_a_page_comes_after_every_page() -> None:
    unpaged = Emergency(4, ticket(id=4), None)
    ancient = emergency(1, page=incident(number=1, status="acknowledged", created_at=NOW - timedelta(days=30000)))
    assert by_need([unpaged, ancient]) == [ancient, unpaged]


def test_whoever_has_the_ticket_is_on_it_by_their_id_or_their_e_mail() -> None:
    taken = emergency(1, assignee=Person(9, "Owner", "owner@example.com"))
    team = [
        engineer("by_id", zendesk_id=9),
        engineer("by_mail", email="owner@example.com"),
        engineer("other", email="other@example.com", zendesk_id=8),
        engineer("unknown"),
    ]
    assert names([taken], *team) == [["other", "unknown"]]
