"""The account's setup: forms and fields with their published names, brands, groups, roles."""

from sandbox.environment import BRAND_ID, OTHER_BRAND_ID
from sandbox.zendesk.desk import Desk
from sandbox.zendesk.people import LIGHT_AGENT_TYPE, MANAGERS

# The two partner forms have no published id: theirs are the sandbox's own.
FORMS = {
    "SaaS": 334447,
    "SaaS Account": 360000803379,
    "Self-Managed": 426148,
    "GitLab Dedicated": 4414917877650,
    "L&R": 360000071293,
    "Billing": 360000258393,
    "Alliance Partners": 360001172559,
    "Emergencies": 360001264259,
    "Open Partner": 360009000101,
    "Select Partner": 360009000102,
}
STAGE, NAMESPACE, PROBLEM_TYPE, VERSION = 360020000001, 360020000002, 360020000003, 360020000004
FIELDS = {
    STAGE: ("Stage", "tagger", ("frt", "nrt", "pending_customer")),
    NAMESPACE: ("GitLab.com group", "text", ()),
    PROBLEM_TYPE: ("Problem type", "tagger", ("Upgrade Assistance Request", "Performance", "Other")),
    VERSION: ("GitLab version", "text", ()),
}
ORGANIZATION_FIELDS = {
    "support_level": "dropdown", "account_type": "dropdown", "expiration_date": "date", "seats_decimal": "decimal",
    "sub_sm_premium": "checkbox", "sub_sm_ultimate": "checkbox", "sub_dotcom_premium": "checkbox",
    "sub_dotcom_ultimate": "checkbox", "sub_gitlab_dedicated": "checkbox", "restricted_account": "checkbox",
    "support_hold": "checkbox", "partner_customer": "checkbox", "org_in_escalated_state": "checkbox",
}  # fmt: skip
ORGANIZATION_OPTIONS = {
    "support_level": ("Ultimate", "Premium", "Starter", "Free", "Expired"),
    "account_type": ("Customer", "Former Customer", "Prospect", "Partner"),
}
STAMPS = {"created_at": "2020-01-06T09:00:00Z", "updated_at": "2025-06-02T09:00:00Z"}
GROUPS = {360050000001: "Support", 360050000002: MANAGERS, 360050000003: "Licensing & Renewals"}
# Id → name and Zendesk's role_type (0 custom agent, 1 light agent, 4 administrator, 5 billing administrator).
ROLES = {
    360060000001: ("Support Engineer", 0),
    360060000002: (MANAGERS, 0),
    360060000003: ("Light Agent", 1),
    360060000004: ("Administrator", 4),
    360060000005: ("Billing Admin", 5),
}


def plant(desk: Desk) -> None:
    """Make the account's setup."""
    root = f"{desk.base_url}/api/v2"
    for brand_id, name, subdomain in (
        (BRAND_ID, "GitLab Support", "sandbox"),
        (OTHER_BRAND_ID, "Community Events", "sandbox-events"),
    ):
        desk.brands[brand_id] = {
            "id": brand_id, "url": f"{root}/brands/{brand_id}.json", "name": name, "subdomain": subdomain,
            "active": True, "default": brand_id == BRAND_ID, "brand_url": desk.base_url, "host_mapping": None,
            "has_help_center": False, "help_center_state": "disabled", "is_deleted": False, "logo": None,
            "ticket_form_ids": list(FORMS.values()), "signature_template": "{{agent.signature}}", **STAMPS,
        }  # fmt: skip
    for position, (name, form_id) in enumerate(FORMS.items(), start=1):
        desk.forms[form_id] = {
            "id": form_id, "url": f"{root}/ticket_forms/{form_id}.json", "name": name, "display_name": name,
            "raw_name": name, "raw_display_name": name, "position": position, "active": True, "end_user_visible": True,
            "default": name == "Self-Managed", "ticket_field_ids": list(FIELDS), "in_all_brands": True,
            "restricted_brand_ids": [], "agent_conditions": [], "end_user_conditions": [], **STAMPS,
        }  # fmt: skip
    for field_id, (title, kind, values) in FIELDS.items():
        desk.fields[field_id] = {
            "id": field_id, "url": f"{root}/ticket_fields/{field_id}.json", "type": kind, "title": title,
            "raw_title": title, "active": True, "required": False, "tag": None, "description": "",
            "raw_description": "", "position": field_id % 1000, "collapsed_for_agents": False,
            "regexp_for_validation": None, "title_in_portal": title, "raw_title_in_portal": title,
            "visible_in_portal": False, "editable_in_portal": False, "required_in_portal": False, "removable": True,
            "agent_description": None, "key": None, **STAMPS,
            "custom_field_options": [{"id": field_id * 10 + i, "name": value, "value": value}
                                     for i, value in enumerate(values)],
        }  # fmt: skip
    for number, (key, kind) in enumerate(ORGANIZATION_FIELDS.items(), start=360070000001):
        desk.organization_fields[number] = {
            "id": number, "url": f"{root}/organization_fields/{number}.json", "key": key, "type": kind,
            "title": key.replace("_", " "), "raw_title": key.replace("_", " "), "description": "",
            "raw_description": "", "active": True, "system": False, "position": number % 1000,
            "regexp_for_validation": None, "tag": None, **STAMPS,
            "custom_field_options": [{"id": number * 10 + i, "name": name, "value": name}
                                     for i, name in enumerate(ORGANIZATION_OPTIONS.get(key, ()))],
        }  # fmt: skip
    for group_id, name in GROUPS.items():
        desk.groups[group_id] = {
            "id": group_id, "url": f"{root}/groups/{group_id}.json", "name": name, "deleted": False,
            "is_public": True, "default": name == "Support", "description": "", **STAMPS,
        }  # fmt: skip
    for role_id, (name, role_type) in ROLES.items():
        desk.custom_roles[role_id] = {
            "id": role_id, "name": name, "description": name, "role_type": role_type,
            "team_member_count": 1, **STAMPS, "configuration": {
                "ticket_comment_access": "none" if role_type == LIGHT_AGENT_TYPE else "public",
                "ticket_editing": role_type != LIGHT_AGENT_TYPE,
            },
        }  # fmt: skip
