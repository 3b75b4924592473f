"""The SOP page: faithful, counted, labelled."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation
from simcap.procedure.bpmn import bpmn_xml
from simcap.procedure.loading import load
from simcap.public.sop import masked_nip, open_counts, sop_page
from tests.cast import Cast

SOP = "555-24.5-dikominfo-2021"
OTHER = Path(__file__).parent.parent / "procedure" / "without_section.toml"


def shown(client: Client) -> str:
    page = client.get("/o/diskominfo-sumbar/sop/")
    assert page.status_code == 200
    return page.content.decode()


def test_the_signed_words_stand_there_unchanged(cast: Cast, client: Client) -> None:
    text, identity = shown(client), definition(SOP).identity
    verbatim = [
        identity.number, identity.unit, identity.division, identity.name, identity.signed_by_name, "2 Juni 2021",
        *identity.legal_basis, *identity.qualifications, *identity.equipment, *identity.warnings, *identity.records,
    ]  # fmt: skip
    for step in definition(SOP).steps:
        verbatim += [step.text, step.input_text, step.time_text, step.output_text]
    assert [line for line in verbatim if line not in text] == []


def test_the_nip_is_masked_but_for_its_last_figures(cast: Cast, client: Client) -> None:
    text = shown(client)
    assert "19680101" not in text
    assert "198809" not in text
    assert masked_nip("19680101 198809 1 001") == "•••••••• •••••• • 001"
    assert "•••••••• •••••• • 001" in text


def test_open_cases_are_counted_and_closed_classes_are_not(cast: Cast, client: Client) -> None:
    for stage in ("with_head", "with_head", "running", "closed"):
        cast.walk(stage)
    secret = cast.walk("with_head")
    Facilitation.objects.filter(pk=secret.pk).update(security="R")
    assert open_counts(cast.office, definition(SOP)) == {"with_head": 2, "running": 1}
    assert "Angka dalam lingkaran: 3 berkas yang sekarang berjalan." in shown(client)


def test_inferred_marks_and_extensions_are_labelled(cast: Cast, client: Client) -> None:
    text = shown(client)
    assert "Pelaksana bertanda * disimpulkan" in text
    assert "Kepala Dinas*, Kabid Aptika*, Seksi Infrastruktur TIK*" in text
    assert "Perluasan: tidak ada dalam SOP" in text
    extensions = {one.label: one for one in sop_page(definition(SOP), language="id").extensions}
    assert list(extensions) == [
        "Minta lengkapi", "Kirim kelengkapan", "Kembalikan", "Tarik disposisi", "Ganti disposisi", "Tolak permintaan",
        "Susun surat penolakan", "Paraf surat penolakan", "Tanda tangani surat penolakan", "Batal menolak", "Tunda",
        "Batalkan", "Minta perubahan SPT", "Cabut SPT", "Susun perubahan SPT", "Paraf perubahan SPT",
        "Tanda tangani perubahan SPT", "Batalkan perubahan SPT", "Cetak untuk tanda tangan basah",
        "Unggah hasil pindai", "Periksa hasil pindai", "Batalkan naskah cetak",
    ]  # fmt: skip
    assert extensions["Batalkan"].performers == ("Pemohon", "Kepala Dinas", "Seksi Infrastruktur TIK", "Agendaris")
    assert extensions["Batalkan"].moves == (
        "dari langkah 1–3, dari luar jalur SOP, selagi menunggu pemohon ke “Dibatalkan”",
    )
    assert extensions["Tunda"].moves == (
        "dari langkah 1–2, selagi menunggu pemohon, tanpa pindah tahap",
        "dari langkah 2 ke “Menunggu pencatatan dan konsep SPT”", "dari langkah 3 ke “Perubahan SPT menunggu konsep”",
    )  # fmt: skip
    assert extensions["Batal menolak"].moves == ("kembali ke tahap semula",)
    assert extensions["Tanda tangani perubahan SPT"].moves == ("selesai; berkas tetap di tahapnya",)


def test_a_case_is_shown_at_its_place_in_chart_and_card() -> None:
    page = sop_page(definition(SOP), language="id", current_stage="spt_with_division")
    assert [card.is_current for card in page.cards] == [False, True, False, False, False]
    assert page.current_stage == "Konsep SPT menunggu paraf Kabid"
    assert "Berkas di sini" in page.chart
    assert page.counts_total is None


def test_a_suspended_case_is_shown_beside_the_table() -> None:
    page = sop_page(definition(SOP), language="en", current_stage="awaiting_requester")
    (place,) = (one for one in page.outside if one.is_current)
    assert place.label == "Awaiting completion by the requester"


def test_a_case_off_the_path_is_shown_beside_the_table_and_marked_where_it_left() -> None:
    page = sop_page(definition(SOP), language="id", current_stage="decline_with_head", came_from="with_section")
    (place,) = (one for one in page.outside if one.is_current)
    assert place.label == "Surat penolakan menunggu tanda tangan Kepala Dinas"
    assert "Keluar di sini" in page.chart


def test_another_revision_has_its_own_page() -> None:
    revision = load(OTHER, known_acts=None, known_positions=None)
    page = sop_page(revision, language="id")
    labels = {mark.label for card in page.cards for mark in card.marks}
    assert not any("Seksi" in label for label in labels)


def test_charts_on_one_page_have_ids_of_their_own() -> None:
    page = sop_page(definition(SOP), language="id")
    ids = [part.split('"')[0] for chart in (page.chart, *page.print_charts) for part in chart.split(' id="')[1:]]
    assert len(ids) == len(set(ids)) > 0


@pytest.mark.parametrize("nip", ["", "12"])
def test_a_short_nip_does_not_break(nip: str) -> None:
    assert masked_nip(nip) == nip


def test_a_filled_in_date_is_written_in_indonesian() -> None:
    signed = definition(SOP)
    revised = replace(signed, identity=replace(signed.identity, revised_on=date(2026, 5, 4)))
    assert sop_page(revised, language="en").revised_on == "4 Mei 2026"


def test_the_process_is_fetched_as_bpmn_in_the_language_of_the_page(cast: Cast, client: Client) -> None:
    assert 'href="/o/diskominfo-sumbar/sop/proses.bpmn"' in shown(client)
    fetched = client.get("/o/diskominfo-sumbar/sop/proses.bpmn?bahasa=en")
    assert fetched["Content-Type"] == "application/xml"
    assert fetched["Content-Disposition"] == f'attachment; filename="sop-{SOP}.bpmn"'
    assert fetched.content == bpmn_xml(definition(SOP), language="en")
