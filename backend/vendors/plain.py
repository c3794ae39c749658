"""A session that merges nothing where there is nothing to merge, which is a sixth of what a call costs.

requests brings cookies, hooks, parameters, credentials and the environment of session and request together for each
call. Ours differ in their headers alone; where a vendor has set a cookie after all, requests does it all.
"""

from typing import Any

import requests
from requests.structures import CaseInsensitiveDict


class PlainSession(requests.Session):
    """Sends requests of one vendor; the environment is read before (see environment.py)."""

    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        """Make what is sent of what is asked for."""
        if self.cookies or self.trust_env:
            return super().prepare_request(request)
        headers = CaseInsensitiveDict(self.headers)
        headers.update(request.headers)
        prepared = requests.PreparedRequest()
        # No parameters as a text: an empty object costs as much as a full one.
        params = request.params or ""
        prepared.prepare(request.method, request.url, headers, data=request.data, params=params, json=request.json)
        return prepared

    def merge_environment_settings(self, *of: Any) -> Any:
        """Give the proxies and certificates that were read once."""
        if self.trust_env:
            return super().merge_environment_settings(*of)
        return {"proxies": self.proxies, "stream": False, "verify": self.verify, "cert": None}
