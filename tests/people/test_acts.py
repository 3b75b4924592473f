"""Appointments are made by an act, checked, journalled in the office's own chain, and never changed."""

import json
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from simcap import clock
from simcap.errors import BadInputs
from simcap.journal.models import Entry
from simcap.journal.sentences import sentence
from simcap.journal.verify import verify
from simcap.people import acts
from simcap.people.models import Appointment, AppointmentEnd
from tests.support.threads import at_once

from .test_authority import APR, FEB, JAN, MAR, House

BY = acts.By("Administrator (contoh)", "admin", "Administrator SIMCAP", "definitive", "SK 9/2026 (contoh)")


@pytest.fixture
def house(db) -> House:
    return House()


def appoint(house: House, **changes) -> Appointment:
    """Appoint the Kabid as Plh. Kepala Dinas, with some things changed."""
    given = {
        "position": house.positions["head"], "officer": house.people["Kabid"], "kind": "plh", "decree": "ST 5/2026",
        "from_at": FEB, "until_at": MAR, "by": BY,
    }  # fmt: skip
    return acts.appoint(house.office, **(given | changes))


def test_an_appointment_is_one_row_and_one_entry_of_the_offices_chain(house: House) -> None:
    with clock.scripted(JAN):
        appointment = appoint(house)
    entry = Entry.objects.get()
    assert (entry.chain, entry.act, entry.office_slug) == ("office:kantor", "appoint_officer", "kantor")
    assert (appointment.created_at, entry.recorded_at) == (JAN, JAN)
    body = json.loads(entry.canonical)
    assert body["actor"] == {
        "kind": "officer", "name": "Administrator (contoh)", "account": "admin", "position": "Administrator SIMCAP",
        "appointment": "definitive", "decree": "SK 9/2026 (contoh)",
    }  # fmt: skip
    said = ("position", "officer", "kind", "decree", "from", "until", "via", "through")
    assert [body[name] for name in said] == [
        "Kepala Dinas", "Kabid (contoh)", "plh", "ST 5/2026", "2026-02-01T00:00:00.000000Z",
        "2026-03-01T00:00:00.000000Z", None, None,
    ]  # fmt: skip
    assert sentence(body) == (
        "Administrator (contoh) (Administrator SIMCAP) menugaskan Kabid (contoh) sebagai Kepala Dinas (Plh.) "
        "berdasarkan ST 5/2026."
    )
    assert verify().sound


def test_the_program_itself_is_named_as_such(house: House) -> None:
    appoint(house, by=acts.SYSTEM)
    assert json.loads(Entry.objects.get().canonical)["actor"] == {"kind": "system", "name": "SIMCAP", "account": ""}


def test_an_early_end_is_a_row_beside_the_appointment_and_an_entry(house: House) -> None:
    appointment = appoint(house, until_at=None)
    acts.end_appointment(appointment, ended_at=MAR, reason="kembali bertugas", by=BY)
    appointment.refresh_from_db()
    assert (appointment.until_at, appointment.ending.ended_at) == (None, MAR)
    entry = Entry.objects.get(act="end_appointment")
    body = json.loads(entry.canonical)
    assert (body["ended"], body["reason"], body["decree"]) == (
        "2026-03-01T00:00:00.000000Z", "kembali bertugas", "ST 5/2026",
    )  # fmt: skip


REFUSED = [
    ({"kind": "ub", "via": "division_head"}, "through"),
    ({"kind": "an"}, "via"),
    ({"kind": "plh", "via": "division_head"}, "via"),
    ({"kind": "an", "via": "division_head", "through": "secretary"}, "through"),
    ({"until_at": FEB}, "until_at"),
    ({"until_at": JAN}, "until_at"),
]


@pytest.mark.parametrize(("changes", "field"), REFUSED)
def test_an_appointment_that_cannot_be_is_refused_beside_the_field(house: House, changes, field: str) -> None:
    posts = {key: house.positions[value] for key, value in changes.items() if key in ("via", "through")}
    with pytest.raises(BadInputs) as refusal:
        appoint(house, **(changes | posts))
    assert list(refusal.value.fields) == [field]
    assert (Appointment.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["position", "officer", "via"])
def test_nothing_of_another_office_gets_into_an_appointment(house: House, name: str) -> None:
    other = House("lain")
    foreign = other.people["Kabid"] if name == "officer" else other.positions["head"]
    with pytest.raises(BadInputs) as refusal:
        appoint(house, **({"kind": "an", "via": house.positions["secretary"]} | {name: foreign}))
    assert refusal.value.fields == {name: ["Milik kantor lain."]}


def test_an_appointment_ends_once_and_not_before_it_begins(house: House) -> None:
    appointment = appoint(house)
    with pytest.raises(BadInputs) as early:
        acts.end_appointment(appointment, ended_at=JAN, reason="x", by=BY)
    acts.end_appointment(appointment, ended_at=datetime(2026, 2, 5, tzinfo=UTC), reason="x", by=BY)
    with pytest.raises(BadInputs) as again:
        acts.end_appointment(appointment, ended_at=APR, reason="x", by=BY)
    assert (list(early.value.fields), list(again.value.fields)) == (["ended_at"], ["appointment"])
    assert AppointmentEnd.objects.count() == 1


@pytest.mark.parametrize("act", ["appoint", "end"])
def test_an_appointment_without_its_entry_is_not_kept(house: House, monkeypatch, act: str) -> None:
    appointment = appoint(house)

    def broken(*args, **kwargs):
        raise RuntimeError("the journal is not there")

    monkeypatch.setattr(acts, "append", broken)
    ways = {
        "appoint": lambda: appoint(house, kind="plt"),
        "end": lambda: acts.end_appointment(appointment, ended_at=MAR, reason="x", by=BY),
    }
    with pytest.raises(RuntimeError):
        ways[act]()
    assert (Appointment.objects.count(), AppointmentEnd.objects.count(), Entry.objects.count()) == (1, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_appointments_made_at_once_come_one_after_the_other_in_one_chain() -> None:
    house, start = House(), Barrier(6)

    def one(number: int) -> int:
        start.wait()
        return appoint(house, kind="plt", decree=f"ST {number}/2026").pk

    assert len(set(at_once(one, range(6)))) == 6
    assert [entry.seq for entry in Entry.objects.order_by("seq")] == [1, 2, 3, 4, 5, 6]
    assert verify().sound
    assert connection.vendor in ("sqlite", "postgresql")
