"""A chain of five entries, with details, as the tests of the journal look at it."""

from datetime import UTC, datetime, timedelta

import pytest

from simcap.journal.append import append
from simcap.journal.models import Entry

START = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)


def write_chain(chain: str, *, count: int = 5, office: str = "kantor") -> list[Entry]:
    """Append entries with a detail each, a minute apart."""
    return [
        append(
            chain, office_slug=office, act="dispose", occurred_at=START + timedelta(minutes=n),
            recorded_at=START + timedelta(minutes=n), facts={"actor": {"name": "Kepala Dinas (contoh)"}, "n": n},
            detail={"note": f"catatan {n}"},
        )
        for n in range(count)
    ]  # fmt: skip


@pytest.fixture
def chain(db) -> list[Entry]:
    """Five entries of one case."""
    return write_chain("case:a")
