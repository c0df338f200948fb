"""HTTP for all of Détente: one client a process, every address checked before it is dialled, every exchange under a
deadline.

The only package that imports httpx. What it works around was measured (docs/decisions/0006-http.md).
"""

from detente.http.client import Http, Limits, Response
from detente.http.fault import HttpFault, Kind
from detente.http.guard import refusal

__all__ = ["Http", "HttpFault", "Kind", "Limits", "Response", "refusal"]
