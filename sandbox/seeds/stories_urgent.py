"""Stories that ask for a manager now."""

from sandbox.seeds.setup import NAMESPACE, VERSION
from sandbox.seeds.story import CUSTOMER, Customer, Said, Story

URGENT = (
    Story(
        2001,
        "A clear emergency: production is down for everyone",
        "GitLab down after upgrade, 502 on every page",
        Customer("Åkerlund Försäkring AB", "Björn Åkerlund", {
            "support_level": "Ultimate", "sub_sm_ultimate": True, "account_type": "Customer",
            "org_region": "EMEA",
            "account_owner": "Dana Whitfield", "technical_account_manager": "Ravi Menon",
            "seats_decimal": 1400}),
        (
            Said(CUSTOMER, 38,
                 "Hello,\n\nsince the upgrade to 18.6 this morning every page answers 502. Nobody of our "
                 "1,400 developers can log in, push or review. This is our production instance.\n\nPuma "
                 "restarts in a loop. What should we do first?\n\nBjörn"),
            Said("lukasz", 31,
                 "Looks like a real outage: both web nodes are failing their health checks.",
                 public=False),
            Said(CUSTOMER, 9, "Still down. Our release to regulators is due at 18:00, please hurry 🙏"),
        ),
        form="Emergencies", priority="urgent", tags=("emergency",), breach_in=-8, fields={VERSION: "18.6.0"},
    ),
    Story(
        2002,
        "An urgent STAR is open and its clock runs",
        "Merge trains stuck before a release freeze",
        Customer("Crème & Brûlée Logistique", "Anaïs Lefèvre", {
            "support_level": "Premium", "sub_dotcom_premium": True, "account_type": "Customer",
            "org_region": "EMEA", "account_owner": "Tomás Ruiz", "expiration_date": "2031-03-31"}),
        (
            Said(CUSTOMER, 300,
                 "Our merge trains stop after the second car. We can still merge by hand, but the freeze "
                 "is tomorrow and forty changes are waiting."),
            Said("priya", 240,
                 "Hi Anaïs,\n\ncould you send us one of the stuck pipelines' addresses? I would like to "
                 "see which job it waits for."),
            Said(CUSTOMER, 75, "Here: https://gitlab.example/creme/routes/-/pipelines/88123. Any news?"),
        ),
        form="SaaS", priority="high", tags=("star_submitted",), assignee="priya", breach_in=35,
        fields={NAMESPACE: "creme-brulee"},
    ),
    Story(
        2003,
        "A STAR waits in the queue past its clock",
        "LDAP group sync removes members overnight",
        Customer("Università di Bologna, Servizi IT", "Niccolò D’Errico", {
            "support_level": "Ultimate", "sub_sm_ultimate": True, "account_type": "Customer",
            "org_region": "EMEA",
            "expiration_date": "2030-12-31", "account_owner": "Dana Whitfield"}),
        (
            Said(CUSTOMER, 1560,
                 "Each night group sync takes about thirty people out of their groups, and puts them back "
                 "by noon."),
            Said("siobhan", 1490,
                 "Thanks for the clear report. Please run the sync check in the Rails console and attach "
                 "what it prints."),
            Said(CUSTOMER, 410,
                 "Attached yesterday. We have an audit on Thursday and cannot explain the removals."),
        ),
        priority="normal", tags=("star_submitted",), assignee="siobhan", breach_in=-95,
    ),
    Story(
        2009,
        "The instance is perhaps compromised",
        "Unknown administrator account and strange webhooks",
        Customer("Ferretería Ñandú S.A.", "Íñigo Núñez", {
            "support_level": "Premium", "sub_sm_premium": True, "account_type": "Customer",
            "org_region": "AMER"}),
        (
            Said(CUSTOMER, 50,
                 "We found an administrator named `svc_backup2` that none of us made, and webhooks to an "
                 "address in no country we know. The server is public and runs 15.11.\n\nCan we clean it "
                 "without restoring? What have they seen?"),
            Said("priya", 44,
                 "Old public version, new admin, foreign webhooks. I have not offered a call yet.",
                 public=False),
        ),
        form="Self-Managed", priority="urgent", tags=("compromised_instance",), fields={VERSION: "15.11.3"},
    ),
    Story(
        2010,
        "A PagerDuty incident is running for this ticket",
        "All runners idle, releases blocked",
        Customer("Kōbe Robotics K.K.", "佐藤 健一", {
            "support_level": "Ultimate", "sub_dotcom_ultimate": True, "account_type": "Customer",
            "org_region": "APAC"}, locale="ja"),
        (
            Said(CUSTOMER, 62,
                 "No job has started on any of our runners for an hour. Every project is affected, and our "
                 "robots wait for firmware."),
            Said("lukasz", 47,
                 "Hello 佐藤さん,\n\nI am looking at your runners now and come back within the half hour."),
            Said("lukasz", 20,
                 "Root cause is a full cache volume on their side; writing it up.",
                 public=False),
        ),
        form="SaaS", priority="urgent", tags=("trigger_manual_emergency",), assignee="lukasz",
        fields={NAMESPACE: "kobe-robotics"},
    ),
    Story(
        2011,
        "APAC weekend, the first of two emergencies",
        "Gitaly cluster lost its primary, pushes fail",
        Customer("Southern Cross Freight Pty Ltd", "Mia O’Donnell", {
            "support_level": "Ultimate", "sub_sm_ultimate": True, "account_type": "Customer",
            "org_region": "APAC"}),
        (
            Said(CUSTOMER, 45,
                 "It is the weekend here in Brisbane and no push has gone through since breakfast: the "
                 "cluster has no primary."),
            Said("lukasz", 36, "On it. Please keep Praefect running, and do not fail over by hand."),
        ),
        form="Emergencies", priority="urgent", tags=("emergency",), assignee="lukasz",
    ),
    Story(
        2012,
        "APAC weekend, a second emergency while the first one runs",
        "Database will not start after the disk filled up",
        Customer("Whānau Health Trust", "Tāne Ngāta", {
            "support_level": "Premium", "sub_sm_premium": True, "account_type": "Customer",
            "org_region": "APAC"}),
        (
            Said(CUSTOMER, 16,
                 "The database disk is full and PostgreSQL refuses to start. Clinics cannot reach their "
                 "runbooks. Kia ora for any help!"),
        ),
        form="Emergencies", priority="urgent", tags=("emergency",), breach_in=14,
    ),
)  # fmt: skip
