"""The chain, whatever is appended to it, and whatever single thing is changed in it."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simcap.journal.append import append
from simcap.journal.models import Entry, EntryDetail
from simcap.journal.verify import verify
from tests.support.database import unprotected, write

from .conftest import START

pytestmark = pytest.mark.django_db

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
FACTS = st.dictionaries(TEXT.map(lambda name: f"fact {name}"), VALUES, max_size=3)
ENTRIES = st.lists(
    st.tuples(st.sampled_from(["case:a", "case:b"]), FACTS, st.none() | FACTS, st.integers(0, 10**9)), max_size=8
)
EACH_IN_ITS_OWN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def write_all(entries) -> None:
    """Append what was drawn; moments in microseconds since the start."""
    for chain, facts, detail, later in entries:
        at = START + timedelta(microseconds=later)
        append(chain, office_slug="kantor", act="x", occurred_at=at, recorded_at=at, facts=facts, detail=detail)


@EACH_IN_ITS_OWN
@given(ENTRIES)
def test_any_sequence_of_appends_verifies(entries) -> None:
    with transaction.atomic():
        write_all(entries)
        verdict = verify()
        assert (verdict.breaks, verdict.entries) == ((), len(entries))
        transaction.set_rollback(True)


CHANGES = st.sampled_from(
    [
        "canonical",
        "hash",
        "prev_hash",
        "chain",
        "seq",
        "act",
        "office_slug",
        "occurred_at",
        "recorded_at",
        "text",
        "salt",
    ]
)


@EACH_IN_ITS_OWN
@given(ENTRIES.filter(bool), st.integers(0, 7), CHANGES, st.integers(0, 63))
def test_any_single_change_is_found(entries, which: int, column: str, place: int) -> None:
    with transaction.atomic():
        write_all(entries)
        if mutate(Entry.objects.order_by("id")[which % len(entries)], column, place):
            assert not verify().sound
        transaction.set_rollback(True)


def mutate(entry: Entry, column: str, place: int) -> bool:
    """Change one value of one row; answers whether there was one to change."""
    if column in ("text", "salt"):
        detail = EntryDetail.objects.filter(entry=entry).first()
        if detail is None:
            return False
        change("journal_detail", column, other(getattr(detail, column), place), f"entry_id = {entry.pk}")
    else:
        change("journal_entry", column, other(getattr(entry, column), place), f"id = {entry.pk}")
    return True


def other(value, place: int):
    """Another value of the same kind, changed in one place."""
    if isinstance(value, int):
        return value + 10 + place  # no other entry has it
    if not isinstance(value, str):
        return value + timedelta(microseconds=1 + place)
    at = place % len(value)
    return value[:at] + ("y" if value[at] != "y" else "z") + value[at + 1 :]  # no chain is named so


def change(table: str, column: str, value, where: str) -> None:
    """Write past the triggers."""
    with unprotected():
        write(f"UPDATE {table} SET {column} = %s WHERE {where}", [value])


@EACH_IN_ITS_OWN
@given(ENTRIES.filter(lambda entries: len(entries) > 1), st.integers(0, 7))
def test_any_removed_entry_but_the_last_of_its_chain_is_found(entries, which: int) -> None:
    with transaction.atomic():
        write_all(entries)
        entry = Entry.objects.order_by("id")[which % len(entries)]
        if Entry.objects.filter(chain=entry.chain, seq__gt=entry.seq).exists():
            with unprotected():
                write("DELETE FROM journal_detail WHERE entry_id = %s", [entry.pk])
                write("DELETE FROM journal_entry WHERE id = %s", [entry.pk])
            assert not verify().sound
        transaction.set_rollback(True)
