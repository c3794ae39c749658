"""A desk to try the product on: Zendesk, PagerDuty and GitLab stand-ins that keep state, and an agent workspace.

Start it with ``python -m sandbox --port 9000 --backend http://127.0.0.1:8000``; ``--port 0`` picks a free port.
It prints one line, ``sandbox ready http://127.0.0.1:<port>``, once it accepts connections. In tests use
``sandbox.server.running_sandbox()``, and ``sandbox.environment.backend_environment(url)`` for the backend's settings.

Where things are:
``/api/v2`` ``/oauth/tokens``    Zendesk            ``/agent/tickets/<id>``  the workspace that hosts the panel
``/pagerduty``                   PagerDuty REST     ``/gitlab/api/v4``       GitLab REST
``/slack``                       Slack              ``/_sandbox``            control for tests

Control (``sandbox/control``, one file a subject) shows the world (effects, calls, webhooks, users, token), makes it
fail (faults, limits), chooses between documented forms (dialects) and does what people do behind the product's back
(tickets, comments, organizations, macros, users, incidents, schedules, policies, issues, members, projects, slack).
Each call answers JSON, refuses what it does not know with 400 and a sentence, and is no effect.

``gate`` stands before everything: it takes the one lock, injects faults and records calls and effects.
``world`` holds all state; ``seeds`` fills it; the vendors' packages hold rules first, routes second.
"""

from sandbox.app import create_sandbox

__all__ = ["create_sandbox"]
