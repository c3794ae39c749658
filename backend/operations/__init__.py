"""What people can do, done once and durably."""
