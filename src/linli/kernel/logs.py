"""Log lines: JSON, one a line, with the correlation id, and nothing of a person in them.

Whatever looks like a telephone or an ID number is masked on the way out, in messages, arguments and stack traces. Names
and addresses have no shape to recognise: they are never put into a log line in the first place.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from linli.kernel.masks import mask_digits

correlation: ContextVar[UUID | None] = ContextVar("linli_correlation", default=None)


def kind_and_place(failure: BaseException) -> str:
    """An exception by class, file and line, without its text, which may hold what a person wrote."""
    frames = traceback.extract_tb(failure.__traceback__)
    return f"{type(failure).__name__} at {frames[-1].filename}:{frames[-1].lineno}" if frames else type(failure).__name__


class JsonLines(logging.Formatter):
    """One masked JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, message, correlation id, and the stack trace of a bug."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": mask_digits(record.getMessage()),
        }
        known = correlation.get()
        if known:
            line["correlation_id"] = str(known)
        if record.exc_info:
            line["trace"] = mask_digits(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def config(level: str = "INFO") -> dict[str, Any]:
    """Django's LOGGING: everything to stderr as JSON lines."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "linli.kernel.logs.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": level, "propagate": False},
            "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            "procrastinate": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "pyogrio": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            # Anybody can name a host that is not ours: 400 says so, a stack trace a time would fill the disk.
            "django.security.DisallowedHost": {"handlers": ["stderr"], "level": "CRITICAL", "propagate": False},
        },
    }
