"""/health and /metrics over HTTP, for one daemon or for `detente run`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from detente.errors import UsageError
from detente.health import Health, of_daemon
from detente.pulse import Pulse


@contextmanager
def serve_daemon(pulse: Pulse, listen: str) -> Iterator[str]:
    """Serve one daemon's own health while the block runs; gives "host:port" (port 0 takes a free one)."""
    with serve(listen, lambda: of_daemon(pulse), REGISTRY) as address:
        yield address


@contextmanager
def serve(listen: str, health: Callable[[], Health], registry: CollectorRegistry) -> Iterator[str]:
    """GET /health: 200, or 503 when failing; GET /metrics: Prometheus text.

    UsageError where the address cannot be had.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/health":
                found = health()
                self._answer(503 if found.status == "failing" else 200, "application/json", msgspec.json.encode(found))
            elif self.path == "/metrics":
                self._answer(200, CONTENT_TYPE_LATEST, generate_latest(registry))
            else:
                self._answer(404, "text/plain", b"GET /health or /metrics\n")

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Scrapes are not news."""

    host, _, port = listen.rpartition(":")
    try:
        server = ThreadingHTTPServer((host.strip("[]") or "127.0.0.1", int(port)), Handler)
    except (OSError, ValueError, OverflowError) as error:
        raise UsageError(f"cannot listen on {listen}: {getattr(error, 'strerror', None) or error}") from error
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="ops", daemon=True).start()
    try:
        yield f"{server.server_address[0]!s}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
