"""The people and the setup of the Zendesk account."""

from backend.domain.listing import Listing
from backend.domain.tickets import Person
from backend.vendors.zendesk.options import Options
from backend.vendors.zendesk.records import PersonRecord, person_from
from backend.vendors.zendesk.setup_records import SetupItem, SetupRecord, setup_from
from backend.vendors.zendesk.users import UserAnswer, ZendeskUser, user_from

WITH_ROLE = "groups,roles"


class Account(Options):
    """The account's users, groups, custom roles, forms and fields."""

    def user(self, user_id: int) -> ZendeskUser:
        """Read a user with groups and custom role: one call."""
        return user_from(self._read(f"users/{user_id}.json", UserAnswer, include=WITH_ROLE))

    def myself(self) -> ZendeskUser:
        """Read the user whom we act as."""
        return user_from(self._read("users/me.json", UserAnswer, include=WITH_ROLE))

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
