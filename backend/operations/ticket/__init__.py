"""What is done to the ticket itself."""
