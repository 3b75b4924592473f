"""The web server's own log: the same lines as the program's, and no list of addresses."""

from __future__ import annotations

import logging
from typing import Any

from gunicorn.glogging import Logger

from .lines import Scrub, formatter


class ServerLog(Logger):
    """gunicorn's logger with our lines; requests are told by the program itself (`health.middleware`)."""

    def _set_handler(self, log: logging.Logger, output: Any, fmt: Any, stream: Any = None) -> None:
        super()._set_handler(log, output, formatter(), stream)
        for handler in log.handlers:
            handler.addFilter(Scrub())
