"""The GitLab stand-in: tracker (state), quick_actions, query (lists), routes, pages."""
