"""What one part of the handbook names must stand in another."""

import pytest

from .conftest import Faults


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("star: {hours: night}", "star.hours: there is no schedule 'night'", id="schedule"),
        pytest.param("star: {forms: [sass]}", "star.forms.0: there is no form 'sass'", id="form"),
        pytest.param(
            "zendesk: {forms: {saas: {id: 426148}}}",
            "zendesk.forms.self_managed.id: is the id of 'saas' too",
            id="form-id-twice",
        ),
        pytest.param(
            "emergency: {verdicts: {exception: {macros: [exeption]}}}",
            "emergency.verdicts.exception.macros.0: there is no macro 'exeption'",
            id="macro",
        ),
        pytest.param(
            "zendesk: {macros: {downgrad: Lower it}}",
            "zendesk.macros.downgrad: nothing in the handbook uses this macro",
            id="unused-macro",
        ),
        pytest.param(
            "slack: {emergencies: [nowhere]}",
            "slack.emergencies.0: there is no channel 'nowhere' under slack.channels",
            id="emergency-channel",
        ),
        pytest.param(
            "slack: {escalations: nowhere}",
            "slack.escalations: there is no channel 'nowhere' under slack.channels",
            id="escalation-channel",
        ),
        pytest.param(
            "notices: {sla: {links: [nowhere]}}",
            "notices.sla.links.0: there is no page 'nowhere' under links",
            id="page-of-a-notice",
        ),
        pytest.param(
            "links: {mine: {title: T, url: 'https://example.com', card: notices}}",
            "links.mine.card: no notice names this page, so it is shown nowhere",
            id="page-that-no-notice-names",
        ),
        pytest.param(
            "emergency: {questions: {production: {group: exception}}}",
            "emergency.questions.production.group: the rules read this question by name",
            id="rule-question-as-criterion",
        ),
        pytest.param(
            "emergency: {questions: {audit: {values: {perhaps: Perhaps}}}}",
            "emergency.questions.audit.values: only the question scope has values",
            id="values",
        ),
        pytest.param(
            "emergency: {questions: {scope: {values: {unknown: Who knows}}}}",
            "emergency.questions.scope: 'unknown' is every question's own answer",
            id="unknown-as-value",
        ),
        pytest.param(
            "emergency: {never: {none: Nothing}}",
            "emergency.never.none: 'none' means that nothing here fits",
            id="reserved-word",
        ),
        pytest.param(
            "emergency: {wide_scopes: [everybody]}",
            "emergency.wide_scopes: 'everybody' is no value of the question scope",
            id="wide-scope",
        ),
        pytest.param(
            "emergency: {prefill: [{tag: a, question: b, answer: yes}]}",
            "emergency.prefill.0.question: there is no question 'b'",
            id="prefilled-question",
        ),
        pytest.param(
            "emergency: {prefill: [{tag: a, question: scope, answer: yes}]}",
            "emergency.prefill.0.answer: 'yes' is no answer to 'scope'",
            id="prefilled-answer",
        ),
        pytest.param(
            "pagerduty: {minutes: {to_seniors: 10}}",
            "pagerduty.minutes.to_seniors: must be later than to_managers",
            id="escalation-order",
        ),
        pytest.param(
            "pagerduty: {minutes: {first_reply: 20}}",
            "pagerduty.minutes.first_reply: must be later than first_reply_amber",
            id="amber-after-red",
        ),
        pytest.param(
            "star: {urgencies: {now: {label: ' urgent', minutes: 5, impact: high}}}",
            "star.urgencies.now.label: is the label of 'urgent' too",
            id="urgency-label-twice",
        ),
        pytest.param(
            "star: {urgencies: {not_urgent: null, timely: null, urgent: null}}",
            "star.urgencies: must hold at least one",
            id="no-urgency",
        ),
        pytest.param("slack: {channels: {stars: null}}", "slack.channels.stars: missing", id="channel-that-must-be"),
        pytest.param(
            "slack: {channels: {licensing: null}}",
            "slack.engineers.licence: there is no channel 'licensing'",
            id="engineers'-channel-taken-out",
        ),
        pytest.param(
            "slack: {channels: {on_call: null}}",
            "notices.concurrent.text: {on_call} cannot be filled in here; possible: {detail}, {macros}, {stars}",
            id="channel-taken-out-that-a-text-names",
        ),
        pytest.param(
            "slack: {channels: {geo: '#geo'}}",
            "slack.channels.geo: nothing in the handbook uses this channel",
            id="unused-channel",
        ),
        pytest.param(
            "slack: {channels: {detail: '#detail'}}",
            "slack.channels.detail: {detail} is filled in with something else",
            id="channel-named-like-a-blank",
        ),
        pytest.param(
            "feedback: {amber_hours: 48}",
            "feedback.amber_hours: must be less than contact_hours",
            id="amber-from-the-start",
        ),
        pytest.param(
            "gitlab: {patterns: {incident_ticket: ['(?P<ticket>[0-9]+)']}}",
            "gitlab.patterns.incident_ticket: '502 on all 3 nodes, ZD#3001' must name no ticket, not 3",
            id="a-title's-pattern-that-reads-any-number",
        ),
        pytest.param(
            "gitlab: {patterns: {incident_ticket: ['^(?P<ticket>[0-9]+)$']}}",
            "gitlab.patterns.incident_ticket: 'ZD#1234' must be read as ticket 1234",
            id="a-title's-pattern-that-reads-no-mark",
        ),
    ],
)
def test_mismatch(faults: Faults, text: str, expected: str) -> None:
    found = faults(text)
    assert any(expected in fault for fault in found), found
