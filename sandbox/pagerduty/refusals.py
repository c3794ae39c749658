"""PagerDuty's refusals with its own codes."""

from sandbox.errors import Refusal


def _refusal(status: int, code: int, message: str, *errors: str) -> Refusal:
    error: dict[str, object] = {"message": message, "code": code}
    return Refusal(status, {"error": error | ({"errors": list(errors)} if errors else {})})


def not_found(what: str = "") -> Refusal:
    """Refuse an unknown id."""
    return _refusal(404, 2100, "Not Found", *([f"{what} Not Found"] if what else []))


def invalid(*errors: str) -> Refusal:
    """Refuse malformed input."""
    return _refusal(400, 2001, "Invalid Input Provided", *errors)


def other_kind(shift_based: bool) -> Refusal:
    """Refuse a call that is for schedules of the other kind, naming the one that this is."""
    kind, version = ("shift-based", "v3") if shift_based else ("layer-based", "v2")
    return _refusal(400, 3005, f"This is a {kind} schedule. Use the {version} Schedules API to access it.")


def invalid_shift(field: str, words: str) -> Refusal:
    """Refuse malformed input as the calls for shift-based schedules do: field by field."""
    return Refusal(400, {"error": {"message": "Invalid Request", "code": 2001, "errors": {field: [words]}}})


def bad_requester() -> Refusal:
    """Refuse a From header that names no user."""
    return _refusal(400, 1008, "Requester User Not Found")


def no_such_policy() -> Refusal:
    """Refuse an unknown escalation policy."""
    return _refusal(400, 1014, "Escalation Policy Not Found")


def nobody_on_call() -> Refusal:
    """Refuse to page a policy behind which there is no one."""
    return _refusal(400, 1015, "No one is on-call for this escalation policy")


def duplicate_key() -> Refusal:
    """Refuse a second open incident with one key on one service."""
    words = "Open incident with matching dedup key already exists on this service"
    return _refusal(400, 2002, "Arguments Caused Error", words)


def unauthorized() -> Refusal:
    """Refuse a missing or wrong token."""
    return _refusal(401, 2006, "Unauthorized")


def forbidden() -> Refusal:
    """Refuse a write with a read-only key."""
    return _refusal(403, 2010, "Access Denied")
