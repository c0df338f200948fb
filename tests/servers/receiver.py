"""A real HTTP receiver for webhooks and Slack: keeps every request, answers as it is told.

`python -m tests.servers.receiver PORT FILE` appends every request to FILE as a JSON line.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"


class Receiver:
    """`answers` are given in turn, then 200."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answers: list[Answer] = []
        self.url = ""
        self._news = threading.Condition()

    def take(self, request: Received) -> Answer:
        with self._news:
            self.received.append(request)
            self._news.notify_all()
            return self.answers.pop(0) if self.answers else Answer()

    def wait_for(self, count: int, seconds: float = 30.0) -> list[Received]:
        """The requests, once there are `count`; AssertionError when they do not come."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.received) >= count, seconds), f"{len(self.received)} of {count}"
            return list(self.received)


@contextmanager
def receiving(receiver: Receiver, host: str = "127.0.0.1", port: int = 0) -> Iterator[Receiver]:
    """Receive while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = receiver.take(Received(self.path, headers, body))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    receiver.url = f"http://{host}:{server.server_address[1]}/hook"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    port, file = int(sys.argv[1]), Path(sys.argv[2])

    class Filing(Receiver):
        def take(self, request: Received) -> Answer:
            line = {"path": request.path, "headers": request.headers, "body": request.body.decode()}
            with file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(line) + "\n")
            return Answer()

    with receiving(Filing(), "0.0.0.0", port):
        threading.Event().wait()


if __name__ == "__main__":
    main()
