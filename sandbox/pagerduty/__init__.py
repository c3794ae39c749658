"""The PagerDuty stand-in: pager (incidents), rota (who is on call), shapes, routes, pages."""
