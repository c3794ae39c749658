"""The types of the handbook, by chapter."""
