"""Prepared statements read and write what the usual querysets do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import BigAutoField, CharField
from django.test.utils import CaptureQueriesContext

from simcap import clock
from simcap.facilitation.models import Artefact, Facilitation, Turn
from simcap.people.models import Appointment, Position
from simcap.prepared import Insert, Select, Update
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = assemble()
    cast.walk("with_division")
    return cast


def columns(one: Turn) -> dict[str, object]:
    """Every column of a row."""
    return {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields}


def test_objects_are_those_of_the_queryset(cast) -> None:
    turns = Select(lambda case: Turn.objects.filter(facilitation=case).order_by("id"), BigAutoField())
    for _asked in range(2):
        assert [columns(one) for one in turns.all(cast.case.pk)] == [
            columns(one) for one in Turn.objects.filter(facilitation=cast.case).order_by("id")
        ]


def test_related_objects_come_in_the_same_statement(cast) -> None:
    held = Select(
        lambda code: Appointment.objects.filter(position__code=code).select_related("position", "officer", "via"),
        CharField(),
    )
    with CaptureQueriesContext(
        connection,
    ) as asked:
        one = held.one("head")
        assert (one.position.code, one.officer.name, one.via) == ("head", "Kepala Dinas (contoh)", None)
    assert len(asked) == 1


def test_columns_come_as_tuples(cast) -> None:
    codes = Select(
        lambda office: Position.objects.filter(office=office).order_by("id").values_list("code", "title"),
        BigAutoField(),
    )
    assert codes.all(cast.office.pk) == list(
        Position.objects.filter(office=cast.office).order_by("id").values_list("code", "title")
    )


def test_no_row_is_none_or_an_error(cast) -> None:
    turns = Select(lambda case: Turn.objects.filter(facilitation=case), BigAutoField())
    assert turns.first(0) is None
    with pytest.raises(LookupError):
        turns.one(0)


def test_a_row_is_written_as_by_create(cast) -> None:
    at = clock.now()
    made = Insert(Artefact)(facilitation=cast.case, kind="letter", made_at=at, document=None)
    kept = Artefact.objects.get(pk=made.pk)
    assert (kept.facilitation_id, kept.kind, kept.made_at, kept.document_id) == (cast.case.pk, "letter", at, None)
    assert (made._state.adding, kept) == (False, made)


def test_only_the_named_columns_are_written(cast) -> None:
    turn = Turn.objects.filter(facilitation=cast.case, closed_at=None).get()
    turn.opened_at, turn.stage = turn.arrived_at + timedelta(minutes=3), "elsewhere"
    Update(Turn, "opened_at")(turn)
    kept = Turn.objects.get(pk=turn.pk)
    assert (kept.opened_at, kept.stage) == (turn.opened_at, "with_division")


def test_all_columns_are_written_where_none_is_named(cast) -> None:
    case = Facilitation.objects.get(pk=cast.case.pk)
    case.event, case.security = "Acara lain", "T"
    Update(Facilitation)(case)
    kept = Facilitation.objects.get(pk=case.pk)
    assert [getattr(kept, f.attname) for f in case._meta.concrete_fields] == [
        getattr(case, f.attname) for f in case._meta.concrete_fields
    ]
