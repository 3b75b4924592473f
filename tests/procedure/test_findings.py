"""Findings: the defects of the signed SOP, planted ones in a clean form, and no false alarm for other wordings."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcap.procedure.findings.examine import counts, findings_of, findings_of_form, source_of
from simcap.procedure.findings.found import Examined, Finding
from simcap.procedure.findings.spelling import meant
from simcap.procedure.findings.table_rules import table_rules
from simcap.procedure.importing.reading_form import read_form
from simcap.procedure.signed_form import FormRow, SignedForm, form_of
from tests.procedure.files import SIGNED, WITHOUT_SECTION, read, read_text

pytestmark = pytest.mark.once
FILES = Path(__file__).parent.parent / "data"
CLEAN = (FILES / "sop_clean.txt").read_text(encoding="utf-8")


def signed() -> tuple[Finding, ...]:
    definition = read(SIGNED)
    return findings_of(definition, source=source_of(definition))


def rules_of(text: str) -> list[str]:
    return [each.rule for each in findings_of_form(read_form(text.encode()).form)]


def test_the_defects_of_the_signed_sop_are_found():
    assert [(each.rule, each.severity) for each in signed()] == [
        ("law-contradiction", "error"),
        ("effective-date-missing", "error"),
        ("cut-off", "error"),
        ("law-replaced", "warning"),
        ("related-empty", "warning"),
        ("qualifications-are-posts", "warning"),
        ("equipment-are-documents", "warning"),
        ("misspelt", "warning"),
        ("misspelt", "warning"),
        ("about-without-tolerance", "warning"),
        ("window-without-bound", "warning"),
        ("same-output", "warning"),
        ("marks-lost", "warning"),
        ("no-decision", "warning"),
        ("no-refusal", "warning"),
        ("no-other-day", "warning"),
        ("law-amended", "info"),
        ("law-order", "info"),
        ("law-style", "info"),
        ("warnings-without-consequence", "info"),
        ("name-unlike", "info"),
        ("posts-unlike", "info"),
        ("output-is-input", "info"),
    ]
    assert counts(signed()) == {"error": 3, "warning": 13, "info": 7}


def test_a_finding_quotes_the_words_and_names_the_place_in_both_languages():
    first, *_ = signed()
    assert [(place.key, place.quote) for place in first.places] == [
        ("identity.legal_basis[3]", "Undang-undang No 11 Tahun 2011"),
        ("identity.legal_basis[1]", "Undang-undang Nomor 11 Tahun 2008"),
    ]
    assert (first.places[0].label.id, first.places[0].label.en) == ("Dasar Hukum butir 4", "Legal basis, item 4")
    words = [label for each in signed() for label in (each.title, each.why, each.basis, each.advice)]
    assert [label for label in words if not label.id.strip() or not label.en.strip()] == []


def test_the_three_reports_are_one_finding_with_three_places():
    (same,) = (each for each in signed() if each.rule == "same-output")
    assert [place.key for place in same.places] == [f"steps.{no}.output_text" for no in (3, 4, 5)]


def test_an_empty_date_of_revision_is_normal():
    assert [place.key for each in signed() for place in each.places if "revised" in place.key] == []


def test_a_nip_is_never_quoted():
    broken = replace(form_of(read(SIGNED)), signed_by_nip="19680101 198809 9 001")
    (found,) = (each for each in findings_of_form(broken) if each.rule == "nip-malformed")
    assert [place.quote for place in found.places] == [""]


def test_a_clean_form_has_no_finding():
    assert rules_of(CLEAN) == []


PLANTED = [
    ("law-contradiction", "Perubahan atas Undang-Undang Nomor 11 Tahun 2008", "Perubahan atas UU No. 11 Tahun 2018"),
    ("law-contradiction", "Presiden Nomor 95 Tahun 2018", "Presiden Nomor 95 Tahun 2016"),
    ("law-contradiction", "Presiden Nomor 95 Tahun 2018", "Presiden No. 59 Tahun 2018"),
    ("law-contradiction", "7. Peraturan Bupati",
     "8. Perda Nomor 3 Tahun 2019 tentang Pengelolaan SPBE</li><li>9. Peraturan Daerah No 3 Tahun 2018 tentang "
     "Pengelolaan Sistem Pemerintahan Berbasis Elektronik</li><li>10. Peraturan Bupati"),
    ("law-same-number", "Tahun 2022 tentang Kedudukan, Susunan Organisasi, Tugas dan Fungsi.",
     "Tahun 2022</li><li>8. Peraturan Bupati Contoh Nomor 11 Tahun 2021"),
    ("name-unlike", "layanan subdomain akan", "Pelayanan Permohonan Subdomein akan"),
    ("related-empty", "1. SOP Pengelolaan Surat Masuk", "-"),
    ("law-twice", "3. Undang-Undang Nomor 11 Tahun 2020", "3. UU No 11 Tahun 2008 tentang ITE dan UU 11/2020"),
    ("law-after-sop", "Nomor 11 Tahun 2022", "Nomor 11 Tahun 2025"),
    ("law-replaced", "71 Tahun 2019", "82 Tahun 2012"),
    ("law-order", "7. Peraturan Bupati", "7. Undang-Undang Nomor 25 Tahun 2009; Peraturan Bupati"),
    ("law-style", "Peraturan Presiden Nomor", "Perpres No"),
    ("effective-date-missing", "1 Maret 2024", ""),
    ("dates-out-of-order", "1 Maret 2024", "1 Januari 2024"),
    ("related-empty", "<ol><li>1. SOP Pengelolaan Surat Masuk</li></ol>", ""),
    ("qualifications-are-posts", "1. Memahami tata naskah dinas</li><li>2. Mampu mengoperasikan komputer",
     "1. Staf</li><li>2. Kabid"),
    ("equipment-are-documents", "1. Komputer dan jaringan internet", "1. Surat permohonan"),
    ("warnings-without-consequence", "Apabila SOP ini tidak dilaksanakan, layanan subdomain akan terlambat.",
     "Sebagai pedoman layanan subdomain."),
    ("nip-malformed", "197001011995032001", "19701301199503"),
    ("numbering", "<li>2. Mampu", "<li>4. Mampu"),
    ("misspelt", "Komputer dan jaringan internet", "Komputer dan jaringan intrenet"),
    ("misspelt", "Menyetujui permohonan", "Menyetujui permohnan"),
    ("cut-off", "layanan subdomain akan terlambat.", "layanan akan terlambat karena"),
    ("same-output", "1 jam\tPersetujuan", "1 jam\tPermohonan lengkap"),
    ("about-without-tolerance", "30 menit", "± 30 menit"),
    ("about-without-tolerance", "30 menit", "kurang lebih 30 menit"),
    ("window-without-bound", "1 hari\t", "Tentatif\t"),
    ("time-is-range", "30 menit", "15-30 menit"),
    ("time-unmeasurable", "1 jam\t", "secepatnya\t"),
    ("marks-lost", "1\tMengajukan permohonan\tv", "1\tMengajukan permohonan\t"),
    ("performer-idle", "Menyetujui permohonan\t\t\tv", "Menyetujui permohonan\t\tv\t"),
    ("input-from-nobody", "\tPermohonan\t30 menit", "\tPermohonan dari Kepala Bidang\t30 menit"),
    ("input-from-nobody", "\tPermohonan\t30 menit", "\tPermohonan dari kepala yang sah\t30 menit"),
    ("step-numbers", "4\tMembuat", "5\tMembuat"),
    ("posts-unlike", "3. Kepala Bidang: pendidikan minimal S1", "3. Kabid"),
    ("no-refusal", ", bila tidak lengkap dikembalikan", ""),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "old", "new"), PLANTED, ids=lambda value: str(value)[:30])
def test_a_planted_defect_is_found(rule, old, new):
    text = CLEAN.replace(old, new, 1)
    assert rule in rules_of(text)


HARMLESS = [
    ("Undang-Undang Nomor 11 Tahun 2020", "Undang Undang Republik Indonesia Nomor 11 Tahun 2020"),
    ("1. Memahami tata naskah dinas", "1. Staf yang memahami tata naskah dinas"),
    ("2. Formulir permohonan", "2. Kendaraan operasional (mobil) dan Mobile WiFi"),
    ("1. Komputer dan jaringan internet", "1. Sistem, server, poin akses, fasilitas, perawatan peralatan"),
    ("1. SOP Pengelolaan Surat Masuk", "1. SOP Pencatatan Surat di dalam"),
    ("30 menit\tPermohonan lengkap", "30 (tiga puluh) menit kerja\tPermohonan lengkap"),
    ("1 jam\t", "60 mnt\t"),
    ("1 hari\t", "1 (satu) hari kerja\t"),
    ("30 menit\tPermohonan lengkap\t", "± 30 menit\tPermohonan lengkap\ttoleransi 5 menit"),
    ("Tahun 2020 tentang Cipta Kerja", "Tahun 2020 tentang Cipta Kerja (Lembaran Negara Tahun 2020 Nomor 245)"),
    ("Permohonan lengkap dari staf", "Permohonan lengkap dari Pemohon"),
    ("\tPermohonan\t30 menit", "\tPermohonan dari Kepala Sekolah\t30 menit"),
    ("akan terlambat.", "akan terlambat"),
    ("NIP. 197001011995032001", "NIP 19700101 199503 2 001"),
    ("layanan subdomain akan terlambat.", "pelayanan permohonan subdomain terlambat."),
]


@pytest.mark.parametrize(("old", "new"), HARMLESS, ids=lambda value: value[:30])
def test_another_wording_raises_no_alarm(old, new):
    text = CLEAN.replace(old, new, 1)
    assert text != CLEAN
    assert rules_of(text) == []


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("Acces", "access"), ("Access", ""), ("akses", ""), ("Stándar", "standar"), ("mobil", ""), ("Mobile", ""),
        ("kordinator", "koordinator"), ("fasilitas", ""), ("fasilitasi", ""), ("pemerintah", ""), ("pelaksana", ""),
        ("Propinsi", "provinsi"), ("peralatannya", ""), ("services", ""), ("komunkasi", "komunikasi"), ("poin", ""),
    ],
)  # fmt: skip
def test_what_a_word_was_to_be(word, right):
    assert meant(word) == right


def test_a_definition_that_changes_the_signed_words_is_told():
    definition = read(SIGNED)
    tidied = replace(definition, identity=replace(definition.identity, name="Fasilitasi Mobile MCAP"))
    found = [each for each in findings_of(tidied, source=source_of(definition)) if each.rule == "unlike-source"]
    assert [(each.severity, each.places[0].key) for each in found] == [("error", "identity.name")]


def test_another_text_under_the_same_id_is_not_measured_by_the_shipped_source():
    text = SIGNED.read_text(encoding="utf-8").replace("Acces Point", "Access Point")
    assert source_of(read_text(text)) is None


def test_a_source_that_is_no_form_changes_nothing():
    definition = read(SIGNED)
    assert findings_of(definition, source=b"\x89PNG....") == findings_of(definition)


def test_another_revision_without_source_is_examined_too():
    assert {"law-contradiction", "marks-lost"} <= {each.rule for each in findings_of(read(WITHOUT_SECTION))}


WORDS = st.text(max_size=60) | st.sampled_from(
    ["UU No 11 Tahun 2011 tentang ITE", "dari", "± 5 menit", "Perda/ Tahun 0000", "Kabid", "NIP", "a dari Kabid"]
)
ROWS = st.builds(FormRow, no=st.integers(1, 9), signed_no=WORDS, text=WORDS, marked=st.tuples(WORDS), input=WORDS,
                 time=WORDS, output=WORDS, note=WORDS)  # fmt: skip
ITEMS = st.lists(WORDS, max_size=4).map(tuple)


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        SignedForm, name=WORDS, signed_by_nip=WORDS, legal_basis=ITEMS, qualifications=ITEMS, equipment=ITEMS,
        warnings=ITEMS, performers=ITEMS, rows=st.lists(ROWS, max_size=4).map(tuple), made_on=st.none() | st.dates(),
        effective_on=st.none() | st.dates(),
    )
)  # fmt: skip
def test_any_words_are_examined_without_fail(form):
    assert all(each.places for each in findings_of_form(form))


def test_a_form_without_rows_has_no_finding_about_them():
    assert list(table_rules(Examined(SignedForm()))) == []
