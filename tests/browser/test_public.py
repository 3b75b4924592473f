"""A requester without JavaScript: the request, its receipt, tracking, and the answer by the secret link."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simcap.facilitation.models import Facilitation
from simcap.management.demo import paper
from tests.cast import Cast, first_village

from .person import Person

pytestmark = pytest.mark.browser
REQUEST = "/o/diskominfo-sumbar/permintaan/"
EVENT = "Pekan baca Inderapura (data contoh)"
WINDOW = {"Mulai": "2026-07-01T08:00", "Selesai": "2026-07-01T16:00"}


def write(person: Person, **changes: str) -> None:
    """What the requester types; the place and the letter left out."""
    typed = {
        "Instansi pemohon": "Pemerintah Nagari (contoh)",
        "Nomor surat": "7/2026",
        "Tanggal surat": "2026-06-05",
        "Perihal": "Permohonan fasilitasi",
        "Nama kegiatan": EVENT,
        "Perkiraan pengunjung": "120",
        "Lokasi": "Balai nagari",
        "Nama narahubung": "Narahubung (contoh)",
        "Telepon narahubung": "0812 0000 0000",
        **WINDOW,
        **changes,
    }
    for label, value in typed.items():
        person.fill(label, value)
    for label, option in {
        "Tujuan": "Festival", "Listrik di lokasi": "Ada, PLN", "Sinyal di lokasi": "Lemah", "Akses jalan": "Aspal",
    }.items():  # fmt: skip
        person.choose(label, option)
    person.tick("Akses internet (Wi-Fi)")


def choose_place(person: Person) -> None:
    """Kabupaten, kecamatan, nagari: each next list comes by a button."""
    village = first_village()
    for name, code in {"place_regency": village[:5], "place_district": village[:8], "place": village}.items():
        person.page.select_option(f"[name={name}]", code)
        if name != "place":
            person.press("Tampilkan daftar berikutnya")


def attach(person: Person) -> None:
    """The letter as a photo."""
    letter = {"name": "surat.jpg", "mimeType": "image/jpeg", "buffer": paper.signed_page("Wali Nagari (contoh)", EVENT)}
    person.page.set_input_files("[type=file]", letter)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def seen(house: Cast) -> dict[str, str]:
    """What one test leaves for the next: the addresses on the receipt."""
    return {}


def test_a_request_is_written_place_by_place_and_sent(people: Callable[..., Person], seen: dict[str, str]) -> None:
    person = people(size="phone", java_script_enabled=False)
    person.go(REQUEST)
    write(person)
    attach(person)
    choose_place(person)
    assert person.box("Nama kegiatan").input_value() == EVENT
    person.sees("Sudah diunggah: surat.jpg")
    person.press("Kirim permintaan")
    person.arrives("Permintaan Anda terdaftar")
    case = Facilitation.objects.get(event=EVENT)
    person.sees(case.agenda_number)
    links = person.page.locator("a.whole")
    seen["track"], seen["answer"] = (links.nth(number).inner_text() for number in range(2))
    assert seen["track"].endswith(f"/lacak/{case.tracking_code}/")


def test_a_mistake_keeps_what_was_typed_chosen_and_uploaded(people: Callable[..., Person], house: Cast) -> None:
    person = people(size="phone", java_script_enabled=False)
    person.go(REQUEST)
    write(person, **{"Nama kegiatan": "Kegiatan lain", "Telepon narahubung": "nol delapan"})
    attach(person)
    choose_place(person)
    person.press("Kirim permintaan")
    person.sees("Tulis nomor telepon")
    kept = {label: person.box(label).input_value() for label in ("Nama kegiatan", "Telepon narahubung", "Mulai")}
    assert kept == {"Nama kegiatan": "Kegiatan lain", "Telepon narahubung": "nol delapan", "Mulai": WINDOW["Mulai"]}
    assert person.page.locator("[name=place]").input_value() == first_village()
    person.fill("Telepon narahubung", "0812 0000 0001")
    person.press("Kirim permintaan")
    person.arrives("Permintaan Anda terdaftar")


def test_the_tracking_code_says_where_the_request_is_and_nothing_personal(
    people: Callable[..., Person], seen: dict[str, str]
) -> None:
    person = people(size="phone", java_script_enabled=False)
    person.go("/o/diskominfo-sumbar/lacak/")
    person.fill("Kode lacak", seen["track"].rstrip("/").rsplit("/", 1)[1].lower())
    person.press("Lihat")
    person.arrives(EVENT)
    text = person.page.locator("main").inner_text()
    assert "Kepala Dinas" in text
    assert "Narahubung" not in text
    assert "0812" not in text


def test_the_requester_answers_by_the_secret_link_and_the_case_goes_on(
    people: Callable[..., Person], house: Cast, seen: dict[str, str]
) -> None:
    house.case = Facilitation.objects.get(event=EVENT)
    house.do("kadis", "return_incomplete")
    person = people(size="phone", java_script_enabled=False)
    person.go(seen["track"])
    person.sees("Kami menunggu jawaban Anda.")
    person.go(seen["answer"])
    person.sees("Jam selesai belum tertulis.")
    person.fill("Jawaban Anda", "Sampai pukul 17.00.")
    person.fill("Selesai", "2026-07-01T07:00")
    person.press("Kirim jawaban")
    person.sees("Waktu selesai harus sesudah waktu mulai.")
    assert person.box("Jawaban Anda").input_value() == "Sampai pukul 17.00."
    person.fill("Selesai", "2026-07-01T17:00")
    person.press("Kirim jawaban")
    person.sees("Jawaban Anda sudah kami terima.")
    assert Facilitation.objects.get(event=EVENT).stage == "with_head"
