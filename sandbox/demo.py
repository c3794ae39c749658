"""The demo: the product against the sandbox, on fixed ports, until Ctrl-C."""

import shutil
import signal
import sys
import threading
from pathlib import Path

from sandbox.product import ROOT, StartError, running_product

BACKEND_PORT, SANDBOX_PORT = 8000, 9000
DATA = ROOT / "data" / "demo"
FIRST_TICKET = 2001


def main() -> int:
    """Run until interrupted."""
    # The sandbox's world begins anew each time; a database that remembers the last one would only confuse.
    shutil.rmtree(DATA, ignore_errors=True)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    try:
        with running_product(Path(DATA), BACKEND_PORT, SANDBOX_PORT, slack=True) as product:
            print(f"backend  {product.backend}")
            print(f"sandbox  {product.sandbox}")
            print(f"slack    {product.sandbox}/slack/")
            print(f"\nOpen this ticket:  {product.sandbox}/agent/tickets/{FIRST_TICKET}\n\nCtrl-C ends it.", flush=True)
            while not stopping.wait(0.2):
                if any(process.poll() is not None for process in product.processes):
                    raise StartError("a part of the product ended by itself (see above)")
    except StartError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
