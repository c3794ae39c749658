"""A shift as a whole: handing it over, the past weeks, what is done by hand."""
