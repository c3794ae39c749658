"""Mid-ticket feedback and the time within which a manager makes contact."""
