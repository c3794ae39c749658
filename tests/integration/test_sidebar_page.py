"""The page in the sidebar: seen before its script runs, allowed by its own policy, small on the wire."""

import gzip
import re

import requests

from backend.web.first_paint import FIRST_STYLE, FIRST_STYLE_HASH
from sandbox.product import Product
from tests.support.desk import Sandbox


def test_something_is_seen_before_the_script_runs(product: Product, sandbox: Sandbox) -> None:
    page = requests.post(f"{product.backend}/sidebar", data={"token": sandbox.token()}, timeout=10)
    assert page.status_code == 200
    assert f"<style>{FIRST_STYLE}</style>" in page.text
    assert FIRST_STYLE_HASH in page.headers["Content-Security-Policy"]
    assert ">Loading</div>" in page.text
    assert page.text.index(">Loading</div>") < page.text.index('rel="stylesheet"')


def test_files_are_compressed_for_whoever_can_read_that(product: Product, sandbox: Sandbox) -> None:
    page = requests.post(f"{product.backend}/sidebar", data={"token": sandbox.token()}, timeout=10)
    names = re.findall(r'"(/assets/[^"]+\.(?:js|css))"', page.text)
    assert len(names) == 2
    for name in names:
        plain = requests.get(f"{product.backend}{name}", headers={"Accept-Encoding": "identity"}, timeout=10)
        small = requests.get(f"{product.backend}{name}", headers={"Accept-Encoding": "gzip"}, timeout=10, stream=True)
        assert "Content-Encoding" not in plain.headers
        assert small.headers["Content-Encoding"] == "gzip"
        assert small.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(small.raw.read(decode_content=False)) == plain.content
    assert requests.get(f"{product.backend}/assets/../manifest.json", timeout=10).status_code == 404
