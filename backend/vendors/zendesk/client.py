"""Zendesk in the product's words: tickets and macros, the account's people and setup, and our app in it."""

from backend.vendors.errors import Unavailable, VendorRejected
from backend.vendors.zendesk.macros import Macros
from backend.vendors.zendesk.setup_records import InstallationAnswer


class Zendesk(Macros):
    """The Zendesk account, acting as the user who made the OAuth client."""

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

    def installed_app(self, installation_id: int) -> int:
        """Read which app an installation is of."""
        return self._read(f"apps/installations/{installation_id}.json", InstallationAnswer).app_id


def pem_of(text: str) -> str:
    r"""Take a PEM out of an answer: as it is, or as a JSON string with `\n` for its line ends."""
    return text.strip().strip('"').replace("\\n", "\n").replace("\\/", "/")
