"""A small scriptable server: each path answers what the test says, byte for byte."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Answer = bytes | Callable[[socket.socket], None]


def http(status: str = "200 OK", body: bytes = b"", **headers: str) -> bytes:
    """A whole answer; header names with _ for -."""
    named = {
        "content-length": str(len(body)),
        "connection": "close",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value is not None)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


class Scripted:
    """`answers` by path; `asked` keeps the head of every request."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: dict[str, list[dict[str, str]]] = defaultdict(list)
        self.count: Counter[str] = Counter()
        self.base = ""

    def serve(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(4096)
            if not piece:
                return
            head += piece
        first, *lines = head.decode("latin-1").split("\r\n")
        path = first.split(" ")[1]
        self.count[path] += 1
        self.asked[path].append({k.lower(): v for k, _, v in (line.partition(": ") for line in lines if line)})
        answer = self.answers.get(path, http("404 Not Found"))
        if callable(answer):
            answer(connection)
        else:
            connection.sendall(answer)


@contextmanager
def scripted() -> Iterator[Scripted]:
    """Serve on loopback while the block runs."""
    site = Scripted()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                site.serve(self.request)
            except OSError:
                return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site.base = f"http://127.0.0.1:{server.server_address[1]}"
        yield site
        server.shutdown()
