"""Who is entitled to emergency support, as data."""

from collections.abc import Mapping

from backend.handbook.model.scalars import Count, Section, Text


class EntitlementRules(Section):
    """Lists and limits behind the entitlement rules E1 to E9; words compare without case."""

    business_hours: Text
    recently_expired_days: Count
    plans: Mapping[str, Text]
    paid_levels: tuple[Text, ...]
    unpaid_flags: Mapping[str, Text]
    unpaid_words: tuple[Text, ...]
    add_ons: Mapping[str, Text]
