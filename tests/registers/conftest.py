"""An office in which three requests have come different ways: closed, running, and just arrived; and a secret one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from simcap import clock
from simcap.registers.forms import filter_of
from simcap.registers.queries import rows_of
from simcap.registers.shelf import BOOKS
from tests.cast import MONDAY, Cast, assemble

#: The day on which the books are read.
TODAY = MONDAY + timedelta(days=30)


@pytest.fixture(scope="module")
def shelved(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The office and its requests, made once for a file: each test undoes its own changes only."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("id"):
        with clock.scripted(MONDAY):
            cast = assemble()
            cast.do("agendaris", "register", {"event": "Selesai", "letter_number": "1"})
            cast.walk_on("closed")
            cast.do("agendaris", "register", {"event": "Berlangsung", "letter_number": "2", "place": "13.06.01.2001"})
            cast.walk_on("running")
            cast.do("agendaris", "register", {"event": "Rahasia", "letter_number": "3", "security": "R"})
            cast.do("kadis", "dispose", {"security": "R"})
        with clock.scripted(TODAY):
            cast.do("agendaris", "register", {"event": "Baru", "letter_number": "4"})
        yield cast
        transaction.set_rollback(True)


@pytest.fixture
def cast(shelved: Cast, db: None) -> Iterator[Cast]:
    """The office a month after most of its requests came."""
    with clock.scripted(TODAY), translation.override("id"):
        yield replace(shelved)


def events(cast: Cast, book: str, query: str = "", who: str = "auditor") -> list[str]:
    """Events of the rows that somebody sees, sorted by name."""
    form = filter_of(query, book=BOOKS[book], office=cast.office)
    rows = rows_of(BOOKS[book], cast.powers(who), form.wanted())
    return sorted(BOOKS[book].case(row).event for row in rows)
