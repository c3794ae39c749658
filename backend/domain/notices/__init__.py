"""Special handling that a ticket calls for."""
