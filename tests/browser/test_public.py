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


def write_sender(person: Person, **changes: str) -> None:
    """The first page: who asks."""
    person.go(REQUEST)
    typed = {"Instansi pemohon": "Pemerintah Nagari (contoh)", "Nama narahubung": "Narahubung (contoh)"}
    for label, value in {**typed, "Telepon narahubung": "0812 0000 0000", **changes}.items():
        person.fill(label, value)
    person.press("Lanjut")


def write_event(person: Person, event: str) -> None:
    """The second page: what for and when."""
    for label, value in {"Nama kegiatan": event, "Perkiraan pengunjung": "120", **WINDOW}.items():
        person.fill(label, value)
    person.choose("Tujuan", "Festival")
    person.tick("Akses internet (Wi-Fi)")
    person.press("Lanjut")


def write_place(person: Person) -> None:
    """The third page. Kabupaten, kecamatan, nagari: each next list comes by a button."""
    village = first_village()
    person.fill("Lokasi", "Balai nagari")
    for name, code in {"place_regency": village[:5], "place_district": village[:8], "place": village}.items():
        person.page.select_option(f"[name={name}]", code)
        if name != "place":
            person.press("Tampilkan daftar berikutnya")
    person.fill("Lintang", "-1.92, 101.05")
    for label, option in {"Listrik di lokasi": "Ada, PLN", "Sinyal di lokasi": "Lemah", "Akses jalan": "Aspal"}.items():
        person.choose(label, option)
    person.press("Lanjut")


def write_letter(person: Person, event: str) -> None:
    """The fourth page: the letter as a photo."""
    letter = {"name": "surat.jpg", "mimeType": "image/jpeg", "buffer": paper.signed_page("Wali Nagari (contoh)", event)}
    person.page.set_input_files("[type=file][name=letter]", letter)  # type: ignore[arg-type]
    for label, value in {"Nomor surat": "7/2026", "Tanggal surat": "2026-06-05", "Perihal": "Permohonan"}.items():
        person.fill(label, value)
    person.press("Lanjut")


@pytest.fixture(scope="module")
def seen(house: Cast) -> dict[str, str]:
    """What one test leaves for the next: the addresses on the receipt."""
    return {}


def test_a_request_is_written_page_by_page_and_sent(people: Callable[..., Person], seen: dict[str, str]) -> None:
    person = people(size="phone", java_script_enabled=False)
    write_sender(person)
    person.sees("Simpan tautan ini.")
    write_event(person, EVENT)
    write_place(person)
    write_letter(person, EVENT)
    for told in (EVENT, "-1.92, 101.05", "surat.jpg", "Narahubung (contoh)"):
        person.sees(told)
    person.press("Kirim permintaan")
    person.arrives("Permintaan Anda terdaftar")
    case = Facilitation.objects.get(event=EVENT)
    person.sees(case.agenda_number)
    links = person.page.locator("a.whole")
    seen["track"], seen["answer"] = (links.nth(number).inner_text() for number in range(2))
    assert seen["track"].endswith(f"/lacak/{case.tracking_code}/")


def test_a_mistake_keeps_what_was_typed_chosen_and_uploaded(people: Callable[..., Person], house: Cast) -> None:
    person = people(size="phone", java_script_enabled=False)
    write_sender(person, **{"Telepon narahubung": "nol delapan"})
    person.sees("Tulis nomor telepon")
    assert person.box("Telepon narahubung").input_value() == "nol delapan"
    person.fill("Telepon narahubung", "0812 0000 0001")
    person.press("Lanjut")
    write_event(person, "Kegiatan lain")
    write_place(person)
    write_letter(person, "Kegiatan lain")
    person.press("Kembali")
    person.sees("Sudah diunggah: surat.jpg")
    person.press("Kembali")
    assert person.page.locator("[name=place]").input_value() == first_village()
    person.press("Kegiatan")
    kept = {label: person.box(label).input_value() for label in ("Nama kegiatan", "Mulai")}
    assert kept == {"Nama kegiatan": "Kegiatan lain", "Mulai": WINDOW["Mulai"]}
    person.press("Periksa dan kirim")
    person.press("Kirim permintaan")
    person.arrives("Permintaan Anda terdaftar")


def test_who_stops_goes_on_in_another_browser_by_the_link(people: Callable[..., Person], house: Cast) -> None:
    first = people(size="desktop", java_script_enabled=False)
    write_sender(first)
    write_event(first, "Kegiatan yang tertunda")
    first.press("Simpan, lanjutkan nanti")
    address = first.page.locator("#tautan").inner_text()
    second = people(size="phone", java_script_enabled=False)
    second.go(address)
    second.arrives("Permintaan yang belum dikirim")
    second.follow("Lanjutkan: Tempat")
    write_place(second)
    write_letter(second, "Kegiatan yang tertunda")
    second.press("Kirim permintaan")
    second.arrives("Permintaan Anda terdaftar")
    first.go(address)
    first.arrives("Permintaan Anda terdaftar")


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
