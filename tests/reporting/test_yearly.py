"""The yearly summary: each figure counted once, in its own year, by a number of statements that knows no rows."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from simcap import clock
from simcap.errors import NotNow, NotYou
from simcap.facilitation.models import Facilitation
from simcap.journal.models import Entry
from simcap.reporting import annual, yearly
from simcap.reporting.sheets import write_summary
from tests.cast import MONDAY, WIB, Cast

from .conftest import NEXT_YEAR


def test_each_request_is_counted_by_what_became_of_it(cast: Cast) -> None:
    found = yearly.year_figures(cast.office, 2026)
    assert found.received == {"paper": 5}
    assert (found.served, found.accepted, found.cancelled, found.postponed) == (1, 1, 1, 1)
    assert found.declined == {"occupied": 1}
    assert found.open_at_end == 2  # one waits for its requester, one for the head


def test_beneficiaries_and_hours_are_those_of_the_field_reports(cast: Cast) -> None:
    report = Facilitation.objects.get(event="Selesai").field_report
    found = yearly.year_figures(cast.office, 2026)
    assert (found.people["male"], found.people["female"]) == (report.male_count, report.female_count)
    assert found.hours == report.on_air_hours


def test_a_secret_case_is_counted_but_its_kabupaten_is_not_told(cast: Cast) -> None:
    found = yearly.year_figures(cast.office, 2026).areas
    assert {code: area["received"] for code, area in found.items()} == {"13.01": 3, "13.06": 1, yearly.UNTOLD: 1}


def test_the_year_before_is_empty(cast: Cast) -> None:
    assert yearly.year_figures(cast.office, 2025).is_empty


def test_a_case_counts_in_the_year_of_the_office_s_clock(cast: Cast) -> None:
    case = Facilitation.objects.get(office=cast.office, event="Selesai")
    Facilitation.objects.filter(pk=case.pk).update(registered_at=datetime(2027, 1, 1, 0, 30, tzinfo=WIB))
    assert yearly.year_figures(cast.office, 2026).received == {"paper": 4}
    assert yearly.year_figures(cast.office, 2027).received == {"paper": 1}


def test_another_office_s_cases_are_not_counted(cast: Cast) -> None:
    from tests.cast import assemble

    other = assemble("kantor-lain", prefix="lain-")
    assert yearly.year_figures(other.office, 2026).is_empty


def test_a_summary_costs_the_same_number_of_statements_whatever_the_year_holds(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as few:
        annual.summary_of(cast.office, 2026)
    with clock.scripted(MONDAY):
        cast.walk("closed")
    with CaptureQueriesContext(connection) as more:
        annual.summary_of(cast.office, 2026)
    assert (len(few), len(more)) == (25, 25)


def test_every_kabupaten_has_a_row_and_the_last_one_adds_them_up(cast: Cast) -> None:
    table = next(one for one in annual.summary_of(cast.office, 2026).tables if one.code == "areas")
    assert (len(table.rows), table.rows[0][:4]) == (21, ("13.01", "Kabupaten Pesisir Selatan", 3, 1))
    assert table.rows[-1][:4] == ("", "Jumlah seluruhnya", 5, 1)


def test_the_workbook_has_real_numbers(cast: Cast) -> None:
    out = BytesIO()
    write_summary(out, annual.summary_of(cast.office, 2026), by="Uji")
    book = load_workbook(BytesIO(out.getvalue()))
    assert [sheet.title for sheet in book] == [
        "Permintaan dan hasilnya", "Alasan penolakan", "Menurut kabupaten-kota", "Pemenuhan standar menurut langk",
        "Keterangan",
    ]  # fmt: skip
    assert [cell.value for cell in book.worksheets[0][2]] == ["Permintaan diterima", 5, 0, 5]


def test_a_year_that_runs_is_not_issued(cast: Cast) -> None:
    with pytest.raises(NotNow):
        annual.issue_summary(cast.office, 2026, powers=cast.powers("kadis"))


def test_who_only_reads_does_not_issue(cast: Cast) -> None:
    with clock.scripted(NEXT_YEAR), pytest.raises(NotYou):
        annual.issue_summary(cast.office, 2026, powers=cast.powers("auditor"))


def test_an_issued_summary_is_frozen_and_a_later_one_replaces_it(cast: Cast) -> None:
    with clock.scripted(NEXT_YEAR):
        first = annual.issue_summary(cast.office, 2026, powers=cast.powers("kadis"))
        second = annual.issue_summary(cast.office, 2026, powers=cast.powers("sekretaris"))
        issued = annual.issued_summaries(cast.office, 2026)
    assert [(one.pk, one.status) for one in issued] == [(second.pk, "in_force"), (first.pk, "replaced")]
    entry = Entry.objects.filter(chain=f"office:{cast.office.slug}", act="issue_yearly_summary").first()
    assert entry is not None
    assert first.file_id in entry.canonical
    assert first.chain_seq == entry.seq - 1


def test_hours_are_decimals() -> None:
    assert yearly._areas([{"area": "13.01", "n": 1}], [])["13.01"]["hours"] == Decimal(0)
