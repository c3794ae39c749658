"""What can be done about a STAR."""
