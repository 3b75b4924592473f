"""What several tests begin from, made once: each of them works in a savepoint of its own, and all is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def rolled_back(blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around the tests of a module; the `db` of each test is a savepoint in it."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
