"""Logging: structlog, JSON lines for machines, pretty on a terminal.

The article id in every line that is about an article.
"""

from __future__ import annotations

import logging
import sys
from typing import Literal

import structlog

Level = Literal["debug", "info", "warning", "error"]
Format = Literal["auto", "json", "console"]


def configure(level: Level = "info", format: Format = "auto", *, stage: str | None = None) -> None:  # noqa: A002
    """Set the process's log once, on standard error; `stage` goes into every line."""
    pretty = format == "console" or (format == "auto" and sys.stderr.isatty())
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _add_stage(stage),
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ending: list[structlog.typing.Processor] = (
        [renderer] if pretty else [structlog.processors.format_exc_info, renderer]
    )
    structlog.configure(
        processors=[*shared, *ending],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    foreign = logging.StreamHandler(sys.stderr)
    foreign.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer], foreign_pre_chain=shared
        )
    )
    logging.basicConfig(handlers=[foreign], level=logging.WARNING, force=True)
    structlog.contextvars.clear_contextvars()


def get(name: str) -> structlog.typing.FilteringBoundLogger:
    """The logger of one room; `name` says which."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(room=name)
    return logger


def _add_stage(stage: str | None) -> structlog.typing.Processor:
    """Not a context variable: those are empty in every new thread."""

    def add(
        _logger: structlog.typing.WrappedLogger, _name: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        if stage is not None:
            event["stage"] = stage
        return event

    return add
