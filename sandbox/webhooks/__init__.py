"""Tell the backend of every change as the vendors do: seen by comparing, written in their shapes, signed, repeated."""
