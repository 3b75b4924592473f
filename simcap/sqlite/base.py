"""Writers stand in line: who wants to write waits for a file lock, and is woken when it is free.

SQLite has one writer at a time. Left to itself it lets the others sleep and try again, up to a tenth of a second later,
in no order: of four busy processes some waited more than five seconds for their turn (measured; in line 0.2).
"""

from __future__ import annotations

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes its place in the line before BEGIN and leaves it after COMMIT or ROLLBACK."""

    _line: int | None = None
    transaction_mode: str | None

    def _start_transaction_under_autocommit(self) -> None:
        self._join_line()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave out what begins with _
        except BaseException:
            self._leave_line()
            raise

    def _commit(self) -> Any:
        answer = super()._commit()  # type: ignore[misc]  # a failed commit is followed by a rollback
        self._leave_line()
        return answer

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _join_line(self) -> None:
        if self.transaction_mode is None or self.is_in_memory_db():
            return
        line = os.open(f"{self.settings_dict['NAME']}-line", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(line, fcntl.LOCK_EX)
        self._line = line

    def _leave_line(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            os.close(line)  # and with it goes the lock
