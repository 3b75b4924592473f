"""A real process on the real database that performs acts and is killed in the middle of them.

It reads one order a line from its input: who, which act, on which case, with which inputs, and at which point to die:
after so many SQL statements, or around the commit. Each order is done by a child of its own, so that one start is
enough; it answers with the signal by which the child ended and the statements that it had begun.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent.parent


def die() -> None:
    """End as a power cut would end it."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: int | str, counted: int) -> None:
    """Die at a statement, or around the commit; every statement is counted into the pipe."""
    from django.db import connection

    seen = 0

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal seen
        seen += 1
        os.write(counted, b".")
        if seen == point:
            die()
        return execute(sql, params, many, context)

    def commit(real: Any = connection._commit) -> None:
        if point == "before commit":
            die()
        real()
        if point == "after commit":
            die()

    connection.execute_wrappers.append(count)
    connection._commit = commit


def child(order: dict[str, Any], counted: int) -> None:
    """Do the act, or die."""
    from simcap.facilitation.doorway import perform
    from simcap.facilitation.models import Facilitation
    from simcap.facilitation.occasion import officer_actor
    from simcap.people.models import Account

    account = Account.objects.select_related("officer__office").get(username=order["who"])
    case = Facilitation.objects.get(pk=order["case"]) if order["case"] else None
    arm(order["point"], counted)
    perform(
        order["act"], office=account.officer.office, actor=officer_actor(account), inputs=order["inputs"],
        request_id=UUID(order["request_id"]), facilitation=case,
    )  # fmt: skip


def work(order: dict[str, Any]) -> dict[str, int]:
    """Let a child do one order."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        child(order, writing)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as dots:
        statements = len(dots.read())
    return {"signal": os.WTERMSIG(os.waitpid(pid, 0)[1]), "statements": statements}


class Victim:
    """The process as the tests hold it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.victim"], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def order(self, **order: Any) -> dict[str, int]:
        """Give one order; answers how it ended."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        """Let it end."""
        self.process.communicate(timeout=20)


if __name__ == "__main__":
    import django

    django.setup()
    for line in sys.stdin:
        print(json.dumps(work(json.loads(line))), flush=True)
