"""The faults of httpx and httpcore in our words."""

from __future__ import annotations

import ssl

import httpcore
import httpx

from detente.http.fault import HttpFault, Kind

FAULTS = (httpx.HTTPError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)


def translated(error: Exception, *, answered: bool = False) -> Exception:
    """A fault of the libraries in our words; anything else as it is."""
    if isinstance(error, HttpFault):
        return error
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    kinds: tuple[tuple[tuple[type[Exception], ...], Kind], ...] = (
        ((httpx.TimeoutException, httpcore.TimeoutException), "timeout"),
        ((httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError), "url"),
        ((httpx.ConnectError, httpcore.ConnectError), "connect"),
        ((httpx.RemoteProtocolError, httpcore.RemoteProtocolError), "protocol"),
        ((httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError), "connect"),
        ((ssl.SSLError,), "tls"),
    )
    kind = next((kind for types, kind in kinds if isinstance(error, types)), None)
    if kind is None:
        return error
    if "ssl" in text.lower() or "certificate" in text.lower():
        kind = "tls"
    elif kind == "protocol" and ("incomplete" in text or "without sending complete" in text):
        kind = "truncated"
    elif kind == "timeout":
        text = "no whole answer in time"
    return HttpFault(kind, text, answered=answered)
