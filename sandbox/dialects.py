"""Forms of answers that a vendor documents beside one another, or that a live account may speak: which one is spoken.

This table is the one place where a default is kept: the form that the vendor's own description gives.
"""

from dataclasses import dataclass, field

from sandbox.errors import Json, bad_control


@dataclass(frozen=True)
class Dialect:
    """The choices of one form, and the one that is spoken after a reset."""

    choices: tuple[str, ...]
    documented: str


DIALECTS = {
    # pem_and_json: /public_key.pem is PEM, /public_key a JSON string. pem: both are PEM. json_string: there is no .pem.
    "zendesk_public_key": Dialect(("pem_and_json", "pem", "json_string"), "pem_and_json"),
    # Which one a live account sends is not known.
    "zendesk_public_key_media_type": Dialect(
        ("text/plain", "application/x-pem-file", "application/octet-stream", "application/json", "text/html"),
        "text/plain",
    ),
    "zendesk_date_fields": Dialect(("timestamp", "day"), "timestamp"),
    # What a dropdown's value looks like: a tag made of its option's name, the name itself, or something unlike it.
    "zendesk_option_values": Dialect(("tag", "name", "unlike"), "tag"),
    "zendesk_choice_fields": Dialect(("dropdown", "multiselect"), "dropdown"),
    "zendesk_macros_paging": Dialect(("offset", "cursor", "either"), "offset"),
    "zendesk_forms_paging": Dialect(("offset", "cursor", "either"), "offset"),
    # Macros and forms: as seeded, or 250 of each with the seeded ones last.
    "zendesk_list_length": Dialect(("seeded", "250"), "seeded"),
    # Parts of a macro preview. scoped_body is always there but in body_only; scoped_only has nothing else.
    "zendesk_macro_comment": Dialect(("body", "html_body", "body_only", "scoped_only"), "body"),
    "zendesk_macro_public": Dialect(("present", "absent"), "present"),
    "zendesk_macro_fields": Dialect(("object", "array", "map"), "object"),
    "zendesk_macro_attachments": Dialect(("none", "some"), "none"),
    "gitlab_issue_urls": Dialect(("issues", "work_items"), "issues"),
    # What the bot of the STAR form posts.
    "slack_announcements": Dialect(("text", "blocks", "attachments"), "text"),
    # Two kinds of schedule, each with calls of its own; the other kind's calls refuse it.
    "pagerduty_schedules": Dialect(("classic", "shift_based"), "classic"),
    # The description gives 201 as the answer to the list of overrides.
    "pagerduty_override_list": Dialect(("201", "200"), "201"),
    # What a status does to a resolved incident.
    "pagerduty_resolved_incident": Dialect(("reopens", "refuses"), "reopens"),
}  # fmt: skip


@dataclass
class Dialects:
    """What is spoken now."""

    _values: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self._values.get(name, DIALECTS[name].documented)

    def reset(self) -> None:
        """Return to the defaults."""
        self._values.clear()

    def choose(self, wish: Json) -> None:
        """Take a flat object of names and values, all of it or nothing."""
        for name, value in wish.items():
            if name not in DIALECTS:
                raise bad_control(f"there is no dialect {name}; there are {', '.join(DIALECTS)}")
            if value not in DIALECTS[name].choices:
                raise bad_control(f"{name} must be one of {', '.join(DIALECTS[name].choices)}")
        self._values |= wish

    def values(self) -> dict[str, str]:
        """Return each name with what is spoken now."""
        return {name: self[name] for name in DIALECTS}

    def listing(self) -> dict[str, Json]:
        """Describe each name: what is spoken, the choices, and the documented form, which is the default."""
        return {
            name: {
                "value": self[name],
                "choices": list(dialect.choices),
                "default": dialect.documented,
                "documented": dialect.documented,
            }
            for name, dialect in DIALECTS.items()
        }
