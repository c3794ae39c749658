"""What operators see: logs and metrics. Imports no other room, so that each may speak of what it does."""
