"""What is held about a person: who is believed, by which clock, and what is found."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.journal.models import Entry
from simcap.stewardship import subjects
from simcap.stewardship.held import Terms, look_up
from tests.cast import MONDAY, Cast, assemble

from .asking import EMAIL, NAME, PHONE, asked, given, known

# ── Who is believed ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "is_proven"),
    [
        ({}, True), ({"phone": "+62 812-0000-0000"}, True), ({"phone": "", "email": EMAIL.upper()}, True),
        ({"phone": "0812 0000 0001"}, False), ({"phone": "0000"}, False), ({"phone": "", "email": ""}, False),
        ({"phone": "", "email": "x@contoh.example"}, False),
    ],
)  # fmt: skip
def test_code_and_contact_together_prove_who_asks(cast: Cast, changed: dict[str, str], is_proven: bool) -> None:
    case = cast.walk("with_head")
    row = known(cast, case, **changed)
    assert (row.identity, row.facilitation) == (("code", case) if is_proven else ("pending", None))


def test_a_contact_without_the_code_proves_nothing(cast: Cast) -> None:
    cast.walk("with_head")
    assert asked(cast).identity == "pending"


def test_another_office_s_code_proves_nothing(cast: Cast) -> None:
    case = cast.walk("with_head")
    other = assemble("kantor-lain", prefix="lain-")
    assert known(other, case).identity == "pending"


def test_the_same_form_sent_twice_is_one_request(cast: Cast) -> None:
    key = uuid4()
    first = subjects.register(cast.office, key=key, given=given())
    assert subjects.register(cast.office, key=key, given=given()) == first
    assert Entry.objects.filter(act="register_subject_request").count() == 1


def test_the_clock_runs_three_times_24_hours_and_not_by_office_hours(cast: Cast) -> None:
    with clock.scripted(MONDAY + timedelta(days=4, hours=8)):  # Friday afternoon
        row = asked(cast)
    assert row.due_at == MONDAY + timedelta(days=7, hours=8)


def test_the_journal_has_the_person_in_the_erasable_row_only(cast: Cast) -> None:
    asked(cast)
    entry = Entry.objects.get(act="register_subject_request")
    assert NAME not in entry.canonical
    assert json.loads(entry.detail.text) == {"name": NAME, "phone": PHONE}


# ── What is found ────────────────────────────────────────────────────────────────────────────────────────────────


def found(cast: Cast, viewer: str = "admin", **terms: str) -> set[tuple[str, str]]:
    hits = look_up(cast.office, Terms(**terms), cast.powers(viewer)).hits
    return {(hit.where, hit.what) for hit in hits}


def test_a_name_is_found_in_letter_log_and_journal(closed: Facilitation, cast: Cast) -> None:
    assert {("Surat permintaan", "Narahubung"), ("Catatan kegiatan", "Isi")} <= found(cast, name=NAME)
    assert "Rincian jejak" in {where for where, _what in found(cast, name=NAME)}


@pytest.mark.parametrize("phone", ["0812 0000 0000", "081200000000", "+62 812-0000-0000"])
def test_a_telephone_number_is_found_however_it_is_written(cast: Cast, phone: str) -> None:
    cast.walk("with_head")
    assert ("Surat permintaan", "Telepon") in found(cast, phone=phone)


def test_an_institution_is_found_in_the_register(cast: Cast) -> None:
    cast.walk("with_head")
    assert ("Register fasilitasi", "Instansi") in found(cast, institution="Nagari Sungai Dareh")


def test_a_host_is_found_in_the_field_report(closed: Facilitation, cast: Cast) -> None:
    assert ("Laporan lapangan", "Tuan rumah") in found(cast, name="Wali Nagari (contoh)")


def test_somebody_else_is_not_found(closed: Facilitation, cast: Cast) -> None:
    assert found(cast, name="Orang Lain", phone="0899 1111 2222", email="lain@contoh.example") == set()


def test_another_office_s_records_are_not_looked_at(closed: Facilitation) -> None:
    assert found(assemble("kantor-lain", prefix="lain-"), viewer="admin", name=NAME) == set()


def test_two_letters_look_for_nobody(cast: Cast) -> None:
    cast.walk("with_head")
    assert found(cast, name="Se") == set()


def test_a_closed_class_is_told_of_but_not_shown(cast: Cast) -> None:
    from tests.test_access import scan

    cast.do("agendaris", "register", {"security": "R", "letter": scan(cast)})
    hidden = look_up(cast.office, Terms(name=NAME), cast.powers("admin"))
    assert (hidden.hits, hidden.hidden_count) == ((), 1)
    shown = look_up(cast.office, Terms(name=NAME), cast.powers("kadis"))
    assert shown.hidden_count == 0
    assert shown.hits


def test_looking_costs_the_same_for_one_case_and_three(cast: Cast, django_assert_num_queries: Any) -> None:
    cast.walk("with_head")
    with django_assert_num_queries(23):
        look_up(cast.office, Terms(name=NAME), cast.powers("admin"))
    cast.walk("with_head")
    cast.walk("with_head")
    with django_assert_num_queries(23):
        look_up(cast.office, Terms(name=NAME), cast.powers("admin"))
