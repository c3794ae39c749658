"""Check Zendesk: token, whom we act as, the app, and every name and id of the handbook."""

from collections.abc import Iterable, Iterator, Mapping

from backend.doctor.line import Line, guarded, known
from backend.domain.eligibility.plan import plain
from backend.domain.roles import LIGHT_AGENT
from backend.handbook.model.handbook import Handbook
from backend.settings import Settings
from backend.vendors.errors import VendorRejected
from backend.vendors.zendesk.client import Zendesk
from backend.vendors.zendesk.setup_records import SetupRecord
from backend.web.identity.sidebar_tokens import usable

NEEDED = {"read", "write"}
CLIENT = "Look at the OAuth client in Admin Center, and at ZENDESK_CLIENT_ID and ZENDESK_CLIENT_SECRET."
RIGHTS = "Give the OAuth client's user the role of an administrator, or one that may read this."


class ZendeskCheck:
    """Asks Zendesk, and changes nothing."""

    def __init__(self, zendesk: Zendesk, settings: Settings, handbook: Handbook) -> None:
        self._zendesk = zendesk
        self._settings = settings
        self._handbook = handbook

    def lines(self) -> Iterator[Line]:
        """Check everything; without a token there is only that to say."""
        token = list(guarded("Zendesk token", CLIENT, self._token))
        yield from token
        if any(line.level == "failed" for line in token):
            return
        yield from guarded("Zendesk user", RIGHTS, self._user)
        yield from guarded("Zendesk app key", "Correct ZENDESK_APP_ID.", self._app_key)
        wrong = "Correct ZENDESK_INSTALLATION_ID: without it no sidebar opens."
        yield from guarded("Zendesk installation", wrong, self._installation)
        yield from guarded("Zendesk macros", RIGHTS, self._macros)
        yield from guarded("Zendesk forms", RIGHTS, self._forms)
        yield from guarded("Zendesk brands", RIGHTS, self._brands)
        yield from guarded("Zendesk fields", RIGHTS, self._fields)
        yield from guarded("Zendesk managers", RIGHTS, self._managers)

    def _token(self) -> Iterator[Line]:
        scope = self._zendesk.scope()
        if set(scope.split()) >= NEEDED:
            yield Line("ok", "Zendesk token", f"accepted, scope {scope!r}")
        else:
            yield Line("failed", "Zendesk token", f"has scope {scope!r}, needs read and write", CLIENT)

    def _user(self) -> Iterator[Line]:
        user = self._zendesk.myself()
        words = f"notes will bear the name {user.name!r}"
        if user.zendesk_role == "end-user" or not user.active:
            yield Line("failed", "Zendesk user", f"{user.name!r} is no active agent", CLIENT)
        elif user.role_type == LIGHT_AGENT:
            yield Line("failed", "Zendesk user", f"{user.name!r} is a light agent, who may not edit tickets", RIGHTS)
        elif user.reach.restriction:
            yield Line("failed", "Zendesk user", f"{words}, who sees only some tickets", RIGHTS)
        else:
            yield Line("ok", "Zendesk user", words)

    def _app_key(self) -> Iterator[Line]:
        usable(self._zendesk.public_key(self._settings.zendesk_app_id))
        yield Line("ok", "Zendesk app key", f"app {self._settings.zendesk_app_id} has one")

    def _installation(self) -> Iterator[Line]:
        number = self._settings.zendesk_installation_id
        app = self._zendesk.installed_app(number)
        if app == self._settings.zendesk_app_id:
            yield Line("ok", "Zendesk installation", f"{number} is of this app")
        else:
            to_do = "Correct ZENDESK_APP_ID or ZENDESK_INSTALLATION_ID."
            yield Line("failed", "Zendesk installation", f"{number} is of app {app}", to_do)

    def _macros(self) -> Iterator[Line]:
        there = {macro.title for macro in self._zendesk.macros()}
        paging = self._handbook.paging_macro if self._handbook.emergency.route == "macro" else None
        for key, title in self._handbook.zendesk.macros.items():
            if title in there:
                yield Line("ok", f"Zendesk macro {title}", "active")
            else:
                level, why = ("failed", "pages, and") if title == paging else ("warning", "it")
                to_do = f"Make it, share it with all agents, or correct zendesk.macros.{key}."
                yield Line(level, f"Zendesk macro {title}", f"{why} is not among the active ones", to_do)  # type: ignore[arg-type]

    def _forms(self) -> Iterator[Line]:
        there = named(self._zendesk.setup("ticket_forms"))
        forms = self._handbook.zendesk.forms.values()
        wanted = {form.name: str(form.id) if form.id else None for form in forms}
        yield from known("Zendesk form", wanted, there, "zendesk.forms")

    def _brands(self) -> Iterator[Line]:
        there = named(self._zendesk.setup("brands"))
        wanted = {there.get(str(brand), str(brand)): str(brand) for brand in self._handbook.zendesk.brands}
        yield from known("Zendesk brand", wanted, there, "zendesk.brands")

    def _fields(self) -> Iterator[Line]:
        there = set(named(self._zendesk.setup("organization_fields")).values())
        for name, key in self._handbook.zendesk.organization_fields.model_dump().items():
            yield self._named("Zendesk organization field", key, there, f"zendesk.organization_fields.{name}")
        value = self._handbook.zendesk.upgrade_assistance_value
        fields = self._zendesk.setup("ticket_fields")
        # The handbook may name an option as people see it, or by its value.
        known = {plain(value) for field in fields for value in field.values | field.options}
        there = {value} if plain(value) in known else set()
        yield self._named("Zendesk ticket field with value", value, there, "zendesk.upgrade_assistance_value")

    def _named(self, what: str, name: str, there: set[str], key: str) -> Line:
        if name in there:
            return Line("ok", f"{what} {name}", "there")
        return Line("warning", f"{what} {name}", "there is none: what rests on it stays unknown", f"Correct {key}.")

    def _managers(self) -> Iterator[Line]:
        manager = self._handbook.roles.manager
        groups = set(named(self._zendesk.setup("groups")).values())
        found = [name for name in manager.groups if name in groups]
        found += [name for name in manager.custom_roles if name in self._custom_roles()]
        if found:
            yield Line("ok", "Zendesk managers", f"recognised by {', '.join(dict.fromkeys(found))}")
        else:
            words = "neither a group nor a custom role of roles.manager exists: nobody may page"
            yield Line("failed", "Zendesk managers", words, "Correct roles.manager in the handbook.")

    def _custom_roles(self) -> set[str]:
        try:
            return set(named(self._zendesk.setup("custom_roles")).values())
        except VendorRejected:
            # Only some plans have them.
            return set()


def named(records: Iterable[SetupRecord]) -> Mapping[str, str]:
    """Give id → name of what is active."""
    return {str(record.id): record.name for record in records if record.active}
