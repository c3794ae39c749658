"""Outside systems, one folder each, over one transport; the only importers of their client libraries."""
