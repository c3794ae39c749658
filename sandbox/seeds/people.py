"""The account's agents, and the handles under which other seeds name them."""

from dataclasses import dataclass

from sandbox.environment import PAGERDUTY_FROM
from sandbox.seeds.setup import GROUPS, ROLES
from sandbox.zendesk.desk import Desk
from sandbox.zendesk.people import LIGHT_AGENT_TYPE, MANAGERS

SERVICE_USER_ID = 7001


@dataclass(frozen=True)
class Agent:
    """One agent: group and custom role by name, PagerDuty id and GitLab name where there is one."""

    id: int
    name: str
    handle: str
    groups: tuple[str, ...] = ("Support",)
    custom_role: str | None = None
    role: str = "agent"
    pagerduty: str | None = None
    time_zone: str = "UTC"
    ticket_restriction: str | None = None

    @property
    def email(self) -> str:
        """Return the address that all the person's accounts share."""
        return PAGERDUTY_FROM if self.id == SERVICE_USER_ID else f"{self.handle}@sandbox.example"


AGENTS = (
    Agent(SERVICE_USER_ID, "Support On-call Bot", "oncall-bot", role="admin", pagerduty="PBOT001"),
    Agent(7101, "Zoë Müller-Öztürk", "zoe.mueller", ("Support", MANAGERS), pagerduty="PMGR001",
          time_zone="Europe/Amsterdam"),
    Agent(7102, "Adébáyọ̀ Okonkwo", "adebayo", custom_role=MANAGERS, pagerduty="PMGR002",
          time_zone="America/Los_Angeles"),
    Agent(7103, "יעל כהן", "yael.cohen", ("Support", MANAGERS), pagerduty="PMGR003",
          time_zone="Asia/Jerusalem"),
    Agent(7201, "Łukasz Nowak", "lukasz", custom_role="Support Engineer", pagerduty="PENG001"),
    Agent(7202, "Priya Raman", "priya", custom_role="Support Engineer", pagerduty="PENG002"),
    Agent(7203, "Siobhán Ní Bhriain 🌿", "siobhan", custom_role="Support Engineer", pagerduty="PENG003"),
    Agent(7301, "Chloé Dubois", "chloe", (), custom_role="Light Agent"),
    Agent(7401, "Mateo Fernández", "mateo", role="admin"),
    Agent(7402, "Noor al-Hashimi", "noor", ()),
    Agent(7403, "Bodil Kjær", "bodil", ("Licensing & Renewals",), ticket_restriction="groups"),
    Agent(7501, "Ingrid Sørensen", "ingrid", pagerduty="PSEN001", time_zone="Europe/Oslo"),
    Agent(7601, "Kiri Tamahana", "kiri", pagerduty="PAPC001", time_zone="Australia/Brisbane"),
    Agent(7602, "田中 さくら", "sakura", pagerduty="PAPC002", time_zone="Asia/Tokyo"),
)  # fmt: skip
BY_HANDLE = {agent.handle: agent for agent in AGENTS}


def plant(desk: Desk) -> None:
    """Make the agents with their groups and roles."""
    group_ids = {name: key for key, name in GROUPS.items()}
    roles = {name: (key, kind) for key, (name, kind) in ROLES.items()}
    desk.service_user_id = SERVICE_USER_ID
    for agent in AGENTS:
        custom_role_id, role_type = roles.get(agent.custom_role or "", (None, None))
        desk.add_user(
            agent.name, agent.role, id=agent.id, email=agent.email, custom_role_id=custom_role_id,
            role_type=role_type, iana_time_zone=agent.time_zone, time_zone=agent.time_zone,
            restricted_agent=role_type == LIGHT_AGENT_TYPE or agent.ticket_restriction is not None,
            ticket_restriction=agent.ticket_restriction,
            default_group_id=group_ids[agent.groups[0]] if agent.groups else None,
        )  # fmt: skip
        for number, name in enumerate(agent.groups):
            desk.memberships.append(
                {"id": agent.id * 10 + number, "user_id": agent.id, "group_id": group_ids[name],
                 "default": number == 0}
            )  # fmt: skip
