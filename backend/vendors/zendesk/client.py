"""Zendesk in the product's words: tickets, and the account's people, macros, apps and setup."""

from backend.domain.access import Rights
from backend.domain.listing import Listing
from backend.domain.macro_placeholders import lost_placeholders
from backend.domain.macros import Macro, Trial
from backend.domain.tickets import Person
from backend.vendors.errors import Unavailable, VendorError, VendorRejected
from backend.vendors.zendesk.macros import (
    MacroAnswer,
    MacroEffect,
    MacroRecord,
    comment_of,
    macro_from,
    text_of,
    words_of_comment,
)
from backend.vendors.zendesk.records import PersonRecord, person_from
from backend.vendors.zendesk.tickets import Tickets
from backend.vendors.zendesk.trial import changes_in_names, tag_changes
from backend.vendors.zendesk.users import (
    InstallationAnswer,
    SetupItem,
    SetupRecord,
    UserAnswer,
    ZendeskUser,
    setup_from,
    user_from,
)

WITH_ROLE = "groups,roles"


class Zendesk(Tickets):
    """The Zendesk account, acting as the user who made the OAuth client."""

    def user(self, user_id: int) -> ZendeskUser:
        """Read a user with groups and custom role: one call."""
        return user_from(self._read(f"users/{user_id}.json", UserAnswer, include=WITH_ROLE))

    def myself(self) -> ZendeskUser:
        """Read the user whom we act as."""
        return user_from(self._read("users/me.json", UserAnswer, include=WITH_ROLE))

    def scope(self) -> str:
        """Give the scope of our token, as Zendesk granted it."""
        return self._token.scope()

    def public_key(self, app_id: int) -> str:
        """Read the PEM that this app's signed sidebar requests are checked with.

        Documented are a file `public_key.pem`, and `public_key` with the PEM inside a JSON string.
        """
        try:
            return pem_of(self._get(f"apps/{app_id}/public_key.pem").text)
        except (VendorRejected, Unavailable) as error:
            if error.status not in {403, 404, 406}:
                raise
            return pem_of(self._get(f"apps/{app_id}/public_key").text)

    def macros(self) -> Listing[Macro]:
        """List the active macros."""
        return self._all("macros/active.json", "macros", MacroRecord, macro_from)

    def try_macro(self, ticket_id: int, macro: Macro, note: str, agent_id: int, rights: Rights) -> Trial:
        """Read what apply_macro would do to a ticket now; nothing is changed.

        VendorRejected = it cannot be applied, and why. Names cost a call each where an id changes.
        """
        ticket, effect = self._effect_on(ticket_id, macro, agent_id, rights)
        comment = comment_of(effect, note)
        changes = changes_in_names(ticket, effect.changes, self.setup, lambda user_id: self.user(user_id).name)
        added, removed = tag_changes(ticket, effect.changes)
        lost = self._lost(macro, effect)
        return Trial(words_of_comment(comment), comment["public"], tuple(changes), added, removed, lost)

    def _lost(self, macro: Macro, effect: MacroEffect) -> tuple[str, ...]:
        """Find the placeholders that became nothing; none where the macro's own text cannot be read."""
        if effect.comment is None:
            return ()
        try:
            raw = text_of(self._read(f"macros/{macro.id}.json", MacroAnswer).macro)
        except VendorError:
            return ()
        return lost_placeholders(raw, words_of_comment(effect.comment)) if raw else ()

    def installed_app(self, installation_id: int) -> int:
        """Read which app an installation is of."""
        return self._read(f"apps/installations/{installation_id}.json", InstallationAnswer).app_id

    def group_users(self, group_id: int) -> Listing[Person]:
        """List a group's users."""
        return self._all(f"groups/{group_id}/users.json", "users", PersonRecord, person_from)

    def role_users(self, custom_role_id: int) -> Listing[Person]:
        """List the agents who have a custom role."""
        query = {"permission_set": str(custom_role_id)}
        return self._all("users.json", "users", PersonRecord, person_from, query)

    def setup(self, collection: str) -> Listing[SetupRecord]:
        """List a collection of the account's setup: ticket_forms, groups, custom_roles, brands, ..."""
        return self._all(f"{collection}.json", collection, SetupItem, setup_from)


def pem_of(text: str) -> str:
    r"""Take a PEM out of an answer: as it is, or as a JSON string with `\n` for its line ends."""
    return text.strip().strip('"').replace("\\n", "\n").replace("\\/", "/")
