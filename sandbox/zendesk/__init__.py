"""The Zendesk stand-in: desk (state and rules), text, macros, views, oauth, signer, routes."""
