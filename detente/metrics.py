"""Every metric of Détente, in base units; labels come from closed sets (a destination is its name, never its URL)."""

from __future__ import annotations

from typing import Literal

from prometheus_client import Counter, Gauge, Histogram

from detente import __version__

SECONDS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 21600.0)

# A gauge that several processes write (`detente run`) is the last value that any of them wrote.
LAST: Literal["mostrecent"] = "mostrecent"

BUILD = Gauge("detente_build_info", "Version of the running release.", ["version"], multiprocess_mode=LAST)
BUILD.labels(__version__).set(1)

# The loop (worker.py)
LOOP_HEARTBEAT = Gauge(
    "detente_loop_heartbeat_timestamp_seconds",
    "When the stage's loop last came round.",
    ["stage"],
    multiprocess_mode=LAST,
)
ITEMS = Counter("detente_items_total", "Records that ended, by their one outcome.", ["stage", "outcome"])
ITEM_AGE = Histogram(
    "detente_item_age_seconds", "Age of a record when its stage has done with it.", ["stage"], buckets=SECONDS
)
STAGE_DURATION = Histogram(
    "detente_stage_duration_seconds", "Time for one batch, from read to commit.", ["stage"], buckets=SECONDS
)
DEAD_LETTERS = Counter("detente_dead_letters_total", "Records that became dead letters.", ["stage"])
RETRIES = Counter("detente_retries_total", "Batches held because something did not answer.", ["stage"])

# Ingest
POLLS = Counter("detente_polls_total", "Polls of feeds, by outcome.", ["outcome"])
POLL_LATE = Histogram("detente_poll_late_seconds", "How long after it was due a poll began.", buckets=SECONDS)
FETCHES = Counter("detente_fetches_total", "Fetches of article pages, by outcome.", ["outcome"])
FETCH_SECONDS = Histogram(
    "detente_fetch_duration_seconds", "Time of one HTTP exchange, redirects included.", buckets=SECONDS
)
ENTRIES_DROPPED = Counter("detente_feed_entries_dropped_total", "Entries past a feed's cap, not processed.")

ENTRIES_MUTED = Counter("detente_feed_entries_muted_total", "Edits of entries that change too often to be followed.")
PARSES = Counter("detente_parses_total", "Feeds read, by the rung of the parse ladder.", ["rung"])
WEBSUB = Counter("detente_websub_total", "Exchanges with WebSub hubs, by outcome.", ["outcome"])

# Delivery
DELIVERY_ATTEMPTS = Counter(
    "detente_delivery_attempts_total", "Attempts to deliver an alert, by outcome.", ["destination", "outcome"]
)
DELIVERY_PENDING = Gauge(
    "detente_delivery_pending", "Alerts waiting in the outbox.", ["destination"], multiprocess_mode=LAST
)
DELIVERY_OLDEST = Gauge(
    "detente_delivery_oldest_pending_seconds",
    "Age of the oldest waiting alert.",
    ["destination"],
    multiprocess_mode=LAST,
)
ALERT_LATENCY = Histogram("detente_alert_latency_seconds", "From first seen to told.", ["destination"], buckets=SECONDS)
