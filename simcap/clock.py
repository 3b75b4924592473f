"""The one clock of the program. Nothing else reads the time of day.

A story or a demonstration may script it; a real office cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_scripted: list[datetime] = []
_scripting = False


def allow_scripting(allowed: bool) -> None:
    """Said once at start-up: only demonstration mode and tests may script the clock."""
    global _scripting
    _scripting = allowed


def now() -> datetime:
    """The present moment, aware, UTC."""
    return _scripted[-1] if _scripted else datetime.now(UTC)


@contextmanager
def scripted(moment: datetime) -> Iterator[None]:
    """Stand still at `moment` inside the block. Raises: RuntimeError outside demonstration mode."""
    if not _scripting:
        raise RuntimeError("The clock can be scripted in demonstration mode only.")
    _scripted.append(moment.astimezone(UTC))
    try:
        yield
    finally:
        _scripted.pop()
