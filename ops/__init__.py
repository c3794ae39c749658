"""What an operator uses: scripts, the unit, a proxy, alerts, and what makes the release."""
