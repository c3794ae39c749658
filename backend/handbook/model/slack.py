"""How things are called in Slack, and what the product says there."""

from collections.abc import Mapping

from backend.handbook.model.scalars import (
    Id,
    Section,
    SlackAskedTemplate,
    SlackAssignedTemplate,
    SlackEscalationTemplate,
    SlackHandedOffTemplate,
    SlackMovedTemplate,
    SlackPeopleTemplate,
    SlackRejectedTemplate,
    SlackShiftTemplate,
    SlackTemplate,
    Text,
)


class EngineersChannels(Section):
    """Which channel, by its key, a ticket's engineers are asked in: that of licence cases, else of the product."""

    licence: Text
    self_managed: Text
    gitlab_com: Text
    dedicated: Text
    other: Text

    def keys(self) -> tuple[str, ...]:
        """List the channels named, each once."""
        return tuple(dict.fromkeys((self.licence, self.self_managed, self.gitlab_com, self.dedicated, self.other)))


class Emoji(Section):
    """Slack emoji names, without colons."""

    looking: Text
    resolved: Text
    redirect: Text


class SlackWords(Section):
    """What the product writes in Slack; people's own words follow as a quotation."""

    announced: SlackTemplate
    assigned: SlackAssignedTemplate
    asked: SlackAskedTemplate
    escalation: SlackEscalationTemplate
    handed_off: SlackHandedOffTemplate
    moved: SlackMovedTemplate
    people: SlackPeopleTemplate
    rejected: SlackRejectedTemplate
    shift: SlackShiftTemplate


class Slack(Section):
    """Where people talk (channels by key, with their #), the signs they use there, and what the product says."""

    channels: Mapping[str, Text]
    engineers: EngineersChannels
    emergencies: tuple[Text, ...]
    escalations: Id
    announcers: tuple[Text, ...]
    emoji: Emoji
    announce_stars: bool
    post_hand_off: bool
    words: SlackWords
