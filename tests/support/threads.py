"""Several people at once: each in a thread with a database connection of his own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection


def at_once(work: Callable[[Any], Any], given: Iterable[Any]) -> list[Any]:
    """Do the same with each of these, all at the same time; answers come in order, an exception as itself."""
    given = list(given)

    def one(value: Any) -> Any:
        try:
            return work(value)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(given)) as pool:
        futures = [pool.submit(one, value) for value in given]
        return [future.exception() or future.result() for future in futures]
