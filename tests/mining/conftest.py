"""An office whose cases went different ways, made once for a file.

Walks that were looked at: 0 is declined; 1 and 7 were returned as incomplete, 7 nearly declined; in 2 nothing
happens; in 3, 4 and 6 dispositions are superseded; beside 5 a change of the SPT is dropped, beside 8 one is signed,
and the report of 8 is sent back, then signed on paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from simcap import clock
from simcap.facilitation.models import Facilitation
from tests.cast import MONDAY, Cast, appoint_to, assemble

from .walks import one_case


@dataclass
class Walked:
    """The office and its cases; the last one under a Kabid who was Plh. Kepala Dinas, so that his tiers were merged."""

    cast: Cast
    cases: list[Facilitation]


@pytest.fixture(scope="module")
def walked(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Walked]:
    """The cases of the file's SEEDS and one more, at their ends; each test undoes its own changes only."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("id"):
        with clock.scripted(MONDAY):
            cast = assemble()
        cases = [one_case(cast, seed) for seed in request.module.SEEDS]
        with clock.scripted(MONDAY):
            kabid = cast.officer("kabid")
            appoint_to(cast.office, "head", kabid, from_at=MONDAY, decree="SK 90/2026 (contoh)", kind="plh")
        cases.append(one_case(cast, 99, detours=0, head="kabid"))
        yield Walked(cast, cases)
        transaction.set_rollback(True)
