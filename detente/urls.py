"""One address for one article: the canonical form of a URL, and the id that is made of it."""

from __future__ import annotations

import re
from base64 import b32encode
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import idna
import xxhash
from w3lib.url import canonicalize_url

TRACKING = re.compile(
    r"utm_.*|(fb|g|dc|y|ms|tw|ttc|wbra|gbra)clid|mc_[ce]id|_hs(enc|mi)|igshid|vero_id|oly_(anon|enc)_id|_openstat|"
    r"(at|ns)_(medium|campaign|source|mchannel|linkname|fee|format|custom\d)|cmpid|ocid|smid|partner|ref_?src|"
    r"from_?rss|ftcamp|spm|guccounter|guce_.*|sh_kit|erid|xtor|int_(source|medium|campaign)"
)
PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """`url` without fragment, tracking parameters and default port, its host in IDNA, its query sorted.

    Raises ValueError where it is no http(s) address.
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not parts.hostname:
        raise ValueError(f"{url[:200]!r} is no http(s) address")
    host = host_of(url)
    port = f":{parts.port}" if parts.port not in (None, PORTS[scheme]) else ""
    literal = f"[{host}]" if ":" in host else host
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(k)])
    return str(
        canonicalize_url(urlunsplit((scheme, literal + port, parts.path or "/", query, "")), keep_fragments=False)
    )


def host_of(url: str) -> str:
    """The host in lower case and IDNA (RFC 5891), without a trailing dot. ValueError where there is none."""
    host = (urlsplit(url.strip()).hostname or "").rstrip(".").lower()
    if not host:
        raise ValueError(f"{url[:200]!r} has no host")
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError as error:
        raise ValueError(f"{host[:100]!r} is no host: {error}") from error


def server_of(url: str) -> str:
    """Whom a request to `url` troubles: the host, with its port where that is not the usual one."""
    parts = urlsplit(url.strip())
    host = host_of(url)
    usual = parts.port is None or parts.port == PORTS.get(parts.scheme.lower())
    return host if usual else f"{host}:{parts.port}"


def article_id(url: str) -> str:
    """Twenty letters and digits, the same for all addresses of one canonical form; http and https are one."""
    plain = canonical(url).partition("://")[2]
    return b32encode(xxhash.xxh3_128_digest(plain.encode())).decode().rstrip("=").lower()[:20]


def absolute(base: str, link: str) -> str | None:
    """`link` as it stands in a document at `base`; None where it is no http(s) address (javascript:, data, mailto:)."""
    try:
        said = urlsplit(link.strip())
        if said.scheme.lower() in PORTS and not said.netloc:
            return None  # "http://" is no relative link, though it would join as one
        joined = urljoin(base, link.strip())
        return joined if urlsplit(joined).scheme.lower() in PORTS and urlsplit(joined).hostname else None
    except ValueError:
        return None
