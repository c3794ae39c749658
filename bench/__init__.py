"""The measurements behind the README and docs/scaling.md: each a ratio to the bare thing, in one run on one machine."""
