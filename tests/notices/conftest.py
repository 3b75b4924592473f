"""The cast with e-mail addresses, and the worker's moment as one call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.core import mail

from simcap import clock
from simcap.notices.models import Notice
from simcap.notices.worker import work_off
from simcap.people.models import Account
from tests.cast import MONDAY, Cast, assemble

Work = Callable[..., list[tuple[str, str]]]


def reachable(cast: Cast) -> Cast:
    """Give everybody an address."""
    for username, account in cast.accounts.items():
        Account.objects.filter(pk=account.pk).update(email=f"{username}@kantor.example")
    return cast


@pytest.fixture
def cast(db) -> Iterator[Cast]:
    """Everybody in his post and reachable; the clock stands at Monday, 8 June 2026, 08.00 WIB."""
    with clock.scripted(MONDAY):
        yield reachable(assemble())


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Let the worker do what is due at a moment. Answers the mails: to whom, and about what (the digest left out)."""

    def at(moment: datetime | None = None, **later: int) -> list[tuple[str, str]]:
        mail.outbox.clear()
        with clock.scripted((moment or clock.now()) + timedelta(**later)):
            work_off.func()
        return [
            (one.to[0].partition("@")[0], one.subject) for one in mail.outbox if "tugas menunggu" not in one.subject
        ]

    return at


def kinds(cast: Cast) -> list[tuple[str, str]]:
    """Every notice about a turn so far: to whom, and of which kind, in order."""
    rows = Notice.objects.filter(office=cast.office, turn__isnull=False).order_by("id")
    return list(rows.values_list("officer__account__username", "kind"))
