"""The monitoring page: figures for whoever holds a position, cases only for whoever may see them, at a fixed cost."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from simcap import clock
from simcap.facilitation.recounting import recount
from tests.cast import MONDAY, Cast

from .conftest import As

pytestmark = pytest.mark.django_db
PAGE, JUNE = "/pemantauan/", "?from_on=2026-06-01&until_on=2026-06-30"
Counted = Callable[[int], AbstractContextManager[object]]


def text_of(as_: As, who: str, url: str = PAGE) -> str:
    return " ".join(as_(who).get(url).content.decode().split())


def closed(cast: Cast, count: int = 1, *, minutes: int = 3) -> None:
    """Cases that have gone through the first step on a Monday morning, each of whose turns took so long."""
    for number in range(count):
        at = MONDAY + timedelta(minutes=number)
        with clock.scripted(at):
            cast.do("agendaris", "register")
        for who, act in (("kadis", "dispose"), ("kabid", "forward"), ("seksi", "appoint")):
            with clock.scripted(at):
                cast.do(who, "open")
            at += timedelta(minutes=minutes)
            with clock.scripted(at):
                cast.do(who, act)


def test_without_a_case_the_page_says_what_will_appear(cast: Cast, as_: As) -> None:
    text = text_of(as_, "kadis")
    assert "Belum ada langkah yang selesai dalam periode ini." in text
    assert "Tidak ada berkas yang sedang berjalan." in text


@pytest.mark.parametrize(("who", "status"), [("auditor", 200), ("admin", 200), ("sekretaris", 200), ("teknisi1", 403)])
def test_who_holds_a_position_reads_the_figures(cast: Cast, as_: As, who: str, status: int) -> None:
    found = [as_(who).get(PAGE + path).status_code for path in ("", "langkah/1/", "angka.csv", "angka.xlsx")]
    assert found == [status] * 4
    assert (PAGE in text_of(as_, who, "/desk/")) == (status == 200)


def test_the_page_tells_the_figures_of_each_step(cast: Cast, as_: As) -> None:
    closed(cast, minutes=2)
    closed(cast, minutes=3)
    text = text_of(as_, "kadis", PAGE + JUNE)
    assert "1 dari 2 berkas memenuhi standar" in text
    assert "separuh ≤ 6 mnt, 9 dari 10 ≤ 9 mnt, terlama 9 mnt; batas 7 mnt." in text
    assert "Paling sering melewati standar: langkah 1, Disposisi (1 dari 2 berkas)." in text
    assert "Menunggu pencatatan dan konsep SPT: 2 berkas, terlama 0 mnt." in text
    assert recount(mends=False).is_right


def test_the_slowest_come_first_and_a_secret_one_is_only_counted(cast: Cast, as_: As) -> None:
    closed(cast, minutes=2)
    open_one = cast.case
    closed(cast, minutes=5)
    type(cast.case).objects.filter(pk=cast.case.pk).update(security="R", event="Rapat tertutup (contoh)")
    assert open_one is not None
    url = f"{PAGE}langkah/1/{JUNE}"
    mine, others = text_of(as_, "kabid", url), text_of(as_, "auditor", url)
    assert mine.index("Rapat tertutup (contoh)") < mine.index(str(open_one.uid))
    assert ("Rapat tertutup" in others, str(open_one.uid) in others) == (False, True)
    assert "1 di antaranya tidak ditampilkan karena bukan untuk Anda." in others
    assert "2 berkas" in text_of(as_, "auditor", PAGE + JUNE)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?from_on=2026-06-30&until_on=2026-06-01", "Tanggal akhir tidak boleh sebelum tanggal awal."),
        ("?from_on=2026-06-30", "Isi tanggal awal dan akhir."),
        ("?from_on=0001-01-01&until_on=9999-12-31", "Periksa tahunnya."),
        ("?performer=siapa", "siapa"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field_and_no_other_figures_are_shown(
    cast: Cast, as_: As, query: str, said: str
) -> None:
    closed(cast)
    text = text_of(as_, "kadis", PAGE + query)
    assert (said in text, "Perbaiki isian di atas" in text) == (True, True)
    assert ("berkas memenuhi standar" in text, "Menunggu pencatatan dan konsep SPT" in text) == (False, True)
    for path in ("langkah/1/", "angka.csv", "angka.xlsx"):
        answer = as_("kadis").get(f"{PAGE}{path}{query}")
        assert answer.status_code == 302
        assert said in text_of(as_, "kadis", answer["Location"])


def test_a_performer_is_shown_by_his_own_turns(cast: Cast, as_: As) -> None:
    closed(cast)
    text = re.sub(r' data-label="[^"]*"', "", text_of(as_, "kadis", f"{PAGE}{JUNE}&performer=head"))
    assert "Giliran pelaksana ini</th><td>1</td><td>0%</td><td>0 mnt</td><td>0 mnt</td><td>0 mnt</td>" in text
    assert '<td class="group">3 mnt</td><td>3 mnt</td><td>3 mnt</td>' in text


def test_the_figures_are_taken_out_as_they_stand_on_the_page(cast: Cast, as_: As) -> None:
    closed(cast)
    data = b"".join(as_("auditor").get(f"{PAGE}angka.csv{JUNE}"))
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"))))
    assert len(rows[0]) == 18
    assert [row[:3] + row[5:9] + row[13:15] for row in rows[1:5]] == [
        ["1", "Disposisi", "seluruh langkah", "1", "0", "1", "0", "9", "9"],
        ["1", "Disposisi", "Kepala Dinas", "1", "0", "1", "0", "3", "3"],
        ["1", "Disposisi", "Kabid Aptika", "1", "0", "1", "0", "3", "3"],
        ["1", "Disposisi", "Seksi Infrastruktur TIK", "1", "0", "1", "0", "3", "3"],
    ]
    book = load_workbook(BytesIO(b"".join(as_("auditor").get(f"{PAGE}angka.xlsx{JUNE}"))))
    assert [row[:3] for row in book["Pemantauan"].iter_rows(min_row=2, max_row=2, values_only=True)] == [
        (1, "Disposisi", "seluruh langkah")
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_cases_there_are(
    cast: Cast, as_: As, count: int, django_assert_num_queries: Counted
) -> None:
    closed(cast, count)
    browser = as_("auditor")
    browser.get(PAGE + JUNE)
    with django_assert_num_queries(11):
        browser.get(PAGE + JUNE)
    with django_assert_num_queries(8):
        browser.get(f"{PAGE}langkah/1/{JUNE}")
