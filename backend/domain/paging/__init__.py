"""PagerDuty's incidents: which ticket they are about, their clock, who is on call."""
