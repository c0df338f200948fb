"""The demo's news site on a real HTTP server: feeds with validators, pages, robots.txt."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from detente.config import Feed
from detente.demo import render
from detente.demo.articles import OUTLETS, DemoArticle, articles

ROBOTS = b"User-agent: *\nDisallow: /private/\n"


class Site:
    """What is visible, and how often each path was asked for. Dates count from `now`, the moment that the site was
    made.
    """

    def __init__(self, now: datetime | None = None, *, visible: bool = True) -> None:
        self.now = (now or datetime.now(UTC)).replace(microsecond=0)
        self.requests: Counter[str] = Counter()
        self._visible = {each.slug for each in articles()} if visible else set[str]()
        self._lock = threading.Lock()

    def publish(self, slug: str) -> None:
        """Show one more article: its feed's ETag changes."""
        with self._lock:
            self._visible.add(slug)

    def shown(self) -> list[DemoArticle]:
        with self._lock:
            return [each for each in articles() if each.slug in self._visible]

    def answer(self, path: str, base: str) -> tuple[str, bytes] | None:
        """(content type, body) of a path; None where there is nothing."""
        self.requests[path] += 1
        if path == "/robots.txt":
            return "text/plain", ROBOTS
        shown = self.shown()
        for outlet in OUTLETS.values():
            if path == f"/{outlet.id}/feed.xml":
                mine = [each for each in shown if each.outlet.id == outlet.id]
                kind = "application/rss+xml" if outlet.format == "rss" else "application/atom+xml"
                return f"{kind}; charset={outlet.encoding}", render.feed(outlet, mine, base, self.now)
        found = next((each for each in shown if each.path == path), None)
        if found is None:
            return None
        others = [each for each in shown if each.outlet.id == found.outlet.id and each.slug != found.slug]
        return "text/html; charset=utf-8", render.page(found, others, base, self.now)


def feeds(base: str, poll: float | None = None) -> tuple[Feed, ...]:
    """The site's feeds as a configuration has them."""
    from detente.config.units import Duration

    return tuple(
        Feed(
            url=f"{base}/{outlet.id}/feed.xml",
            name=outlet.name,
            language=outlet.language,
            side=outlet.side,
            family=outlet.id,
            poll=None if poll is None else Duration(poll),
        )
        for outlet in OUTLETS.values()
    )


@contextmanager
def serve(site: Site, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve `site` while the block runs; gives its base address."""
    server = make_server(site, host, port)
    threading.Thread(target=server.serve_forever, name="demo-site", daemon=True).start()
    try:
        yield f"http://{host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def make_server(site: Site, host: str, port: int) -> ThreadingHTTPServer:
    """The server, not yet serving. Links follow the Host by which it was called."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            base = f"http://{self.headers.get('host') or f'{host}:{port}'}"
            found = site.answer(self.path.partition("?")[0], base)
            if found is None:
                self._send(404, "text/plain", b"nothing here\n", None)
                return
            kind, body = found
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if self.headers.get("if-none-match") == tag:
                self._send(304, kind, b"", tag)
            else:
                self._send(200, kind, body, tag)

        def _send(self, status: int, kind: str, body: bytes, tag: str | None) -> None:
            self.send_response(status)
            if tag:
                self.send_header("etag", tag)
                self.send_header("last-modified", format_datetime(site.now, usegmt=True))
            if body and "gzip" in self.headers.get("accept-encoding", ""):
                body = gzip.compress(body, 1)
                self.send_header("content-encoding", "gzip")
            if status != 304:
                self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet: the pipeline is what is shown."""

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    return server
