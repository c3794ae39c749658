"""What the API answers, as types: the one place where its JSON is written down.

`/openapi.json` and the panel's TypeScript types are generated from here.
"""
