"""A small scriptable server: each path answers what the test says, byte for byte."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import time
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
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body


def chunked(*pieces: bytes, ended: bool = True) -> bytes:
    """A whole answer in chunks, or one whose end never comes."""
    body = b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in pieces)
    return b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + body + (b"0\r\n\r\n" if ended else b"")


class Scripted:
    """`answers` by path; `asked` keeps the head of every request, `began` when it came, `most_at_once` how many
    waited for what comes `after` a while.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: dict[str, list[dict[str, str]]] = defaultdict(list)
        self.count: Counter[str] = Counter()
        self.began: list[float] = []
        self.most_at_once = 0
        self.base = ""
        self._at_once = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()

    def in_turn(self, *answers: Answer) -> Callable[[socket.socket], None]:
        """The first answer to the first request, and so on; the last one to all that follow."""
        left = list(answers)

        def send(connection: socket.socket) -> None:
            self._send(connection, left.pop(0) if len(left) > 1 else left[0])

        return send

    def after(self, seconds: float, answer: bytes) -> Callable[[socket.socket], None]:
        """`answer`, so many seconds after it was asked for."""

        def send(connection: socket.socket) -> None:
            with self._lock:
                self._at_once += 1
                self.most_at_once = max(self.most_at_once, self._at_once)
            self._closing.wait(seconds)
            with self._lock:  # before it is sent: who has it may come again at once
                self._at_once -= 1
            connection.sendall(answer)

        return send

    def trickle(self, first: bytes, drop: bytes = b"a", every: float = 0.05) -> Callable[[socket.socket], None]:
        """`first`, and then a `drop` now and then, for ever."""

        def send(connection: socket.socket) -> None:
            connection.sendall(first)
            while not self._closing.wait(every):
                connection.sendall(drop)

        return send

    def endless(self, first: bytes, piece: bytes) -> Callable[[socket.socket], None]:
        """`first`, and then `piece` as fast as it is taken, for ever."""

        def send(connection: socket.socket) -> None:
            connection.sendall(first)
            while not self._closing.is_set():
                connection.sendall(piece)

        return send

    def silence(self, connection: socket.socket) -> None:
        """No answer at all."""
        self._closing.wait(60)

    def close(self) -> None:
        self._closing.set()

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
        self.began.append(time.monotonic())
        self.asked[path].append({k.lower(): v for k, _, v in (line.partition(": ") for line in lines if line)})
        self._send(connection, self.answers.get(path, http("404 Not Found")))

    def _send(self, connection: socket.socket, answer: Answer) -> None:
        if callable(answer):
            answer(connection)
        else:
            connection.sendall(answer)


@contextmanager
def scripted(tls: ssl.SSLContext | None = None) -> Iterator[Scripted]:
    """Serve on loopback while the block runs; by `tls` where it is given."""
    site = Scripted()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                site.serve(self.request if tls is None else tls.wrap_socket(self.request, server_side=True))
            except OSError:
                return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        site.base = f"{'http' if tls is None else 'https'}://127.0.0.1:{server.server_address[1]}"
        yield site
        site.close()
        server.shutdown()
