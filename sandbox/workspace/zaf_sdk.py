"""Serve Zendesk's app SDK from its npm package, which ships its modules but no bundle."""

import json
from functools import lru_cache
from pathlib import Path

PACKAGE = Path("zendesk_app/node_modules/zendesk_app_framework_sdk")
MODULES = ("index", "client", "utils", "vendor/native-promise-only")
# A CommonJS loader of the smallest kind: every require() in the package is relative to lib/.
LOADER = """(function (modules) {
  var loaded = {};
  function load(name) {
    name = name.replace(/^\\.\\//, "");
    if (!loaded[name]) {
      var module = (loaded[name] = { exports: {} });
      modules[name](module, module.exports, load);
    }
    return loaded[name].exports;
  }
  window.ZAFClient = load("index");
})({"""


def locate(root: Path) -> Path | None:
    """Return the installed package's folder of modules."""
    folder = root / PACKAGE / "lib"
    return folder if (folder / "index.js").is_file() else None


@lru_cache
def bundle(folder: Path) -> str:
    """Join the package's modules into one script that sets window.ZAFClient."""
    parts = [
        f"{json.dumps(name)}: function (module, exports, require) {{\n{(folder / f'{name}.js').read_text()}\n}}"
        for name in MODULES
    ]
    return LOADER + ",\n".join(parts) + "});\n"
