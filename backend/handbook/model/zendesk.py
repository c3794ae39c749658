"""How things are called in Zendesk."""

from collections.abc import Mapping
from typing import Literal

from backend.handbook.model.scalars import NumericId, Section, Text

Product = Literal["self_managed", "gitlab_com", "dedicated", "other"]


class Form(Section):
    """A ticket form and the product that its tickets are about."""

    name: Text
    id: NumericId
    product: Product


class Tags(Section):
    """Tags that the product writes or reads on a ticket."""

    star_submitted: Text
    emergency_paged: Text
    trigger_manual_emergency: Text


class OrganizationFields(Section):
    """Keys of organization fields that hold more than a yes or no."""

    support_level: Text
    account_type: Text
    expiration_date: Text
    seats: Text


class Flags(Section):
    """Names of yes/no facts; a checkbox, an organization tag or a ticket tag may carry each of them."""

    true_words: frozenset[str]
    restricted: tuple[Text, ...]
    support_hold: tuple[Text, ...]
    partner: tuple[Text, ...]
    round_the_clock: tuple[Text, ...]
    us_government_12x5: tuple[Text, ...]
    us_government: tuple[Text, ...]
    grace_period: tuple[Text, ...]
    escalated: tuple[Text, ...]
    dedicated: tuple[Text, ...]
    compromised: tuple[Text, ...]
    upgrade_assistance: tuple[Text, ...]
    weekend_high: tuple[Text, ...]


class Zendesk(Section):
    """The help desk: forms and macros by key, tags, and where facts about the customer stand."""

    brands: tuple[int, ...]
    us_government_instance: bool
    forms: Mapping[str, Form]
    macros: Mapping[str, Text]
    tags: Tags
    organization_fields: OrganizationFields
    account_team: Mapping[str, Text]
    flags: Flags
    upgrade_assistance_value: Text
    call_link_field: NumericId
    reply_metrics: tuple[Text, ...]

    def form_key(self, form_id: int | None) -> str | None:
        """Find the key of a form by its id; None when the id is not in the handbook."""
        for key, form in self.forms.items():
            if form_id is not None and form.id == form_id:
                return key
        return None

    def product(self, form_id: int | None) -> Product:
        """Tell which product a form is about."""
        key = self.form_key(form_id)
        return "other" if key is None else self.forms[key].product
