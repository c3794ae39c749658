"""Start the sandbox from the command line."""

import argparse
import gc
import signal
import sys
from pathlib import Path
from threading import Thread

from sandbox.compare import compare
from sandbox.server import make_server
from sandbox.world import world_of


def main() -> int:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="sandbox", description="Stand-ins for Zendesk, PagerDuty and GitLab.")
    parser.add_argument("--port", type=int, default=9000, help="0 picks a free port")
    parser.add_argument("--backend", default="http://127.0.0.1:8000", help="where the panel's backend listens")
    commands = parser.add_subparsers(dest="command", metavar="compare FILE")
    commands.add_parser("compare", help="list where the sandbox differs from a recording of the doctor's").add_argument(
        "file", type=Path
    )
    options = parser.parse_args()
    if options.command == "compare":
        return compare(options.file)
    try:
        server = make_server(options.port, options.backend)
    except (OSError, SystemExit):
        print(f"sandbox: port {options.port} on 127.0.0.1 is taken or not allowed", file=sys.stderr)
        return 1
    for ending in (signal.SIGTERM, signal.SIGINT):
        # An exception here could surface in the middle of a request; this lets the loop end between two.
        # `shutdown` waits for the loop, which runs in this very thread.
        signal.signal(ending, lambda *_: Thread(target=server.shutdown).start())
    world_of(server.app).send_events()
    # What has been loaded stays to the end, and is not looked through for garbage then.
    gc.freeze()
    print(f"sandbox ready http://127.0.0.1:{server.port}", flush=True)
    server.serve_forever()
    server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
