"""How an operation is accepted, carried out once, and carried on after a crash."""
