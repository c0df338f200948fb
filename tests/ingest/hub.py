"""A small WebSub hub of ours: verifies intent by calling back, signs what it delivers."""

from __future__ import annotations

import hmac
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit


@dataclass
class Hub:
    """`asked` keeps the forms; `status` is what the next are answered; `denies`, or verifies with `lease` seconds."""

    url: str = ""
    status: int = 202
    denies: bool = False
    lease: int = 86400
    asked: list[dict[str, str]] = field(default_factory=list)
    echoes: list[tuple[int, bytes]] = field(default_factory=list)

    def take(self, form: dict[str, str]) -> int:
        self.asked.append(form)
        if self.status == 202:
            threading.Thread(target=self._call_back, args=(form,), daemon=True).start()
        return self.status

    def _call_back(self, form: dict[str, str]) -> None:
        mode = "denied" if self.denies else form["hub.mode"]
        self.echoes.append(self.verify(form["hub.callback"], mode, form["hub.topic"]))

    def verify(self, callback: str, mode: str, topic: str, challenge: str = "c-1234") -> tuple[int, bytes]:
        """Verification of intent; what the subscriber answers."""
        query = {"hub.mode": mode, "hub.topic": topic, "hub.challenge": challenge, "hub.lease_seconds": self.lease}
        return call("GET", f"{callback}?{urlencode(query)}")

    def deliver(self, body: bytes, *, method: str = "sha256", secret: str | None = None, topic: str = "") -> int:
        """Content distribution to the last subscriber; the status of its answer."""
        form = self.asked[-1]
        key = form["hub.secret"] if secret is None else secret
        headers = {
            "content-type": "application/rss+xml",
            "link": f'<{self.url}>; rel="hub", <{topic or form["hub.topic"]}>; rel="self"',
            "x-hub-signature": f"{method}={hmac.new(key.encode(), body, method).hexdigest()}",
        }
        return call("POST", form["hub.callback"], body, headers)[0]


def call(method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    """One request; status and body of its answer."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    connection.request(method, f"{parts.path}?{parts.query}" if parts.query else parts.path, body, headers or {})
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


@contextmanager
def hubbing() -> Iterator[Hub]:
    """A hub while the block runs."""
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            status = hub.take({name: values[0] for name, values in form.items()})
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """A test's output is its own."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        hub.url = f"http://127.0.0.1:{server.server_address[1]}/"
        yield hub
        server.shutdown()
