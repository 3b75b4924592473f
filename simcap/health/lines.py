"""Log lines without personal data: plain for people, JSON for machines. No address, no name, no text of an error.

An error is told by its class and by the lines of the program through which it went; what it says may quote what
somebody typed. Of PostgreSQL's errors the constraint is told too. Imported before Django is ready.
"""

from __future__ import annotations

import json
import logging
import os
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

#: The id of the request that this thread answers; empty outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")
#: Loggers that write addresses, hosts or headers into their messages.
TELLTALES = ("django.request", "django.security", "django.server", "gunicorn")
#: So many causes of an error are told.
CAUSES = 5


class Scrub(logging.Filter):
    """Takes addresses, hosts and headers out of the lines of others; what is left says what happened."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(TELLTALES) and not hasattr(record, "scrubbed"):
            record.msg, record.args = _harmless(record), ()
            record.scrubbed = True  # several handlers see the same record
        return True


def _harmless(record: logging.LogRecord) -> str:
    text = str(record.msg)
    if record.name.startswith("gunicorn"):
        if text.startswith("Invalid request"):
            return "Invalid request"
        return "Error handling request" if text.startswith("Error handling request") else record.getMessage()
    reason = record.args[0] if isinstance(record.args, tuple) and record.args else ""
    if record.name == "django.security.csrf":
        return f"CSRF: {reason}"
    if record.name.startswith("django.security"):
        return record.name.rpartition(".")[2]
    return str(reason) or "request"


def error_lines(record: logging.LogRecord) -> Iterator[str]:
    """The error of a record and what led to it: class, then file, line and function, the innermost last."""
    error = record.exc_info[1] if record.exc_info else None
    for _ in range(CAUSES):
        if error is None:
            return
        constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
        yield f"{type(error).__module__}.{type(error).__qualname__}" + (f" ({constraint})" if constraint else "")
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__


def _short(path: str) -> str:
    """A file as the program calls it, not where the machine keeps it."""
    for folder in ("site-packages/", "simcap/", "config/"):
        _before, found, after = path.rpartition(f"/{folder}")
        if found:
            return f"{folder if folder != 'site-packages/' else ''}{after}"
    return path.rpartition("/")[2]


class JsonLine(logging.Formatter):
    """One JSON object a line. Shape: at, level, logger, message; request, error and facts where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if name := request_id.get():
            said["request"] = name
        said |= getattr(record, "facts", {})
        if error := list(error_lines(record)):
            said["error"] = error
        return json.dumps(said, ensure_ascii=False, default=str)


class PlainLine(logging.Formatter):
    """A line for people: moment, level, logger, message, facts; an error below it."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
        facts = {"request": request_id.get(), **getattr(record, "facts", {})}
        told = " ".join(f"{name}={value}" for name, value in facts.items() if value not in ("", None))
        head = " ".join(part for part in (at, record.levelname, record.name, record.getMessage(), told) if part)
        return "\n".join([head, *error_lines(record)])


def formatter() -> logging.Formatter:
    """The formatter that SIMCAP_LOG names: for the web server's own lines, which Django does not set up."""
    return JsonLine() if os.environ.get("SIMCAP_LOG") == "json" else PlainLine()
