"""What `detente feeds check` finds: whether a source answers, is a feed, is fresh, and what to change."""

from ingest.checking.checked import Checked
from ingest.checking.checkup import Subject, check_all

__all__ = ["Checked", "Subject", "check_all"]
