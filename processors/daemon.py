"""The processors' daemons: process and stories."""

from processors.process import build as process
from processors.stories.stage import build as stories

__all__ = ["process", "stories"]
