"""Who saw what: one row a day, cheap, beside the journal, and never in the reader's way."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from simcap import clock
from simcap.documents.models import Attachment, Document
from simcap.journal.models import Entry
from simcap.management.office import new_token
from simcap.stewardship import readings
from simcap.stewardship.models import Reading
from simcap.stewardship.readings import note_reading
from simcap.stewardship.upkeep import clear_expired
from tests.cast import MONDAY, Cast


def noted(cast: Cast) -> list[tuple[str, str, int]]:
    rows = Reading.objects.filter(facilitation=cast.case).order_by("id")
    return [(one.officer.name, one.thing, one.count) for one in rows]


def test_the_second_look_of_a_day_is_counted_and_not_written_again(cast: Cast) -> None:
    case = cast.walk("with_head")
    for minutes in (0, 5):
        with clock.scripted(MONDAY + timedelta(minutes=minutes)):
            note_reading(case, cast.powers("kadis"), thing=Reading.Thing.DOSSIER)
    row = Reading.objects.get()
    assert (row.count, row.first_at, row.last_at) == (2, MONDAY, MONDAY + timedelta(minutes=5))
    assert row.post == "Kepala Dinas Komunikasi dan Informatika"


def test_the_next_day_is_a_row_of_its_own_by_the_office_s_clock(cast: Cast) -> None:
    case = cast.walk("with_head")
    for hours in (15.9, 16):  # midnight in Padang
        with clock.scripted(MONDAY + timedelta(hours=hours)):
            note_reading(case, cast.powers("kadis"), thing=Reading.Thing.DOSSIER)
    assert sorted(Reading.objects.values_list("on", "count")) == [
        (MONDAY.date(), 1), (MONDAY.date() + timedelta(days=1), 1),
    ]  # fmt: skip


def test_noting_costs_two_statements_at_first_and_one_afterwards(cast: Cast, django_assert_num_queries: Any) -> None:
    case, powers = cast.walk("with_head"), cast.powers("kadis")
    assert powers.holdings  # the page has read them
    with django_assert_num_queries(4):  # with its savepoint, since a test is one transaction
        note_reading(case, powers, thing=Reading.Thing.DOSSIER)
    with django_assert_num_queries(3):
        note_reading(case, powers, thing=Reading.Thing.DOSSIER)


def test_reading_writes_nothing_into_any_chain(cast: Cast, as_: Any) -> None:
    case = cast.walk("with_head")
    before = Entry.objects.count()
    as_("kadis").get(f"/cases/{case.uid}/")
    assert Entry.objects.count() == before


def test_what_is_shown_on_the_pages_is_noted(cast: Cast, as_: Any) -> None:
    case = cast.walk("assigned")
    kabid = as_("kabid")
    document = Document.objects.filter(case_uid=case.uid).order_by("id")[0]
    attachment = Attachment.objects.filter(case_uid=case.uid)[0]
    kabid.get(f"/cases/{case.uid}/")
    kabid.get(f"/cases/{case.uid}/journal/")
    kabid.get(f"/cases/{case.uid}/documents/{document.uid}.pdf")
    kabid.get(f"/cases/{case.uid}/documents/{document.uid}/1.png?small=1")  # part of the dossier
    kabid.get(f"/cases/{case.uid}/attachments/{attachment.uid}/")
    kabid.get(f"/cases/{case.uid}/attachments/{attachment.uid}/", headers={"sec-fetch-dest": "image"})
    name = "Kepala Bidang Aptika (contoh)"
    assert noted(cast) == [(name, "dossier", 1), (name, "journal", 1), (name, "document", 1), (name, "attachment", 1)]


def test_what_a_program_reads_is_noted_too(cast: Cast) -> None:
    case = cast.walk("with_head")
    token = new_token(cast.account("kadis"), name="uji")
    Client().get(f"/api/v1/facilitations/{case.uid}", headers={"authorization": f"Bearer {token}"})
    assert noted(cast) == [("Kepala Dinas (contoh)", "dossier", 1)]


def test_who_is_refused_has_read_nothing(cast: Cast, as_: Any) -> None:
    case = cast.walk("with_head")
    assert as_("koordinator").get(f"/cases/{case.uid}/").status_code == 404
    assert noted(cast) == []


def test_a_reader_is_shown_the_page_even_when_nothing_can_be_noted(
    cast: Cast, as_: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    case = cast.walk("with_head")

    def busy(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("locked")

    monkeypatch.setattr(readings.Reading.objects, "filter", busy)
    with caplog.at_level(logging.ERROR, "simcap.stewardship.readings"):
        assert as_("kadis").get(f"/cases/{case.uid}/").status_code == 200
    assert [record.getMessage() for record in caplog.records] == [f"A reading of case {case.pk} was not noted."]


@pytest.mark.parametrize(
    ("by", "status"),
    [("kadis", 200), ("kabid", 200), ("auditor", 200), ("agendaris", 403), ("seksi", 403), ("koordinator", 404)],
)
def test_the_list_is_for_the_chain_the_head_and_the_auditor(cast: Cast, as_: Any, by: str, status: int) -> None:
    case = cast.walk("with_division")
    note_reading(case, cast.powers("kadis"), thing=Reading.Thing.DOSSIER)
    assert as_(by).get(f"/cases/{case.uid}/pembaca/").status_code == status


def test_the_list_names_what_was_read(cast: Cast, as_: Any) -> None:
    case = cast.walk("assigned")
    document = Document.objects.filter(case_uid=case.uid).order_by("id")[0]
    note_reading(case, cast.powers("seksi"), thing=Reading.Thing.DOCUMENT, key=str(document.uid))
    page = as_("auditor").get(f"/cases/{case.uid}/pembaca/").content.decode()
    assert f"Naskah “{document.title}”" in page
    assert "Kepala Seksi Infrastruktur TIK (contoh)" in page


def test_a_thing_without_a_name_is_listed_by_its_kind(cast: Cast, as_: Any) -> None:
    case = cast.walk("with_head")
    note_reading(case, cast.powers("kadis"), thing=Reading.Thing.DOCUMENT, key="bukan-uid")
    page = as_("auditor").get(f"/cases/{case.uid}/pembaca/").content.decode()
    assert '<td data-label="Yang dibaca">Naskah</td>' in page


def test_the_list_costs_the_same_for_one_row_and_three(cast: Cast, as_: Any, django_assert_num_queries: Any) -> None:
    case, auditor = cast.walk("with_section"), as_("auditor")
    url = f"/cases/{case.uid}/pembaca/"
    note_reading(case, cast.powers("kadis"), thing=Reading.Thing.DOSSIER)
    auditor.get(url)
    with django_assert_num_queries(9):
        auditor.get(url)
    for by in ("kabid", "seksi"):
        note_reading(case, cast.powers(by), thing=Reading.Thing.DOSSIER)
    with django_assert_num_queries(9):
        auditor.get(url)


def test_readings_go_when_their_own_term_ends(cast: Cast) -> None:
    case = cast.walk("with_head")
    note_reading(case, cast.powers("kadis"), thing=Reading.Thing.DOSSIER)
    with clock.scripted(MONDAY + timedelta(days=365 * 5)):
        clear_expired(cast.office)
        assert Reading.objects.count() == 1
    with clock.scripted(MONDAY + timedelta(days=366 * 5)):
        clear_expired(cast.office)
    assert Reading.objects.count() == 0
