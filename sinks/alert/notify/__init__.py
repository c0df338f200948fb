"""How an alert looks at each kind of destination, and how it gets there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from detente.config import Alert
from detente.http import Http
from sinks.alert.notify.console import Console
from sinks.alert.notify.notifier import Notifier
from sinks.alert.notify.slack import Slack
from sinks.alert.notify.webhook import Webhook

__all__ = ["Notifier", "notifier"]


def notifier(
    alert: Alert, http: Http, profile: str, now: Callable[[], datetime], say: Callable[[str], None]
) -> Notifier:
    """The notifier of a configured destination."""
    if alert.type == "slack":
        return Slack(alert, http, now)
    if alert.type == "webhook":
        return Webhook(alert, http, profile, now)
    return Console(say)
