"""Which channel a ticket belongs into."""

from backend.domain.shift.reminders import star_reminders
from backend.domain.slack.channels import emergency_channels, engineers_channel
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
from tests.unit.domain.makers import SAAS, ticket


def test_without_a_ticket_the_channel_is_the_widest_one(handbook: Handbook) -> None:
    assert engineers_channel(None, handbook) == "self_managed"


OWN_CHANNEL = """
slack:
  channels: {dedicated: "#support_dedicated", licensing: null}
  engineers: {dedicated: dedicated, licence: self_managed}
reminders:
  dedicated: "Dedicated: ask in {dedicated}."
"""


def test_a_channel_of_ours_is_asked_and_named(changed: Changed) -> None:
    ours = changed(OWN_CHANNEL)
    assert engineers_channel(ticket(form_id=4414917877650), ours) == "dedicated"
    assert engineers_channel(ticket(form_id=360000071293), ours) == "self_managed"
    assert "Dedicated: ask in #support_dedicated." in star_reminders(ticket(form_id=4414917877650), ours)


def test_people_for_an_emergency_are_asked_for_first_where_its_engineers_are(handbook: Handbook) -> None:
    asked = emergency_channels(ticket(form_id=SAAS), handbook)
    assert next(iter(asked.items())) == ("gitlab_com", "#support_gitlab-com")
    assert set(asked) == {"gitlab_com", *handbook.slack.emergencies}
    assert asked == {key: handbook.slack.channels[key] for key in asked}
