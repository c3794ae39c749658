"""What can be done about an emergency."""
