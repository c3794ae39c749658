"""GitLab: its client and its records."""
