"""Support On-call for Zendesk: the backend."""
