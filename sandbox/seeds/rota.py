"""PagerDuty's people, schedules, policies and services."""

from datetime import timedelta

from sandbox import clock
from sandbox.pagerduty.pager import Pager
from sandbox.pagerduty.rota import Policy, Schedule
from sandbox.seeds.people import AGENTS

CUSTOMER_SUPPORT, SUPPORT_MANAGERS, APAC_POOL = "PL3TX00", "PTFI8XR", "PAPACBK"
EMERGENCY_POLICY = "PKV6GCH"
ENGINEERS, MANAGERS = "PENGSCH", "PMGRSCH"


def plant(pager: Pager) -> None:
    """Make the rota; the present engineer has five hours left, the present manager six."""
    for agent in AGENTS:
        if agent.pagerduty:
            pager.users[agent.pagerduty] = {
                "name": agent.name, "email": agent.email, "time_zone": agent.time_zone, "role": "user",
                "color": "purple", "description": None, "job_title": "Support Engineer", "invitation_sent": False,
                "contact_methods": [], "notification_rules": [], "teams": [],
            }  # fmt: skip
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    for schedule in (
        Schedule(ENGINEERS, "Customer Emergencies: Engineers", now - timedelta(hours=3),
                 ("PENG001", "PENG002", "PENG003")),
        Schedule(MANAGERS, "Support Manager On-call", now - timedelta(hours=2),
                 ("PMGR001", "PMGR002", "PMGR003")),
    ):  # fmt: skip
        pager.rota.schedules[schedule.id] = schedule
    for policy in (
        Policy(EMERGENCY_POLICY, "Customer Emergency Rotation", ((ENGINEERS,), (MANAGERS,), ("PSEN001",))),
        Policy("PMGRPOL", "Support Managers", ((MANAGERS,),)),
        Policy("PAPACEP", "APAC Backup Pool", (("PAPC001", "PAPC002"),)),
    ):
        pager.rota.policies[policy.id] = policy
    for service_id, name, policy_id, description in (
        (CUSTOMER_SUPPORT, "Customer Support", EMERGENCY_POLICY, "Customer emergencies"),
        (SUPPORT_MANAGERS, "Support Managers", "PMGRPOL", "Pages for the manager on call"),
        (APAC_POOL, "Customer Emergencies - APAC Backup Pool", "PAPACEP", "Weekend backup engineers"),
    ):
        pager.services[service_id] = {"name": name, "policy_id": policy_id, "description": description}
