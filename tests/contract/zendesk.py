"""What Zendesk's published files name and do not hold: most records, some parameters, some paths.

The facts are those of developer.zendesk.com ("JSON format" of each record) and of the traffic that zenpy keeps.
Records are open: an account adds fields by its plan.
"""

from typing import Any

from tests.contract.tables import path, record, schema

STAMPS = {"created_at": "time", "updated_at": "time"}
OPTION = {"id": "integer", "name": "string", "value": "string"}
SCHEMAS: dict[str, dict[str, str]] = {
    "OffsetPaginationObject": {"count?": "integer", "next_page?": "string?", "previous_page?": "string?"},
    "Via": {"channel": "any", "source": "object"},
    "FieldValue": {"id": "integer", "value": "any"},
    "TicketObject": STAMPS | {
        "id": "integer", "url": "string", "external_id": "string?", "via": "Via", "type": "string?",
        "subject": "string?", "raw_subject": "string?", "description": "string?", "priority": "string?",
        "status": "string", "recipient": "string?", "requester_id": "integer", "submitter_id": "integer",
        "assignee_id": "integer?", "organization_id": "integer?", "group_id": "integer?",
        "collaborator_ids": "[integer]", "follower_ids": "[integer]", "email_cc_ids": "[integer]",
        "forum_topic_id": "integer?", "problem_id": "integer?", "has_incidents": "boolean", "is_public": "boolean",
        "due_at": "time?", "tags": "[string]", "custom_fields": "[FieldValue]", "fields": "[FieldValue]",
        "satisfaction_rating": "object?", "sharing_agreement_ids": "[integer]", "custom_status_id?": "integer?",
        "ticket_form_id?": "integer?", "brand_id": "integer", "allow_channelback": "boolean",
        "allow_attachments": "boolean", "from_messaging_channel": "boolean", "followup_ids": "[integer]",
    },
    "TicketCommentObject": {
        "id": "integer", "type": "string", "author_id": "integer", "body": "string", "html_body": "string",
        "plain_body": "string", "public": "boolean", "attachments": "[object]", "audit_id": "integer", "via": "Via",
        "created_at": "time", "metadata": "object",
    },
    "AuditObject": {
        "id": "integer", "ticket_id": "integer", "created_at": "time", "author_id": "integer", "metadata": "object",
        "events": "[object]", "via": "Via",
    },
    "UserObject": STAMPS | {
        "id": "integer", "url": "string", "name": "string", "email": "string?", "active": "boolean",
        "verified": "boolean", "suspended": "boolean", "role": "string", "role_type": "integer?",
        "custom_role_id": "integer?", "organization_id": "integer?", "default_group_id": "integer?",
        "phone": "string?", "locale": "string", "time_zone": "string", "iana_time_zone": "string", "tags": "[string]",
        "photo": "object?", "alias": "string?", "notes": "string?", "details": "string?", "signature": "string?",
        "external_id": "string?", "user_fields": "object", "moderator": "boolean", "restricted_agent": "boolean",
        "shared": "boolean", "shared_agent": "boolean", "shared_phone_number": "boolean?", "locale_id": "integer",
        "only_private_comments": "boolean", "ticket_restriction": "string?", "last_login_at": "time?",
        "two_factor_auth_enabled": "boolean?", "report_csv": "boolean",
    },
    "OrganizationObject": STAMPS | {
        "id": "integer", "url": "string", "name": "string", "shared_tickets": "boolean", "shared_comments": "boolean",
        "external_id": "string?", "domain_names": "[string]", "details": "string?", "notes": "string?",
        "group_id": "integer?", "tags": "[string]", "organization_fields": "object",
    },
    "GroupObject": STAMPS | {
        "id": "integer", "url": "string", "name": "string", "description": "string", "default": "boolean",
        "deleted": "boolean", "is_public": "boolean",
    },
    "CustomRoleObject": STAMPS | {
        "id": "integer", "name": "string", "description": "string", "role_type": "integer",
        "team_member_count": "integer", "configuration": "object",
    },
    "BrandObject": STAMPS | {
        "id": "integer", "url": "string", "name": "string", "brand_url": "string", "subdomain": "string",
        "host_mapping": "string?", "has_help_center": "boolean", "help_center_state": "string", "active": "boolean",
        "default": "boolean", "is_deleted": "boolean", "logo": "object?", "ticket_form_ids": "[integer]",
        "signature_template": "string",
    },
    "MacroAction": {"field": "string", "value": "any"},
    "MacroObject": STAMPS | {
        "id": "integer", "url": "string", "title": "string", "raw_title?": "string", "active": "boolean",
        "position": "integer", "description": "string?", "default": "boolean", "restriction": "object?",
        "actions": "[MacroAction]",
    },
    "TicketFormObject": STAMPS | {
        "id": "integer", "url": "string", "name": "string", "raw_name": "string", "display_name": "string",
        "raw_display_name": "string", "position": "integer", "active": "boolean", "default": "boolean",
        "end_user_visible": "boolean", "in_all_brands": "boolean", "restricted_brand_ids": "[integer]",
        "ticket_field_ids": "[integer]", "agent_conditions": "[object]", "end_user_conditions": "[object]",
    },
    "Option": OPTION,
    "TicketFieldObject": STAMPS | {
        "id": "integer", "url": "string", "type": "string", "title": "string", "raw_title": "string",
        "description": "string", "raw_description": "string", "position": "integer", "active": "boolean",
        "required": "boolean", "collapsed_for_agents": "boolean", "regexp_for_validation": "string?",
        "title_in_portal": "string", "raw_title_in_portal": "string", "visible_in_portal": "boolean",
        "editable_in_portal": "boolean", "required_in_portal": "boolean", "tag": "string?", "removable": "boolean",
        "agent_description": "string?", "key": "string?", "custom_field_options?": "[Option]",
    },
    "OrganizationFieldObject": STAMPS | {
        "id": "integer", "url": "string", "key": "string", "type": "string", "title": "string", "raw_title": "string",
        "description": "string", "raw_description": "string", "position": "integer", "active": "boolean",
        "system": "boolean", "regexp_for_validation": "string?", "tag?": "string?", "custom_field_options?": "[Option]",
    },
    "NewComment": {
        "body?": "string", "html_body?": "string", "public?": "boolean", "author_id?": "integer",
        "uploads?": "[string]",
    },
    "TicketUpdateInput": {
        "comment?": "NewComment", "tags?": "[string]", "safe_update?": "boolean", "updated_stamp?": "time",
        "metadata?": "object", "custom_fields?": "[FieldValue]", "status?": "string", "priority?": "string?",
        "type?": "string?", "subject?": "string", "assignee_id?": "integer?", "group_id?": "integer?",
        "ticket_form_id?": "integer", "brand_id?": "integer", "custom_status_id?": "integer",
    },
    "TicketUpdateRequest": {"ticket": "TicketUpdateInput"},
    "OAuthTokenForGrantTypesObject": {
        "access_token": "string", "token_type": "string", "scope": "string", "expires_in?": "integer?",
        "refresh_token?": "string", "refresh_token_expires_in?": "integer",
    },
    "UsersOfGroup": {"users": "[UserObject]"},
    "Installation": {
        "id": "integer", "app_id": "integer", "product": "string", "settings": "object", "enabled": "boolean",
        "updated_at": "string", "created_at": "string",
    },
}  # fmt: skip
SENT = {"NewComment", "TicketUpdateInput", "TicketUpdateRequest"}
"""What we send: nothing but the fields that Zendesk takes."""
QUERIES = {
    "MacroInclude": "include", "MacroAccess": "access", "MacroActive": "active", "MacroCategory": "category",
    "MacroGroupId": "group_id", "MacroOnlyViewable": "only_viewable", "MacroSortBy": "sort_by",
    "MacroSortOrder": "sort_order", "UserRoleFilter": "role", "UserRolesFilter": "role[]",
    "UserPermissionSetFilter": "permission_set", "UserExternalIdFilter": "external_id",
    "ExcludeDeleted": "exclude_deleted",
}  # fmt: skip
IN_PATH = {"TicketId": "ticket_id", "UserId": "user_id", "MacroId": "macro_id"}


def supplement(document: dict[str, Any]) -> dict[str, Any]:
    """Add what a file names and does not hold; what it holds stays as it is."""
    components = document.get("components", {})
    records = {name: record(fields, closed=name in SENT) for name, fields in SCHEMAS.items()}
    places = {name: {"name": key, "in": "query", "schema": schema("string")} for name, key in QUERIES.items()}
    places |= {name: {"name": key, "in": "path", "schema": schema("integer")} for name, key in IN_PATH.items()}
    filled = {
        "schemas": records | components.get("schemas", {}),
        "parameters": places | components.get("parameters", {}),
    }
    return {**document, "components": components | filled}


def left_out() -> dict[str, Any]:
    """Describe what is asked and in no file: an app's installation and key, and the users of a group."""
    users = path("get", query="page[size] page[after] role role[]", answers={200: "UsersOfGroup"})
    key = {200: None, 404: None}
    paths = {
        "/api/v2/groups/{group_id}/users": users,
        "/api/v2/apps/installations/{id}": path("get", answers={200: "Installation", 404: None}),
        "/api/v2/apps/{app_id}/public_key": path("get", answers=key),
        "/api/v2/apps/{app_id}/public_key.pem": path("get", answers=key),
    }
    return supplement({"openapi": "3.0.3", "paths": paths})
