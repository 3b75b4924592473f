"""The pages of the periodic reports: begun, filled in, issued and read from them, with nothing typed lost."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from simcap import clock
from simcap.documents import store
from simcap.reporting.models import MonitoringVersion
from simcap.reporting.periods import HalfYear
from simcap.reporting.tables import filled
from tests.cast import Cast

from .conftest import NEXT_YEAR, As
from .test_tables import begun, changed, issue, save, standing

HALF = {"year": 2026, "half": 1}
TABLE = reverse("monitoring-table", kwargs=HALF)
FILL = reverse("monitoring-table-fill", kwargs=HALF)


def sent(cast: Cast, no: int, **words: str) -> dict[str, str]:
    """The form as a browser sends it, with one step changed."""
    found = standing(cast)
    given = {"based_on": str(found.latest.number)}
    for number, one in changed(found, no, **words).items():
        given |= {f"verdict_{number}": one.verdict, f"remark_{number}": one.remark, f"action_{number}": one.action}
    return given


def test_the_way_in_lists_half_years_and_years(cast: Cast, as_: As) -> None:
    page = as_("kadis").get(reverse("reports")).context
    assert [half for half, _version, _over in page["halves"]] == [HalfYear(2026, 2), HalfYear(2026, 1)]
    assert [year for year, _issued in page["years"]] == [2026]


def test_a_table_is_begun_filled_in_and_issued(cast: Cast, as_: As) -> None:
    seksi = as_("seksi")
    assert seksi.post(reverse("monitoring-table-compute", kwargs=HALF), {"based_on": "0"})["Location"] == TABLE
    assert seksi.post(FILL, sent(cast, 1, remark="Dua baris.\r\nYang kedua."))["Location"] == TABLE
    based_on = {"based_on": standing(cast).latest.number}
    assert as_("kabid").post(reverse("monitoring-table-issue", kwargs=HALF), based_on)["Location"] == TABLE
    kinds = MonitoringVersion.objects.order_by("number").values_list("kind", flat=True)
    assert (list(kinds), standing(cast).rows[0].final.remark) == (
        ["computed", "saved", "issued"], "Dua baris.\nYang kedua.",
    )  # fmt: skip


def test_sending_the_form_back_as_it_is_changes_nothing(cast: Cast, as_: As) -> None:
    begun(cast)
    as_("seksi").post(FILL, sent(cast, 1))
    assert len(standing(cast).versions) == 1


def test_what_was_typed_stays_when_a_step_lacks_its_action(cast: Cast, as_: As) -> None:
    begun(cast)
    answer = as_("seksi").post(FILL, sent(cast, 1, verdict="bad", remark="Tetap ada.", action=""))
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), form["remark_1"].value()) == (422, ["action_1"], "Tetap ada.")


def test_what_was_typed_stays_when_somebody_was_faster(cast: Cast, as_: As) -> None:
    found = begun(cast)
    given = sent(cast, 2, remark="Milik saya.")
    save(cast, found, 1, remark="Lebih dulu.")
    answer = as_("kabid").post(FILL, given)
    form = answer.context["form"]
    assert (answer.status_code, form["remark_2"].value(), form["based_on"].value()) == (409, "Milik saya.", "2")
    assert as_("kabid").post(FILL, given | {"based_on": "2"}).status_code == 302


def test_an_issued_table_prints_the_same_bytes_each_time(cast: Cast, as_: As) -> None:
    document = issue(cast, begun(cast)).latest.document
    assert document is not None
    browser, url = as_("auditor"), reverse("monitoring-table-pdf", kwargs=HALF)
    assert [browser.get(url).content for _time in range(2)] == [store.get(document.file)] * 2


def test_the_qr_code_of_a_table_that_was_corrected_says_so(cast: Cast, as_: As) -> None:
    first = issue(cast, begun(cast)).latest.document
    issue(cast, save(cast, standing(cast), 1, remark="Diperbaiki."))
    assert first is not None
    page = as_("kadis").get(reverse("verify-document", kwargs={"office": cast.office.slug, "token": first.token}))
    found = page.context["found"]
    assert (found.kind, found.is_sound, found.bytes_are_intact, found.chain_is_intact) == (
        "Tabel Monitoring SOP Semester I 2026", False, True, True,
    )  # fmt: skip
    assert found.successor.title == "Tabel Monitoring SOP Semester I 2026"


def test_a_draft_prints_as_a_draft(cast: Cast, as_: As) -> None:
    begun(cast)
    answer = as_("auditor").get(reverse("monitoring-table-pdf", kwargs=HALF))
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")


def test_a_later_half_year_shows_the_earlier_one(cast: Cast, as_: As) -> None:
    begun(cast)
    page = as_("kadis").get(reverse("monitoring-table", kwargs={"year": 2026, "half": 2})).context
    assert (page["found"], page["before"].half) == (None, HalfYear(2026, 1))


@pytest.mark.parametrize("url", [f"{TABLE}?versi=9", "/laporan/semester/2026/3/", "/laporan/tahunan/1999/"])
def test_what_is_not_there_is_not_found(cast: Cast, as_: As, url: str) -> None:
    begun(cast)
    assert as_("kadis").get(url).status_code == 404


@pytest.mark.parametrize("number", ["", "-1", "x", "99999999999999999999", "1.5"])
def test_a_number_that_is_none_is_refused_kindly(cast: Cast, as_: As, number: str) -> None:
    begun(cast)
    answer = as_("kadis").post(reverse("monitoring-table-issue", kwargs=HALF), {"based_on": number})
    assert (answer.status_code, filled(cast.office, HalfYear(2026, 1)).issued) == (409, None)  # type: ignore[union-attr]


def test_the_page_costs_the_same_number_of_statements_however_often_it_was_saved(cast: Cast, as_: As) -> None:
    save(cast, begun(cast), 1, remark="Satu.")
    browser = as_("kadis")
    with CaptureQueriesContext(connection) as few:
        browser.get(TABLE)
    save(cast, standing(cast), 1, remark="Dua.")
    with CaptureQueriesContext(connection) as more:
        browser.get(TABLE)
    assert (len(few), len(more)) == (10, 10)


def test_the_summary_is_read_taken_and_issued(cast: Cast, as_: As) -> None:
    with clock.scripted(NEXT_YEAR):
        browser, year = as_("kadis"), {"year": 2026}
        assert browser.get(reverse("yearly-summary", kwargs=year)).context["may_issue"]
        assert browser.get(reverse("yearly-summary-pdf", kwargs=year)).content.startswith(b"%PDF")
        taken = browser.get(reverse("yearly-summary-xlsx", kwargs=year)).content
        assert load_workbook(BytesIO(taken)).worksheets[0]["B2"].value == 5
        browser.post(reverse("yearly-summary-issue", kwargs=year))
        issued = browser.get(reverse("yearly-summary", kwargs=year)).context["issued"]
        again = browser.get(f"{reverse('yearly-summary-pdf', kwargs=year)}?versi=1").content
    assert again == store.get(issued[0].file)


def test_a_year_without_anything_says_so(cast: Cast, as_: As) -> None:
    page = as_("kadis").get(reverse("yearly-summary", kwargs={"year": 2031})).content.decode()
    assert "Tidak ada permintaan atau kegiatan pada kedua tahun ini." in page
