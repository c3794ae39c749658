"""What can be done about feedback."""
