"""The log: events by name with ids and counts, never what a person wrote or read."""

import contextlib
import logging
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

# Libraries whose lines below WARNING carry addresses with the token, or the parameters of statements.
_QUIET = (
    *("httpx", "httpcore", "telegram", "aiohttp", "uvicorn", "asyncio"),
    *("apscheduler", "alembic", "aiosqlite", "sqlalchemy"),
)


def set_up(*, level: str, form: str) -> None:
    """Send events to standard error: `form` is 'console' for people, 'json' for machines."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_traceback,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", _Unfailing(sys.stderr))),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))


class _Unfailing:
    """Where events are written: a log that cannot take one, as on a full disk, must not stop the work."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.flush()


def where(fault: BaseException) -> str:
    """The place a fault was raised at, as 'file.py:12'; its message may hold content and is left out."""
    frames = traceback.extract_tb(fault.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"


def _without_traceback(_logger: object, _name: str, event: "EventDict") -> "EventDict":
    """Tracebacks show values; the kind of fault and its place are enough."""
    fault = event.pop("exc_info", None)
    if fault is True:
        fault = sys.exception()
    if isinstance(fault, tuple):
        fault = fault[1]
    if isinstance(fault, BaseException):
        event["fault"], event["at"] = type(fault).__name__, where(fault)
    return event
