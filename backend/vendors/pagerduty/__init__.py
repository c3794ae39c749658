"""PagerDuty: its client and its records."""
