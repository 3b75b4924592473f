"""Secrets that stand in addresses are kept out of the log: whoever reads it could answer in the requester's name."""

from __future__ import annotations

import logging
import re
from typing import Any

#: What follows these words in a public address is the secret of one requester.
SECRET = re.compile(r"(/o/[^/\s]+/(?:jawab|permintaan/draf|permintaan/selesai)/)[^/\s?\"']+")


def discreet(text: str) -> str:
    """The text with dots in place of secrets."""
    return SECRET.sub(r"\1…", text)


class WithoutSecrets(logging.Filter):
    """Takes secrets out of what is logged, wherever in the line they stand."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never refuses a line; changes it where it must."""
        record.msg = discreet(record.msg) if isinstance(record.msg, str) else record.msg
        if isinstance(record.args, tuple):
            record.args = tuple(_plain(one) for one in record.args)
        elif isinstance(record.args, dict):
            record.args = {key: _plain(value) for key, value in record.args.items()}
        if record.exc_text:
            record.exc_text = discreet(record.exc_text)
        return True


def _plain(value: Any) -> Any:
    if isinstance(value, int | float | None):
        return value
    return discreet(value if isinstance(value, str) else str(value)) if SECRET.search(str(value)) else value
