"""An office after its first half-year: served, declined, cancelled, postponed, incomplete and secret requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation

from simcap import clock
from simcap.people.models import Office
from tests.cast import MONDAY, WIB, Cast, assemble

#: A working day of the second half-year, and one of the next year.
JULY = datetime(2026, 7, 6, 9, 0, tzinfo=WIB)
NEXT_YEAR = datetime(2027, 1, 11, 9, 0, tzinfo=WIB)
As = Callable[[str], Client]


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The office and its cases, made once for a file: each test undoes its own changes only."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("id"):
        with clock.scripted(MONDAY):
            cast = assemble()
            cast.do("agendaris", "register", {"letter_number": "1", "event": "Selesai"})
            cast.walk_on("closed")
            cast.reach("declined")
            cast.do("agendaris", "register", {"letter_number": "3", "place": "13.06.01.2001"})
            cast.do("kadis", "postpone")
            cast.do("kadis", "cancel")
            cast.reach("awaiting_requester")
            cast.do("agendaris", "register", {"letter_number": "5", "security": "R"})
        yield cast
        transaction.set_rollback(True)


@pytest.fixture
def cast(year: Cast, db: None) -> Iterator[Cast]:
    """The office in July of its year."""
    with clock.scripted(JULY), translation.override("id"):
        yield replace(year, office=Office.objects.get(pk=year.office.pk))


@pytest.fixture
def as_(cast: Cast) -> As:
    """A browser in which somebody is signed in."""

    def signed_in(username: str) -> Client:
        client = Client()
        client.force_login(cast.account(username))
        return client

    return signed_in
