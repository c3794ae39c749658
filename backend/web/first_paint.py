"""The style of what is seen before the panel's own stylesheet is there: named in the policy by its hash."""

import hashlib
from base64 import b64encode

FIRST_STYLE = (
    "body{margin:0}#app{padding:4px 8px 8px}"
    ".bone{box-sizing:border-box;height:44px;margin-top:4px;border-radius:4px;background:rgb(92 105 112/8%)}"
    ".bone-top{height:94px;margin-top:0;padding:4px 12px;font:14px/30px system-ui,sans-serif;opacity:.7}"
)
FIRST_STYLE_HASH = f"'sha256-{b64encode(hashlib.sha256(FIRST_STYLE.encode()).digest()).decode()}'"
