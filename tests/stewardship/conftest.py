"""The cast with a closed case whose term has ended, and stewards of every post."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.stewardship.models import RetentionRule
from simcap.stewardship.rules import Steward
from tests.cast import MONDAY, Cast, assemble

#: Long after the term of everything that a case closed on the cast's Monday leaves behind.
LATER = MONDAY + timedelta(days=366 * 6)
StewardOf = Callable[[str], Steward]


@pytest.fixture(autouse=True)
def _no_tries_yet() -> Iterator[None]:
    """Limits are kept in the cache; each test begins without any."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """One office with everybody in his post."""
    with clock.scripted(MONDAY):
        yield assemble()


@pytest.fixture
def closed(cast: Cast) -> Facilitation:
    """A case that was walked to its end by the real acts."""
    cast.do("agendaris", "register")
    return walked(cast)


@pytest.fixture
def later(closed: Facilitation) -> Iterator[Facilitation]:
    """The same case when everything of it has served its term."""
    with clock.scripted(LATER):
        yield closed


@pytest.fixture
def steward(cast: Cast) -> StewardOf:
    """Somebody before the archive, as he stands now."""
    return lambda username: Steward(cast.powers(username))


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Client]:
    """A browser in which somebody is signed in."""

    def signed_in(username: str) -> Client:
        client = Client()
        client.force_login(cast.account(username))
        return client

    return signed_in


def walked(cast: Cast) -> Facilitation:
    """The registered case, brought to its end, with something in the log."""
    cast.walk_on("running")
    cast.do("teknisi1", "log", {"text": "Sekretaris Nagari (contoh) membuka acara.", "photo": cast.upload("teknisi1")})
    from tests.cast import PATH

    for username, act in PATH[10:]:
        cast.do(username, act)
    return Facilitation.objects.select_related("office").get(pk=cast.case.pk)


def rule(cast: Cast, kind: str, *, years: tuple[int, int] = (1, 0), fate: str = "destroy") -> RetentionRule:
    """A line of the schedule of the cast's office."""
    given = {"active_years": years[0], "inactive_years": years[1], "fate": fate, "source": "JRA contoh"}
    return RetentionRule.objects.update_or_create(office=cast.office, kind=kind, defaults=given)[0]


@pytest.fixture
def two(cast: Cast) -> tuple[Facilitation, Facilitation]:
    """Two closed cases, of different files."""
    cast.do("agendaris", "register")
    first = walked(cast)
    cast.do("agendaris", "register", {"letter_number": "2", "contact_name": "Orang Kedua"})
    return first, walked(cast)
