"""The constants that tie a backend to this stand-in account."""

from urllib.parse import urlsplit

SUBDOMAIN = "sandbox"
APP_ID = 900_001
INSTALLATION_ID = 900_002
CLIENT_ID = "sandbox-oncall-client"
CLIENT_SECRET = "sandbox-client-secret-not-a-secret"
PAGERDUTY_TOKEN = "sandbox-pagerduty-token"
PAGERDUTY_FROM = "oncall-bot@sandbox.example"
GITLAB_TOKEN = "sandbox-gitlab-token"
SLACK_TOKEN = "xoxb-sandbox-slack-token"
PAGERDUTY_READ_TOKEN, GITLAB_READ_TOKEN = "sandbox-pagerduty-read-token", "sandbox-gitlab-read-token"
SLACK_READ_TOKEN = "xoxb-sandbox-slack-read-token"
"""Accepted for reading only, as tokens of too small a scope are."""
ZENDESK_WEBHOOK_SECRET = "sandbox-zendesk-webhook-secret"
PAGERDUTY_WEBHOOK_SECRET = "sandbox-pagerduty-webhook-secret"
GITLAB_SIGNING_TOKEN = "whsec_c2FuZGJveC1naXRsYWItc2lnbmluZy10b2tlbg=="
BRAND_ID = 360_000_100_001
OTHER_BRAND_ID = 360_000_100_002
SYNC_SECONDS = 5


def account_host(sandbox_url: str) -> str:
    """Return the account's host and port, which is the issuer of its tokens."""
    return urlsplit(sandbox_url).netloc


def backend_environment(sandbox_url: str) -> dict[str, str]:
    """Return the environment variables that point a backend at the sandbox."""
    base = sandbox_url.rstrip("/")
    return {
        "ZENDESK_SUBDOMAIN": SUBDOMAIN,
        "ZENDESK_URL": base,
        "ZENDESK_APP_ID": str(APP_ID),
        "ZENDESK_INSTALLATION_ID": str(INSTALLATION_ID),
        "ZENDESK_CLIENT_ID": CLIENT_ID,
        "ZENDESK_CLIENT_SECRET": CLIENT_SECRET,
        "PAGERDUTY_URL": f"{base}/pagerduty",
        "PAGERDUTY_TOKEN": PAGERDUTY_TOKEN,
        "PAGERDUTY_FROM": PAGERDUTY_FROM,
        "GITLAB_URL": f"{base}/gitlab",
        "GITLAB_TOKEN": GITLAB_TOKEN,
        "ZENDESK_WEBHOOK_SECRETS": ZENDESK_WEBHOOK_SECRET,
        "PAGERDUTY_WEBHOOK_SECRETS": PAGERDUTY_WEBHOOK_SECRET,
        "GITLAB_WEBHOOK_SECRETS": GITLAB_SIGNING_TOKEN,
        "ZAF_SDK_URL": f"{base}/zaf_sdk/2.0/zaf_sdk.min.js",
        "SYNC_SECONDS": str(SYNC_SECONDS),
    }


def slack_environment(sandbox_url: str) -> dict[str, str]:
    """Return what connects Slack besides, which is optional."""
    return {"SLACK_URL": f"{sandbox_url.rstrip('/')}/slack", "SLACK_BOT_TOKEN": SLACK_TOKEN}
