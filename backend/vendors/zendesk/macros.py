"""Macros on Zendesk's tickets: list them, try one, apply one safely."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backend.domain.access import Rights
from backend.domain.listing import Listing
from backend.domain.macro_effect import MacroEffect, Trial, comment_of, forbidden, in_name_of, unfilled
from backend.domain.macro_placeholders import lost_placeholders
from backend.domain.macros import Macro, adds
from backend.vendors.errors import VendorError, VendorRejected
from backend.vendors.zendesk.account import Account
from backend.vendors.zendesk.comment_records import METADATA_KEY
from backend.vendors.zendesk.macro_records import (
    MacroAnswer,
    MacroRecord,
    PreviewAnswer,
    effect_from,
    macro_from,
    text_of,
)
from backend.vendors.zendesk.tickets import Tickets
from backend.vendors.zendesk.token import NAME
from backend.vendors.zendesk.trial import changes_in_names, tag_changes


class Macros(Tickets, Account):
    """The account's macros, and what they do to tickets."""

    def macros(self) -> Listing[Macro]:
        """List the active macros."""
        return self._all("macros/active.json", "macros", MacroRecord, macro_from)

    def preview(self, ticket_id: int, macro_id: int) -> MacroEffect:
        """Read what a macro would change on a ticket; nothing is changed."""
        return effect_from(self._read(f"tickets/{ticket_id}/macros/{macro_id}/apply.json", PreviewAnswer))

    def try_macro(self, ticket_id: int, macro: Macro, note: str, agent_id: int, rights: Rights) -> Trial:
        """Read what apply_macro would do to a ticket now; nothing is changed.

        VendorRejected = it cannot be applied, and why. Names cost a call each where an id changes.
        """
        ticket, effect = self._effect_on(ticket_id, macro, agent_id, rights)
        comment = comment_of(effect, note)
        changes = changes_in_names(ticket, effect.changes, self.setup, lambda user_id: self.user(user_id).name)
        added, removed = tag_changes(ticket, effect.changes)
        lost = self._lost(macro, effect)
        return Trial(comment.words, comment.public, tuple(changes), added, removed, lost)

    def _lost(self, macro: Macro, effect: MacroEffect) -> tuple[str, ...]:
        """Find the placeholders that became nothing; none where the macro's own text cannot be read."""
        if effect.comment is None:
            return ()
        try:
            raw = text_of(self._read(f"macros/{macro.id}.json", MacroAnswer).macro)
        except VendorError:
            return ()
        return lost_placeholders(raw, effect.comment.words) if raw else ()

    def apply_macro(
        self,
        ticket_id: int,
        macro: Macro,
        note: str,
        author_id: int,
        rights: Rights,
        marker: str,
        lines: Mapping[str, str | None] | None = None,
        never: str | None = None,
    ) -> None:
        """Write what a macro changes, in the agent's name and within their rights.

        Conflict = the ticket changed, read again. The preview comes after the reading whose stamp guards the write, so
        that nobody's change in between is undone. `note` (safe HTML) follows an internal comment of the macro, or
        stands in where it has none; `lines` see comment_of. A macro that adds the tag `never` is refused. The marker
        goes into the audit's metadata: the comment may be public, and customers should not read it.
        """
        ticket, effect = self._effect_on(ticket_id, macro, author_id, rights)
        if never and adds(never, tag_changes(ticket, effect.changes)[0]):
            raise VendorRejected(NAME, f"{macro.title} adds the tag {never}, for which Zendesk pages somebody")
        if because := unfilled(effect, macro):
            raise VendorRejected(NAME, because)
        changes = {
            **effect.changes,
            "comment": {"author_id": author_id, **comment_of(effect, note, lines).fields()},
            "metadata": {METADATA_KEY: marker},
        }
        self._update_safely(ticket, changes)

    def _effect_on(
        self, ticket_id: int, macro: Macro, agent_id: int, rights: Rights
    ) -> tuple[dict[str, Any], MacroEffect]:
        """Read a ticket as it is, then what a macro would change of it in an agent's name."""
        ticket = self._to_change(ticket_id)
        preview = self.preview(ticket_id, macro.id)
        effect = replace(preview, changes=differences(ticket, preview.changes))
        if because := forbidden(effect, macro, rights):
            raise VendorRejected(NAME, because)
        return ticket, in_name_of(effect, macro, agent_id)


def differences(ticket: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what a macro really changes: the preview shows the whole ticket, and writing back the rest undoes others."""
    changes = {key: value for key, value in wanted.items() if value != ticket.get(key)}
    if "custom_fields" in changes:
        held = {field.get("id"): field.get("value") for field in ticket.get("custom_fields") or ()}
        changes["custom_fields"] = [
            field for field in wanted["custom_fields"] if field["value"] != held.get(field["id"])
        ]
    return changes
