"""Set the project up with nothing but Python: what `make` runs before the project's own Python and Node are there.

Only the standard library is imported here. What is fetched is pinned and hashed: the project's Python packages by
requirements.lock, the panel's by package-lock.json, and what stands in for programs that the machine lacks by the
locks in this folder. Those go into .machine/, which may be deleted at any time.
"""
