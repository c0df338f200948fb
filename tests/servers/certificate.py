"""A certificate for loopback that nobody has but the test that trusts it."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

import msgspec

from tests.servers.missing import missing

REQUEST = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=loopback"


class Certificate(msgspec.Struct, frozen=True):
    """The two sides of a connection by it."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def certificate(folder: Path) -> Certificate:
    """A new one for 127.0.0.1."""
    key, public = folder / "key.pem", folder / "public.pem"
    command = [
        "openssl",
        *REQUEST.split(),
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        str(key),
        "-out",
        str(public),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        missing("a certificate needs openssl")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(public, key)
    return Certificate(server, ssl.create_default_context(cafile=str(public)))
