"""Outside systems, one file each; the only importers of their client libraries."""
