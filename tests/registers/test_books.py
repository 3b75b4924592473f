"""What stands in each register, who sees which rows, and how they are narrowed, sorted, paged and added up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.registers.book import Book
from simcap.registers.forms import BookFilter, filter_of
from simcap.registers.periods import days_of, period_text
from simcap.registers.queries import CHUNK, Wanted, count_of, key_of, page_of, rows_of, totals_of, walk
from simcap.registers.shelf import BOOKS
from simcap.registers.values import written
from tests.cast import Cast, assemble

from .conftest import events

pytestmark = pytest.mark.django_db
ALL = list(BOOKS.values())


def values(cast: Cast, code: str, event: str) -> dict[str, str]:
    """A row of a register as it is written for programs."""
    book = BOOKS[code]
    rows = rows_of(book, cast.powers("auditor"), Wanted())
    row = next(row for row in rows if book.case(row).event == event)
    return {one.key: written(one.value(row), cast.office.time_zone) for one in book.columns}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("agenda", ["Baru", "Berlangsung", "Selesai"]),
        ("dispositions", ["Berlangsung"] * 3 + ["Selesai"] * 3),
        ("assignments", ["Berlangsung", "Selesai"]),
        ("facilitations", ["Berlangsung", "Selesai"]),
        ("reports", ["Selesai"]),
    ],
)
def test_each_register_holds_its_rows_and_nothing_secret(cast: Cast, code: str, expected: list[str]) -> None:
    assert events(cast, code) == expected
    assert events(cast, code, who="admin") == []


def test_what_is_secret_stands_in_the_books_of_its_chain_only(cast: Cast) -> None:
    seeing = ("kadis", "kabid", "agendaris", "auditor", "seksi", "admin")
    assert [who for who in seeing if "Rahasia" in events(cast, "agenda", who=who)] == ["kadis", "kabid"]
    assert [who for who in seeing if "Rahasia" in events(cast, "dispositions", who=who)] == ["kadis", "kabid"]


@pytest.mark.parametrize("code", BOOKS)
def test_the_crew_sees_its_own_rows_and_another_office_none(cast: Cast, code: str) -> None:
    other = assemble("kantor-lain", prefix="lain-")
    assert events(other, code, who="kadis") == []
    assert "Baru" not in events(cast, code, who="teknisi1")
    assert events(cast, "assignments", who="teknisi1") == ["Berlangsung", "Selesai"]


def test_the_agenda_reads_as_the_office_s_book(cast: Cast) -> None:
    row = values(cast, "agenda", "Selesai")
    wanted = {
        "registered_at": "2026-06-08 08:00", "received_on": "2026-06-08", "sender": "Pemerintah Nagari Sungai Dareh",
        "letter_number": "1", "letter_on": "2026-06-05", "urgency": "Biasa", "channel": "surat kertas",
        "forwarded": "Kepala Bidang Aplikasi Informatika", "handler": "Koordinator TIM (contoh)",
        "instructions": "Fasilitasi sesuai ketentuan; Mohon dibantu.", "standing": "Selesai",
    }  # fmt: skip
    assert {key: row[key] for key in wanted} == wanted


def test_the_register_of_facilitations_tells_what_was_done(cast: Cast) -> None:
    row = values(cast, "facilitations", "Selesai")
    wanted = {"visitors": "200", "male": "90", "on_air_hours": "0.1", "distance_km": "180", "fuel_litres": "18.5"}
    assert {key: row[key] for key in wanted} == wanted
    assert values(cast, "facilitations", "Berlangsung")["visitors"] == ""


def test_the_register_of_spt_names_team_and_signer(cast: Cast) -> None:
    row = values(cast, "assignments", "Berlangsung")
    assert row["number"].endswith("/DISKOMINFO/VI/2026")
    assert row["coordinator"] == "Koordinator TIM (contoh)"
    assert row["crew"] == "Teknisi 1 (contoh); Teknisi 2 (contoh)"
    assert row["signer"] == "Kepala Dinas Komunikasi dan Informatika: Kepala Dinas (contoh)"
    assert row["status"] == "berlaku"


@pytest.mark.parametrize(
    ("code", "query", "expected"),
    [
        ("agenda", "period=this_month", ["Baru"]), ("agenda", "period=last_month", ["Berlangsung", "Selesai"]),
        ("agenda", "period=this_year", ["Baru", "Berlangsung", "Selesai"]), ("agenda", "period=last_year", []),
        ("agenda", "until_on=2026-06-08", ["Berlangsung", "Selesai"]), ("agenda", "from_on=2026-06-09", ["Baru"]),
        ("agenda", "period=this_month&until_on=2026-06-30", ["Berlangsung", "Selesai"]),
        ("agenda", "place=13.06", ["Berlangsung"]), ("agenda", "place=13.06.01", ["Berlangsung"]),
        ("agenda", "place=13.06.01.2001", ["Berlangsung"]),
        ("agenda", "place=13.0", ["Baru", "Berlangsung", "Selesai"]),
        ("agenda", "place_regency=13.06&place_district=&place=", ["Berlangsung"]),
        ("agenda", "at=open", ["Baru", "Berlangsung"]), ("agenda", "at=closed", ["Selesai"]),
        ("agenda", "at=step:3", ["Berlangsung"]), ("agenda", "at=beside", []),
        ("agenda", "q=berlangsung", ["Berlangsung"]), ("reports", "q=dilanjutkan", ["Selesai"]),
        ("dispositions", "q=berlangsung", ["Berlangsung"] * 3), ("agenda", "q=entah", []),
        ("agenda", "from_on=bukan&at=omong&place=99&order=x", ["Baru", "Berlangsung", "Selesai"]),
        ("agenda", "from_on=0001-01-01", ["Baru", "Berlangsung", "Selesai"]),
    ],
)  # fmt: skip
def test_a_register_is_narrowed(cast: Cast, code: str, query: str, expected: list[str]) -> None:
    assert events(cast, code, query) == expected


@pytest.mark.parametrize(
    ("code", "who", "expected"),
    [
        ("agenda", "kadis", ["Berlangsung", "Selesai"]), ("agenda", "teknisi1", ["Berlangsung", "Selesai"]),
        ("agenda", "sekretaris", []), ("dispositions", "kadis", ["Berlangsung", "Selesai"]),
        ("dispositions", "koordinator", ["Berlangsung", "Selesai"]), ("dispositions", "teknisi1", []),
        ("assignments", "teknisi2", ["Berlangsung", "Selesai"]), ("assignments", "kadis", ["Berlangsung", "Selesai"]),
        ("assignments", "seksi", []), ("reports", "koordinator", ["Selesai"]),
    ],
)  # fmt: skip
def test_a_register_is_narrowed_to_an_officer(cast: Cast, code: str, who: str, expected: list[str]) -> None:
    assert events(cast, code, f"officer={cast.officer(who).pk}") == expected


def test_an_officer_of_another_office_is_no_choice(cast: Cast) -> None:
    stranger = assemble("kantor-lain", prefix="lain-").officer("kadis")
    form = filter_of(f"officer={stranger.pk}", book=BOOKS["agenda"], office=cast.office)
    assert not form.is_valid()
    assert "officer" in form.errors


def pages(book: Book, cast: Cast, order: str, size: int) -> tuple[list[str], list[str]]:
    """Keys on the way through all pages, and on the way back."""
    powers, wanted = cast.powers("auditor"), Wanted(order=order)
    page = page_of(book, powers, wanted, size=size)
    there, back = [key_of(book, row, order) for row in page.rows], []
    assert page.before == ""
    while page.after:
        page = page_of(book, powers, wanted, after=page.after, size=size)
        there += [key_of(book, row, order) for row in page.rows]
    back = [key_of(book, row, order) for row in page.rows]
    while page.before:
        page = page_of(book, powers, wanted, before=page.before, size=size)
        back = [key_of(book, row, order) for row in page.rows] + back
    return there, back


@pytest.mark.parametrize("order", ["newest", "oldest", "soonest", "latest"])
@pytest.mark.parametrize("code", BOOKS)
def test_pages_lead_there_and_back_without_gap_or_repeat(cast: Cast, code: str, order: str) -> None:
    whole, _ = pages(BOOKS[code], cast, order, 100)
    for size in (1, 2):
        assert pages(BOOKS[code], cast, order, size) == (whole, whole)
    walked = walk(BOOKS[code], cast.powers("auditor"), Wanted(order=order))
    assert [key_of(BOOKS[code], row, order) for chunk in walked for row in chunk] == whole


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "~",
        "2026~1",
        "2026-06-08T00:00:00~1",
        "x~1",
        f"2026-06-08T00:00:00+00:00~{'9' * 30}",
        "0001-01-01T00:00:00+23:00~1",
        "2026-06-08T00:00:00+00:00~²",
    ],
)
def test_a_broken_page_key_is_the_first_page(cast: Cast, key: str) -> None:
    powers = cast.powers("auditor")
    first = page_of(BOOKS["agenda"], powers, Wanted())
    assert page_of(BOOKS["agenda"], powers, Wanted(), after=key) == first
    assert page_of(BOOKS["agenda"], powers, Wanted(), before=key) == first


def test_what_comes_in_during_an_export_is_not_in_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcap.registers.queries.CHUNK", 1)
    walking = walk(BOOKS["agenda"], cast.powers("auditor"), Wanted(order="oldest"))
    found = [next(walking)[0].event]
    cast.do("agendaris", "register", {"event": "Sesudahnya", "letter_number": "5"})
    found += [chunk[0].event for chunk in walking]
    assert found == ["Selesai", "Berlangsung", "Baru"]
    assert CHUNK > 1


def test_counts_stop_at_a_limit(cast: Cast) -> None:
    rows = rows_of(BOOKS["agenda"], cast.powers("auditor"), Wanted())
    assert (count_of(rows).number, count_of(rows).is_more) == (3, False)
    assert (count_of(rows, most=2).number, count_of(rows, most=2).is_more) == (2, True)


def test_figures_are_added_up(cast: Cast) -> None:
    rows = rows_of(BOOKS["facilitations"], cast.powers("auditor"), Wanted())
    sums = totals_of(BOOKS["facilitations"], rows)
    assert {key: sums[key] for key in ("visitors", "male", "distance_km")} == {
        "visitors": 200, "male": 90, "distance_km": 180,
    }  # fmt: skip
    assert totals_of(BOOKS["agenda"], rows_of(BOOKS["agenda"], cast.powers("auditor"), Wanted())) == {}


#: Register → statements for a page: the keys of its rows, the rows, and one for each of what belongs to many rows.
COST = {"agenda": 4, "dispositions": 3, "assignments": 3, "facilitations": 4, "reports": 5}


@pytest.mark.parametrize("code", BOOKS)
def test_a_page_costs_the_same_for_one_row_and_for_all(cast: Cast, code: str) -> None:
    book, powers = BOOKS[code], cast.powers("auditor")
    powers.codes()
    for size in (1, 100):
        with CaptureQueriesContext(connection) as seen:
            for row in page_of(book, powers, Wanted(), size=size).rows:
                _all_of(book, row)
        assert len(seen) == COST[code]


def _all_of(book: Book, row: Any) -> list[Any]:
    return [one.value(row) for one in book.columns]


@pytest.mark.parametrize("book", ALL, ids=list(BOOKS))
def test_every_cell_names_columns_that_are_there(book: Book) -> None:
    assert {key for cell in book.cells for key in cell.keys} - set(book.by_key) == set()
    assert book.mark in book.cells[0].keys
    assert len(book.by_key) == len(book.columns)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("today", "2026-02-28", "2026-02-28"), ("this_month", "2026-02-01", "2026-02-28"),
        ("last_month", "2026-01-01", "2026-01-31"), ("this_quarter", "2026-01-01", "2026-03-31"),
        ("last_quarter", "2025-10-01", "2025-12-31"), ("this_year", "2026-01-01", "2026-12-31"),
        ("last_year", "2025-01-01", "2025-12-31"),
    ],
)  # fmt: skip
def test_periods_are_whole(period: str, first: str, last: str) -> None:
    assert days_of(period, date(2026, 2, 28)) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2026-05-01", "2026-05-31", "Mei 2026"), ("2026-01-01", "2026-12-31", "tahun 2026"),
        ("2026-05-02", "2026-05-31", "2 Mei 2026 – 31 Mei 2026"), ("2026-06-08", "2026-06-08", "Senin, 8 Juni 2026"),
        ("2026-05-02", None, "sejak 2 Mei 2026"), (None, "2026-05-02", "sampai 2 Mei 2026"), (None, None, ""),
        ("2025-12-01", "2026-12-31", "1 Desember 2025 – 31 Desember 2026"),
    ],
)  # fmt: skip
def test_a_period_in_words(first: str | None, last: str | None, text: str) -> None:
    assert period_text(first and date.fromisoformat(first), last and date.fromisoformat(last)) == text  # type: ignore[arg-type]


def test_a_filter_in_words_and_as_an_address(cast: Cast) -> None:
    officer = cast.officer("kabid")
    given = {
        "q": "pasar", "period": "last_month", "place_regency": "13.06", "place_district": "13.06.01", "place": "",
        "at": "open", "officer": str(officer.pk), "order": "oldest", "after": "x",
    }  # fmt: skip
    form = BookFilter(given, book=BOOKS["agenda"], office=cast.office)
    words = form.in_words().split("; ")
    assert words[0] == "Juni 2026"
    assert words[1].startswith("Kec. ")
    assert words[2:] == ["Belum selesai", "petugas Kepala Bidang Aptika (contoh)", "memuat “pasar”"]
    query = form.query()
    assert query == f"q=pasar&period=last_month&place=13.06.01&at=open&officer={officer.pk}&order=oldest"
    again = filter_of(query, book=BOOKS["agenda"], office=cast.office)
    assert (again.query(), again.in_words()) == (query, form.in_words())


def test_a_day_begins_at_the_office_s_midnight(cast: Cast) -> None:
    late = clock.now().astimezone(cast.powers("kadis").at.tzinfo) + timedelta(0)
    Facilitation.objects.filter(event="Baru").update(registered_at=late.replace(hour=17, minute=30))  # UTC: 00.30 WIB
    assert events(cast, "agenda", "from_on=2026-07-09") == ["Baru"]
    assert events(cast, "agenda", "until_on=2026-07-08") == ["Berlangsung", "Selesai"]
