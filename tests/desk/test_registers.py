"""The pages of the registers: shelf, book, kept views, taking out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from simcap.registers import exporting, tasks
from simcap.registers.models import Export, SavedView
from tests.cast import Cast, assemble

from .conftest import As

pytestmark = pytest.mark.django_db


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_shelf_counts_this_month_and_leads_to_each_book(cast: Cast, as_: As) -> None:
    cast.walk("to_record")
    answer = as_("auditor").get("/registers/")
    assert [(book.code, count.number) for book, count, _url in answer.context["books"]] == [
        ("agenda", 1), ("dispositions", 3), ("assignments", 0), ("facilitations", 0), ("reports", 0),
    ]  # fmt: skip
    assert "Belum ada. Saring sebuah buku" in answer.content.decode()


def test_a_row_opens_its_case_and_a_find_is_marked(cast: Cast, as_: As) -> None:
    case = cast.walk("with_division")
    shown = page(as_("auditor"), "/registers/agenda/?q=dibantu")
    assert f'<a class="row-name" href="/cases/{case.uid}/">{case.agenda_number.replace("/", "/<wbr>")}</a>' in shown
    assert "<mark>dibantu</mark>" in shown
    assert "memuat “dibantu”" in shown


def test_an_empty_book_says_what_will_stand_in_it_and_a_narrow_filter_how_to_widen_it(cast: Cast, as_: As) -> None:
    assert "Buku ini terisi dengan sendirinya" in page(as_("admin"), "/registers/reports/")
    assert "Longgarkan periode" in page(as_("admin"), "/registers/reports/?period=today")


def test_what_does_not_fit_is_said_beside_its_field(cast: Cast, as_: As) -> None:
    shown = page(as_("kadis"), "/registers/agenda/?from_on=bukan&q=pasar")
    assert 'id="id_from_on_error"' in shown
    assert 'value="pasar"' in shown


def test_a_book_that_is_none_is_not_found(cast: Cast, as_: As) -> None:
    client = as_("kadis")
    assert client.get("/registers/omong/").status_code == 404
    assert client.post("/registers/omong/export/", {"format": "csv"}).status_code == 404
    assert client.post("/registers/omong/views/", {"name": "x"}).status_code == 404


def test_the_front_desk_registers_from_the_agenda(cast: Cast, as_: As) -> None:
    link = 'class="btn btn-primary" href="/cases/new/"'
    assert link in page(as_("agendaris"), "/registers/agenda/")
    assert link not in page(as_("agendaris"), "/registers/reports/")
    assert link not in page(as_("kadis"), "/registers/agenda/")


def test_totals_are_capped(cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.walk("with_head")
    cast.walk("with_head")
    monkeypatch.setattr("simcap.registers.queries.count_of.__kwdefaults__", {"most": 1})
    assert "Lebih dari 1 baris" in page(as_("auditor"), "/registers/agenda/")


def test_a_page_costs_the_same_for_one_row_and_for_three(
    cast: Cast, as_: As, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    client = as_("auditor")
    for _ in range(3):
        cast.walk("assigned")
        with django_assert_num_queries(16):
            client.get("/registers/facilitations/?q=festival")


@pytest.mark.parametrize(("wished", "kind"), [("csv", "text/csv; charset=utf-8"), ("pdf", "application/pdf")])
def test_a_short_book_is_handed_over_at_once(cast: Cast, as_: As, wished: str, kind: str) -> None:
    cast.walk("with_head")
    answer = as_("auditor").post("/registers/agenda/export/", {"format": wished, "query": "period=this_month"})
    data = b"".join(answer.streaming_content)
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert f"buku-agenda-surat-masuk-20260608.{wished}" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert len(data) > 100


def test_no_format_takes_nothing(cast: Cast, as_: As) -> None:
    assert as_("auditor").post("/registers/agenda/export/", {"format": "exe"})["Location"] == "/registers/agenda/"


def test_a_long_book_goes_to_the_worker_and_only_its_owner_fetches_it(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(exporting.AT_ONCE, Export.Format.CSV, 0)
    cast.walk("with_head")
    client = as_("auditor")
    url = client.post("/registers/agenda/export/", {"format": "csv", "query": ""})["Location"]
    assert "Menunggu giliran" in page(client, url)
    export = Export.objects.get()
    assert client.get(f"{url}file")["Location"] == url
    tasks.make_export.func(export.pk)
    assert "Selesai: 1 baris" in page(client, url)
    assert b"Festival Nagari" in b"".join(client.get(f"{url}file").streaming_content)
    assert as_("kadis").get(url).status_code == as_("kadis").get(f"{url}file").status_code == 404
    assert "siap diunduh" in page(client, "/registers/")
    tasks.drop_export.func(export.pk)
    assert "sudah dihapus" in page(client, url)
    assert client.get(f"{url}file")["Location"] == url


def test_how_far_a_long_export_is_can_be_asked_again_and_again(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(exporting.AT_ONCE, Export.Format.CSV, 0)
    cast.walk("with_head")
    client = as_("auditor")
    url = client.post("/registers/agenda/export/", {"format": "csv"})["Location"]
    Export.objects.update(started_at="2026-06-08T01:00Z", rows_done=500, rows_total=2000)
    shown = page(client, url)
    assert "500 dari 2.000 baris" in shown
    assert '<progress max="100" value="25"' in shown
    piece = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert piece.lstrip().startswith('<div class="panel export-state"')
    Export.objects.update(failed_at="2026-06-08T01:00Z")
    assert "gagal dibuat" in page(client, url)


def test_a_book_too_thick_for_paper_says_so(cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcap.registers.exporting.MOST_ROWS", 0)
    cast.walk("with_head")
    answer = as_("auditor").post("/registers/agenda/export/", {"format": "pdf"})
    assert answer.status_code == 422
    assert "Persempit periodenya" in answer.content.decode()


def keep(client: Client, name: str, query: str = "period=last_month&after=x", book: str = "agenda", **more: str) -> int:
    return client.post(f"/registers/{book}/views/", {"name": name, "query": query, **more}).status_code


def names(client: Client) -> list[str]:
    return [view.name for view, _book in client.get("/registers/").context["views"]]


def test_a_view_is_kept_for_its_maker(cast: Cast, as_: As) -> None:
    client = as_("kadis")
    answer = client.post("/registers/agenda/views/", {"name": "Bulan lalu", "query": "period=last_month&after=x"})
    assert answer["Location"] == "/registers/agenda/?period=last_month"
    assert names(client) == ["Bulan lalu"]
    assert names(as_("kabid")) == []
    assert '<a href="?period=last_month">Bulan lalu</a>' in page(client, "/registers/agenda/")
    assert "view-links" not in page(client, "/registers/reports/")


@pytest.mark.parametrize(
    ("who", "is_shared"), [("agendaris", True), ("admin", True), ("kadis", False), ("auditor", False)]
)
def test_only_front_desk_and_administrator_keep_views_for_the_office(
    cast: Cast, as_: As, who: str, is_shared: bool
) -> None:
    keep(as_(who), "Untuk semua", for_office="on")
    assert (SavedView.objects.get().account is None) == is_shared
    assert names(as_("kabid")) == (["Untuk semua"] if is_shared else [])
    assert ("Untuk seluruh kantor" in page(as_(who), "/registers/agenda/?period=today&q=x")) is False  # nothing to keep
    assert names(client_of_other(cast)) == []


def client_of_other(cast: Cast) -> Client:
    client = Client()
    client.force_login(assemble("kantor-lain", prefix="lain-").account("agendaris"))
    return client


def test_a_name_is_given_once_and_what_was_typed_stays(cast: Cast, as_: As) -> None:
    cast.walk("with_head")
    client = as_("kadis")
    assert keep(client, "Sama") == 302
    answer = client.post("/registers/agenda/views/", {"name": "Sama", "query": "period=this_month"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Nama ini sudah dipakai pada buku ini." in shown
    assert 'value="Sama"' in shown
    assert keep(client, "Sama", book="reports") == 302
    assert keep(client, " ") == 422
    assert SavedView.objects.count() == 2


def test_a_view_is_renamed_and_deleted_by_its_owner_only(cast: Cast, as_: As) -> None:
    client = as_("kadis")
    keep(client, "Satu")
    keep(client, "Dua")
    view = SavedView.objects.get(name="Satu")
    url = f"/registers/views/{view.pk}/"
    assert as_("kabid").post(url, {"name": "Tiga"}).status_code == 404
    assert client_of_other(cast).post(url, {"delete": "1"}).status_code == 404
    client.post(url, {"name": "Dua"})
    assert names(client) == ["Dua", "Satu"]
    client.post(url, {"name": "Tiga"})
    assert names(client) == ["Dua", "Tiga"]
    client.post(url, {"delete": "1", "name": ""})
    assert names(client) == ["Dua"]


def test_a_view_of_the_office_is_changed_by_who_may_keep_one(cast: Cast, as_: As) -> None:
    keep(as_("agendaris"), "Kantor", for_office="on")
    url = f"/registers/views/{SavedView.objects.get().pk}/"
    assert as_("kadis").post(url, {"delete": "1"}).status_code == 404
    assert as_("admin").post(url, {"delete": "1"}).status_code == 302
    assert SavedView.objects.count() == 0


@pytest.mark.parametrize(("language", "word"), [("id", "Buku agenda surat masuk"), ("en", "Registers")])
def test_the_shelf_speaks_both_languages(cast: Cast, as_: As, language: str, word: str) -> None:
    assert word in as_("kadis").get("/registers/", headers={"accept-language": language}).content.decode()
