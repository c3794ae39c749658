"""The Slack stand-in: rooms (channels and messages), routes (a part of the Web API), pages."""
