"""Pure rules: no web, no network, no database, and no clock but the `now` they are given."""
