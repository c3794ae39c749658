"""STARs: the life of one, what speaks against opening one, who could take it."""
