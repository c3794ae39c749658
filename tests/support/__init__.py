"""What the tests of several tiers share."""
