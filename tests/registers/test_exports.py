"""Registers taken out: CSV, XLSX and paper say what the book says, are safe to open, and the journal tells of each."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.files.storage import default_storage
from django.utils import translation
from openpyxl import load_workbook
from pypdf import PdfReader

from simcap import clock
from simcap.documents.models import Document
from simcap.facilitation.models import Facilitation
from simcap.journal.models import Entry
from simcap.journal.sentences import sentence
from simcap.journal.verify import verify
from simcap.people.models import Account
from simcap.registers import exporting, tasks
from simcap.registers.exporting import Asked, TooThick, must_fit_on_paper, rows_asked, take
from simcap.registers.models import Export
from simcap.registers.printing import MOST_ROWS
from simcap.registers.queries import Wanted, voided
from simcap.registers.shelf import BOOKS
from simcap.registers.values import defused, shown, written
from tests.cast import MONDAY, Cast
from tests.signing.test_signing import CHECKED, print_it, scan_it

pytestmark = pytest.mark.django_db


def asked(cast: Cast, book: str = "agenda", wished: str = "csv", query: str = "", who: str = "auditor") -> Asked:
    return Asked(office=cast.office, powers=cast.powers(who), book=book, query=query, format=wished)


def taken(cast: Cast, book: str = "agenda", wished: str = "csv", query: str = "", who: str = "auditor") -> bytes:
    out = BytesIO()
    take(asked(cast, book, wished, query, who), out)
    return out.getvalue()


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith("\N{BYTE ORDER MARK}".encode())
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_the_whole_book_the_oldest_first_with_iso_dates(cast: Cast) -> None:
    found = rows(taken(cast))
    assert [row["Kegiatan"] for row in found] == ["Selesai", "Berlangsung", "Baru"]
    assert list(found[0]) == [str(one.label) for one in BOOKS["agenda"].columns]
    assert (found[0]["Tanggal surat"], found[0]["Dicatat"]) == ("2026-06-05", "2026-06-08 08:00")
    assert rows(taken(cast, "facilitations"))[0]["Mengudara (jam)"] == "0.1"


def test_an_order_that_was_chosen_is_kept(cast: Cast) -> None:
    assert rows(taken(cast, query="order=latest"))[0]["Kegiatan"] == "Baru"


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("wished", Export.Format.values)
def test_every_register_can_be_taken_in_every_format(cast: Cast, book: str, wished: str) -> None:
    assert len(taken(cast, book, wished)) > 200
    assert len(taken(cast, book, wished, who="admin")) > 50  # who sees nothing gets an empty book


def test_nothing_secret_and_nothing_of_others_leaves(cast: Cast) -> None:
    assert "Rahasia" not in taken(cast).decode()
    assert "Rahasia" in taken(cast, who="kadis").decode()
    assert [row["Kegiatan"] for row in rows(taken(cast, who="teknisi1"))] == ["Selesai", "Berlangsung"]


DANGEROUS = ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_spreadsheet_takes_nothing_for_a_formula(cast: Cast, text: str) -> None:
    Facilitation.objects.filter(event="Baru").update(institution=text)
    assert rows(taken(cast))[-1]["Surat dari"] == f"'{text}"
    book = load_workbook(BytesIO(taken(cast, wished="xlsx")))
    cell = book.worksheets[0]["D4"]
    assert (cell.data_type, str(cell.value).strip()) == ("s", text.strip())


def test_what_is_harmless_stays_as_it_is() -> None:
    assert [defused(text) for text in ("a=b", "Nagari", "", "1-2", "(x)")] == ["a=b", "Nagari", "", "1-2", "(x)"]


def test_xlsx_has_real_dates_and_numbers_a_frozen_head_and_filters(cast: Cast) -> None:
    sheet = load_workbook(BytesIO(taken(cast, "facilitations", "xlsx"))).worksheets[0]
    head = {cell.value: cell.column_letter for cell in sheet[1]}
    assert sheet[f"{head['Dicatat']}2"].value == datetime(2026, 6, 8, 8, 0)
    assert sheet[f"{head['Pengunjung']}2"].value == 200
    assert sheet[f"{head['Mengudara (jam)']}2"].value == 0.1
    assert sheet[f"{head['Pengunjung']}3"].value is None
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", f"A1:{sheet[1][-1].column_letter}3")
    assert sheet.column_dimensions[head["Kegiatan"]].width == 36
    agenda = load_workbook(BytesIO(taken(cast, "agenda", "xlsx"))).worksheets[0]
    assert agenda["C2"].value == datetime(2026, 6, 8)


def test_xlsx_says_what_it_is(cast: Cast) -> None:
    about = load_workbook(BytesIO(taken(cast, wished="xlsx", query="period=last_month"))).worksheets[1]
    said = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert said == {
        "Buku": "Buku agenda surat masuk", "Kantor": cast.office.name, "Saringan": "Juni 2026", "Jumlah baris": 2,
        "Diekspor oleh": "Auditor (contoh) (Auditor)", "Pada": "Rabu, 8 Juli 2026 pukul 08.00 WIB",
    }  # fmt: skip


def test_paper_has_the_letterhead_the_filter_who_printed_it_and_numbered_pages(cast: Cast) -> None:
    pdf = PdfReader(BytesIO(taken(cast, "facilitations", "pdf", "period=last_month")))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    for words in (
        "DINAS KOMUNIKASI DAN INFORMATIKA", "REGISTER FASILITASI", "Juni 2026", "2 baris", "Selesai", "Berlangsung",
        "Pengunjung: 200", "dicetak Rabu, 8 Juli 2026 pukul 08.00 WIB oleh Auditor (contoh) (Auditor)",
        "Halaman 1 dari 1",
    ):  # fmt: skip
        assert words in " ".join(text.split()), words
    page = pdf.pages[0].mediabox
    assert page.width > page.height


def test_paper_speaks_indonesian_whatever_the_screen_speaks(cast: Cast) -> None:
    with translation.override("en"):
        paper = PdfReader(BytesIO(taken(cast, wished="pdf"))).pages[0].extract_text()
    assert "BUKU AGENDA SURAT MASUK" in paper


def test_the_office_s_journal_tells_who_took_what(cast: Cast) -> None:
    taken(cast, "reports", "xlsx", "q=berhasil", "kadis")
    entry = Entry.objects.filter(act="register_exported").get()
    body = json.loads(entry.canonical)
    assert (entry.chain, body["register"], body["format"], body["rows"]) == (
        f"office:{cast.office.slug}", "reports", "xlsx", 1,
    )  # fmt: skip
    assert json.loads(entry.detail.text) == {"filter": "memuat “berhasil”"}
    assert sentence(body) == (
        "Kepala Dinas (contoh) (Kepala Dinas Komunikasi dan Informatika) mengekspor Register laporan (XLSX), 1 baris."
    )
    assert verify(chain=entry.chain).sound


def test_a_thick_book_is_printed_in_parts(cast: Cast) -> None:
    must_fit_on_paper(asked(cast, wished="pdf"), MOST_ROWS)
    must_fit_on_paper(asked(cast, wished="xlsx"), MOST_ROWS + 1)
    with pytest.raises(TooThick):
        must_fit_on_paper(asked(cast, wished="pdf"), MOST_ROWS + 1)
    assert rows_asked(asked(cast), most=2) == 3


def long_one(cast: Cast, **given: str) -> Export:
    account = Account.objects.get(username="auditor")
    return tasks.order(asked(cast, **given), account=account, language="id")


def test_a_long_export_is_made_by_the_worker_and_tells_how_far_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simcap.registers.queries.CHUNK", 1)
    export = long_one(cast)
    assert long_one(cast) == export  # the second click
    seen: list[tuple[int, int | None]] = []
    written_csv = exporting.write_csv

    def watch(out, front, chunks):  # type: ignore[no-untyped-def]
        def told():  # type: ignore[no-untyped-def]
            for chunk in chunks:
                export.refresh_from_db()
                seen.append((export.rows_done, export.rows_total))
                yield chunk

        return written_csv(out, front, told())

    monkeypatch.setattr(exporting, "write_csv", watch)
    assert tasks.make_export.func(export.pk) == 3
    assert seen == [(0, 3), (1, 3), (2, 3)]
    export.refresh_from_db()
    with default_storage.open(export.path) as kept:
        assert [row["Kegiatan"] for row in rows(kept.read())] == ["Selesai", "Berlangsung", "Baru"]
    assert export.size > 0
    assert long_one(cast) != export  # done is done; asked again it is made again


def test_an_export_is_removed_after_some_days(cast: Cast) -> None:
    export = long_one(cast)
    tasks.make_export.func(export.pk)
    path = Export.objects.get(pk=export.pk).path
    tasks.drop_export.func(export.pk)
    tasks.drop_export.func(export.pk)
    assert Export.objects.get(pk=export.pk).path == ""
    assert not default_storage.exists(path)


def test_an_export_that_fails_says_so_and_nothing_is_noted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(exporting, "write_csv", broken)
    export = long_one(cast)
    with pytest.raises(OSError, match="disk full"):
        tasks.make_export.func(export.pk)
    export.refresh_from_db()
    assert export.failed_at is not None
    assert not Entry.objects.filter(act="register_exported").exists()


def test_the_worker_sees_what_the_owner_sees_when_it_is_made(cast: Cast) -> None:
    export = tasks.order(asked(cast, who="kadis"), account=Account.objects.get(username="kadis"), language="id")
    with clock.scripted(clock.now() + timedelta(minutes=5)):
        assert tasks.make_export.func(export.pk) == 4
    officer = cast.officer("kadis")
    officer.is_active = False
    officer.save()
    again = tasks.order(asked(cast, who="kadis"), account=Account.objects.get(username="kadis"), language="id")
    assert tasks.make_export.func(again.pk) == 0


@pytest.mark.parametrize(
    ("value", "people", "program"),
    [
        (None, "", ""), ("teks", "teks", "teks"), (1180, "1.180", "1180"), (Decimal("22.50"), "22,5", "22.5"),
        (Decimal("100.00"), "100", "100"), (date(2026, 6, 8), "8 Jun 2026", "2026-06-08"),
    ],
)  # fmt: skip
def test_values_for_people_and_for_programs(value: object, people: str, program: str) -> None:
    assert (shown(value, "Asia/Jakarta"), written(value, "Asia/Jakarta")) == (people, program)  # type: ignore[arg-type]


def test_a_number_that_was_given_up_is_explained_below_the_book(cast: Cast) -> None:
    cast.do("agendaris", "register", {"event": "Dicetak", "letter_number": "9"})
    cast.walk_on("spt_with_head")
    print_it(cast)
    number = Document.objects.get(status="reserved").number
    assert rows(taken(cast, "assignments", query="q=dicetak")) == []  # what is not signed stands in no book
    cast.do("agendaris", "void_paper", {"reason": "Salah cetak."})
    powers = cast.powers("auditor")
    assert [one.number for one in voided(BOOKS["assignments"], powers, Wanted())] == [number]
    assert list(voided(BOOKS["reports"], powers, Wanted())) == []
    assert list(voided(BOOKS["assignments"], powers, Wanted(until_at=MONDAY))) == []
    assert list(voided(BOOKS["assignments"], cast.powers("admin"), Wanted())) == []
    paper = "\n".join(page.extract_text() for page in PdfReader(BytesIO(taken(cast, "assignments", "pdf"))).pages)
    assert "Salah cetak." in paper


def test_an_spt_signed_on_paper_says_so(cast: Cast) -> None:
    cast.do("agendaris", "register", {"event": "Dicetak", "letter_number": "9"})
    cast.walk_on("spt_with_head")
    print_it(cast)
    scan_it(cast, signed_on="2026-07-08")
    cast.do("seksi", "confirm_signed", CHECKED)
    row = rows(taken(cast, "assignments", query="q=dicetak"))[0]
    assert (row["Cara tanda tangan"], row["Tanggal tanda tangan basah"]) == (
        "tanda tangan basah, dipindai",
        "2026-07-08",
    )
