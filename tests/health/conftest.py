"""One office in working hours, its worker alive."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simcap import clock
from simcap.health.beating import WORKER, beat
from tests.cast import MONDAY, Cast, assemble


@pytest.fixture
def monday() -> Iterator[None]:
    with clock.scripted(MONDAY):
        yield


@pytest.fixture
def cast(db: None, monday: None) -> Cast:
    cast = assemble()
    beat(WORKER)
    return cast
