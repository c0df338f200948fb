"""`python -m detente.demo --host 0.0.0.0 --port 8080` serves the demo's news site until SIGTERM."""

from __future__ import annotations

import argparse
import threading

from detente.demo.site import Site, make_server
from detente.stop import Stop, on_signals


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    options = parser.parse_args()
    stop = Stop()
    on_signals(stop)
    server = make_server(Site(), options.host, options.port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://{options.host}:{server.server_address[1]}", flush=True)  # noqa: T201
    while not stop.wait(3600):
        pass
    server.shutdown()


if __name__ == "__main__":
    main()
