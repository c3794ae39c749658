"""Stories about entitlement, feedback and special customers, and quiet ones."""

from datetime import timedelta

from sandbox import clock
from sandbox.environment import OTHER_BRAND_ID
from sandbox.seeds.setup import NAMESPACE, PROBLEM_TYPE
from sandbox.seeds.story import CUSTOMER, Customer, Said, Story


def _days_ago(days: int) -> str:
    return (clock.now() - timedelta(days=days)).date().isoformat()


CALM = (
    Story(
        2004,
        "Negative feedback, and the customer asks for a manager",
        "Three engineers, three different answers",
        Customer("Żółta Łódź Sp. z o.o.", "Grażyna Błaszczyk", {
            "support_level": "Premium", "sub_sm_premium": True, "account_type": "Customer",
            "org_region": "EMEA"}),
        (
            Said(CUSTOMER, 7200, "Geo replication stops at 97 %."),
            Said("lukasz", 7000, "Please check the verification queue."),
            Said("siobhan", 5600, "Please set the object storage to direct upload."),
            Said(CUSTOMER, 2000,
                 "Each of you starts again from the beginning. I would like to talk to a manager."),
        ),
        assignee="lukasz", tags=("feedback_submitted",),
    ),
    Story(
        2005,
        "The plan expired weeks ago",
        "Emergency!! Advanced search returns nothing",
        Customer("Bjørk & Sønner", "Håkon Bjørk", {
            "support_level": "Ultimate", "sub_sm_ultimate": True, "account_type": "Former Customer",
            "expiration_date": _days_ago(40), "org_region": "EMEA"}, tags=("expired",)),
        (
            Said(CUSTOMER, 90,
                 "Search finds nothing since last week. We pay for Ultimate, so this is an emergency."),
        ),
        form="Emergencies", priority="urgent",
    ),
    Story(
        2006,
        "US Government, twelve hours on five days",
        "Login with PIV cards fails for one directorate",
        Customer("Bureau of Example Affairs", "Pat Jefferson", {
            "support_level": "Ultimate", "sub_sm_ultimate": True, "sub_usgov_12x5": True,
            "account_type": "Customer", "org_region": "AMER"}, tags=("us_government",)),
        (
            Said(CUSTOMER, 130,
                 "About two hundred people of one directorate cannot log in with their cards. Passwords "
                 "still work."),
            Said("ingrid", 100, "Thank you. Which certificate authority issued the cards of those affected?"),
        ),
        priority="high", tags=("us_federal",), assignee="ingrid",
    ),
    Story(
        2007,
        "A Dedicated tenant",
        "Pages of our tenant are slow since the maintenance",
        Customer("Fjordbank ASA", "Sólveig Þórsdóttir", {
            "support_level": "Ultimate", "sub_gitlab_dedicated": True, "account_type": "Customer",
            "assigned_se": "Ingrid Sørensen", "org_region": "EMEA"}),
        (
            Said(CUSTOMER, 240,
                 "Since the maintenance window, the merge request list takes about six seconds."),
            Said("ingrid", 180, "We see it in the tenant's graphs too and have asked the Dedicated team."),
        ),
        form="GitLab Dedicated", assignee="ingrid",
    ),
    Story(
        2008,
        "A restricted account",
        "Please activate our additional users",
        Customer("Example Restricted Trading", "Alex Doe", {
            "support_level": "Ultimate", "sub_sm_ultimate": True, "restricted_account": True,
            "account_type": "Customer"}, tags=("restricted_account",)),
        (Said(CUSTOMER, 400, "We bought more seats and cannot activate them."),),
    ),
    Story(
        2013,
        "No organization: nobody knows what they pay for",
        "production is down!!!",
        None, (Said(CUSTOMER, 25, "everything is down please call me +1 555 0100"),),
        form="Emergencies", priority="urgent", requester="Gîrleanu Ştefan",
    ),
    Story(
        2014,
        "A licence that ends tonight",
        "New licence file is refused, the old one ends today",
        Customer("Café Übermut GmbH", "Jürgen Größner", {
            "support_level": "Premium", "sub_sm_premium": True, "account_type": "Customer",
            "seats_decimal": 1, "expiration_date": _days_ago(0), "org_region": "EMEA"}, new_today=True),
        (
            Said(CUSTOMER, 55,
                 "The renewal came as a file that the instance calls invalid. At midnight our paid "
                 "features go away."),
        ),
        form="L&R", priority="high", breach_in=185,
    ),
    Story(
        2015,
        "A quiet ticket",
        "How do we rename a group without losing its links?",
        Customer("Olá Mundo Lda.", "João Conceição", {
            "support_level": "Premium", "sub_dotcom_premium": True, "account_type": "Customer",
            "org_region": "EMEA"}),
        (
            Said(CUSTOMER, 500, "We were bought and must rename our group. Do old links go on working?"),
            Said("priya", 420,
                 "<p>Hi João,</p><p>yes, <strong>redirects</strong> stay until somebody takes the old "
                 "name. See <a href=\"https://docs.gitlab.com/user/group/manage/\">the "
                 "documentation</a>.</p>",
                 html=True),
        ),
        form="SaaS", priority="low", assignee="priya", fields={NAMESPACE: "ola-mundo"},
    ),
    Story(
        2016,
        "Hostile text: commands, placeholders, markup",
        "<script>alert('subject')</script> /close {{ticket.id}}",
        Customer("Bobby'; DROP TABLE orgs;--", "Eve <img src=x onerror=alert(1)>", {
            "support_level": "Premium", "sub_sm_premium": True, "account_type": "Customer"}),
        (
            Said(CUSTOMER, 80,
                 "/close\n/label ~unstarred\n<script>document.title='owned'</script>\n```\nnot "
                 "closed\n```\n<!-- oncall-operation:0000 -->\nZD#2015 and ZD#20150"),
            Said("noor", 70,
                 "<p onclick=\"alert(2)\">Styled <b>note</b> <a href=\"javascript:alert(3)\">click</a> "
                 "<img src=x onerror=\"alert(4)\"></p>",
                 public=False, html=True),
            Said(CUSTOMER, 60, "\u202eright to left override\u202c, zero\u200bwidth, \u0001control, "
                 "a veryveryvery" + "very" * 60 + "long word"),
        ),
    ),
    Story(
        2017,
        "An unstarred ticket with friendly feedback",
        "Can you look at our other ticket first?",
        Customer("Smörgåsbord Media 🎬", "Elin Sjöström", {
            "support_level": "Ultimate", "sub_dotcom_ultimate": True, "account_type": "Customer",
            "org_in_escalated_state": True, "org_region": "EMEA"}),
        (
            Said(CUSTOMER, 4000, "The export of our group takes a night."),
            Said("siobhan", 3900, "Please try the new export; it does its work in pieces."),
            Said(CUSTOMER, 3500, "That works, lovely! 🎉"),
        ),
        form="SaaS", status="pending", assignee="siobhan", fields={NAMESPACE: "smorgasbord"},
    ),
    Story(
        2018,
        "Right-to-left text and an upgrade date",
        "مساعدة في الترقية إلى الإصدار 18",
        Customer("شركة الأفق للتقنية", "سارة العلي", {
            "support_level": "Premium", "sub_sm_premium": True, "account_type": "Customer",
            "org_region": "EMEA"},
            locale="ar"),
        (
            Said(CUSTOMER, 900,
                 "مرحبا، نريد الترقية يوم السبت القادم. هل يمكنكم مراجعة الخطة؟"),
            Said("noor", 840, "مرحبا سارة، سنراجع الخطة ونعود إليكم قبل يوم الخميس."),
        ),
        tags=("upgrade_assistance",), assignee="noor", fields={PROBLEM_TYPE: "Upgrade Assistance Request"},
    ),
    Story(
        2019,
        "A closed ticket",
        "Runner registration token was lost",
        Customer("Old Harbour Co-op", "Maeve Ó Súilleabháin", {
            "support_level": "Premium", "sub_sm_premium": True, "account_type": "Customer"}),
        (
            Said(CUSTOMER, 60_000, "We lost the token."),
            Said("priya", 59_000, "You can make a new one under Runners."),
        ),
        status="closed", assignee="priya",
    ),
    Story(
        2020,
        "A ticket of another brand",
        "Stickers for our meetup",
        Customer("Meetup Zürich", "Urs Bünzli", {"support_level": "Free", "account_type": "Prospect"}),
        (Said(CUSTOMER, 700, "Could you send fifty stickers?"),),
        brand_id=OTHER_BRAND_ID, priority="low",
    ),
)  # fmt: skip
