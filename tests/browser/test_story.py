"""The whole SOP in a browser: every performer signs in and does his part by clicking, as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.journal.verify import verify
from simcap.management.demo import paper
from tests.cast import WIB, Cast

from .person import Person, Size

pytestmark = pytest.mark.browser
EVENT = "Pekan literasi Sungai Dareh (data contoh)"
STARTS, ENDS = datetime(2026, 6, 13, 8, 0, tzinfo=WIB), datetime(2026, 6, 13, 16, 0, tzinfo=WIB)
#: Who sits at a desk and who holds a phone.
PHONES = ("koordinator", "teknisi1", "teknisi2")


@dataclass
class Office:
    """Everybody's window: each signs in once, by the form, and keeps his window as long as the story lasts."""

    browser: Browser
    base: str
    windows: dict[tuple[str, Size], Person] = field(default_factory=dict)

    def window(self, username: str, size: Size | None = None) -> Person:
        """The window of a person; he signs in when he first opens it."""
        size = size or ("phone" if username in PHONES else "desktop")
        if (username, size) not in self.windows:
            person = Person.at(self.browser, self.base, size=size, accept_downloads=True)
            person.sign_in(username)
            self.windows[username, size] = person
        return self.windows[username, size]

    @contextmanager
    def turn(self, username: str, act: str, at: datetime, *, size: Size | None = None) -> Iterator[Person]:
        """His turn: he finds the case on his desk and presses the card's button; at the end he sends the act."""
        with clock.scripted(at):
            person = self.window(username, size)
            person.go("/desk/")
            card = person.page.get_by_role("listitem").filter(has_text=EVENT).first
            card.get_by_role("button", name=act, exact=True).or_(card.get_by_role("link", name=act)).first.click()
            person.arrives(act)
            yield person
            person.press(act)
            person.page.get_by_role("status").filter(visible=True).first.wait_for()
            assert person.page.locator(".error-summary").count() == 0


@pytest.fixture(scope="module")
def office(chromium: Browser, site: LiveServer, house: Cast) -> Office:
    return Office(chromium, site.url)


def june(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=WIB)


def stage() -> str:
    return Facilitation.objects.get(event=EVENT).stage


def test_agendaris_registers_the_letter_with_its_scan(office: Office) -> None:
    with clock.scripted(june(8, 8)):
        person = office.window("agendaris")
        person.go("/desk/")
        person.page.get_by_role("main").get_by_role("link", name="Daftarkan surat").click()
        scan = paper.signed_page("Wali Nagari (contoh)", EVENT)
        person.upload("Surat permintaan", "surat.jpg", scan, "image/jpeg")
        for label, value in {
            "Instansi pemohon": "Pemerintah Nagari Sungai Dareh (contoh)",
            "Nomor surat": "140/21/PN-SD/2026",
            "Tanggal surat": "2026-06-05",
            "Perihal": "Permohonan fasilitasi Mobile MCAP",
            "Nama kegiatan": EVENT,
            "Perkiraan pengunjung": 200,
            "Lokasi": "Halaman kantor wali nagari",
            "Nama narahubung": "Narahubung (contoh)",
            "Telepon narahubung": "0812 0000 0000",
            "Surel narahubung": "nagari@contoh.example",
        }.items():
            person.fill(label, value)
        person.fill_moment("Mulai", STARTS)
        person.fill_moment("Selesai", ENDS)
        choose_place(person)
        for label, option in {
            "Tujuan": "Festival atau acara umum", "Listrik di lokasi": "Ada, PLN", "Sinyal di lokasi": "Lemah",
            "Akses jalan": "Aspal, dapat dilalui mobil besar",
        }.items():  # fmt: skip
            person.choose(label, option)
        person.tick("Akses internet (Wi-Fi)")
        person.press("Daftarkan surat")
        person.arrives("Tanda terima surat")
    assert stage() == "with_head"


def choose_place(person: Person) -> None:
    """Kabupaten, kecamatan, nagari: each list follows by itself."""
    for label, option in {
        "Kabupaten/kota": "Kabupaten Dharmasraya",
        "Kecamatan": "Pulau Punjung",
        "Nagari/desa/kelurahan": "Sungai Dareh",
    }.items():
        person.choose(label, option)


def test_the_disposition_goes_down_to_the_section_who_names_the_coordinator(office: Office) -> None:
    with office.turn("kadis", "Disposisikan", june(8, 8, 20)) as head:
        assert head.page.get_by_role("img", name="Halaman pertama: Surat permintaan").is_visible()
        head.tick("Fasilitasi sesuai ketentuan", "Laporkan hasilnya")
        head.fill("Catatan", "Mohon dibantu.")
    with office.turn("kabid", "Teruskan", june(8, 9)) as division:
        division.sees("Mohon dibantu.")
        division.tick("Untuk ditindaklanjuti")
    with office.turn("seksi", "Tunjuk koordinator", june(8, 9, 30)) as section:
        section.choose("Koordinator TIM", "Koordinator TIM (contoh)")
        section.tick("Siapkan SPT")
    assert stage() == "to_record"


def test_the_coordinator_drafts_the_spt_with_lines_for_the_crew(office: Office) -> None:
    with office.turn("koordinator", "Catat dan susun SPT", june(8, 10)) as person:
        person.choose("Kendaraan", "Mobile MCAP")
        person.fill("Sumber anggaran", "DPA Diskominfo 2026 (contoh)")
        for number, name in enumerate(("Teknisi 1 (contoh)", "Teknisi 2 (contoh)")):
            person.page.locator(f"[name=crew-{number}-officer]").select_option(label=name)
            person.page.locator(f"[name=crew-{number}-duty]").fill("Teknisi")
        new = person.page.locator("[name^=crew-][name$=-officer]").count()
        person.press("Tambah baris")
        person.page.locator(f"[name=crew-{new}-officer]").select_option(label="Agendaris (contoh)")
        assert person.page.locator("[name=crew-1-duty]").input_value() == "Teknisi"
        person.press(f"Hapus baris {new + 1}")
        person.page.locator(f"[name=crew-{new}-officer]").wait_for(state="detached")
    assert stage() == "spt_with_section"


def test_paraf_goes_up_and_the_head_signs_by_two_taps_on_his_phone(office: Office) -> None:
    for username, minute in (("seksi", 30), ("kabid", 45)):
        with office.turn(username, "Paraf", june(8, 10, minute)) as official:
            assert official.page.get_by_role("img", name="Halaman pertama: Konsep SPT").is_visible()
    with clock.scripted(june(8, 11)):
        head = office.window("kadis", "phone")
        head.go("/desk/")
        head.page.get_by_role("button", name="Tanda tangani SPT").tap()
        head.page.get_by_role("button", name="Tanda tangani SPT").locator("visible=true").tap()
        head.page.get_by_text("menandatangani SPT").wait_for()
    assert stage() == "assigned"


def test_the_crew_makes_ready_and_the_coordinator_starts(office: Office) -> None:
    with office.turn("teknisi1", "Nyatakan siap", june(12, 14)) as crew:
        rows = crew.page.locator(".check-line")
        for number in range(rows.count()):
            rows.nth(number).tap()
        crew.fill("Odometer berangkat (km)", 24_000)
    with office.turn("koordinator", "Mulai kegiatan", june(13, 8, 5)) as coordinator:
        coordinator.fill("Catatan awal", "Tiba dan memasang perangkat.")
    assert stage() == "running"


def test_the_crew_writes_the_log_with_a_photo(office: Office) -> None:
    with office.turn("teknisi2", "Catat", june(13, 9)) as crew:
        crew.tick("Pengukuran")
        crew.fill("Unduh (Mbps)", "24,6")
        crew.fill("Unggah (Mbps)", "5,2")
        crew.fill("Latensi (ms)", 52)
        crew.fill("Uraian", "Uji sambungan.")
        crew.upload("Foto", "foto.jpg", paper.photo("Pemasangan"), "image/jpeg")
        crew.fill("Keterangan foto", "Kendaraan di lokasi")
    with office.turn("koordinator", "Catat", june(13, 11)) as coordinator:
        coordinator.tick("Pengunjung")
        coordinator.fill("Pengguna/pengunjung", 64)
    assert Facilitation.objects.get(event=EVENT).log_entries.count() == 3


def test_the_crew_finishes_and_the_host_signs_on_the_screen(office: Office) -> None:
    with office.turn("teknisi1", "Selesaikan kegiatan", june(13, 16, 20)) as crew:
        crew.fill_moment("Layanan berakhir", ENDS)
        for label, value in {
            "Lama mengudara": "7,5", "Pengunjung laki-laki": 90, "Pengunjung perempuan": 110, "Anak": 60, "Dewasa": 120,
            "Lansia": 20, "Penyandang disabilitas": 4, "Perangkat terhubung": 64, "Odometer kembali": 24_210,
            "BBM terpakai": "31,5", "Jam genset": "0", "Ringkasan kegiatan": "Layanan berjalan baik.",
            "Nama tuan rumah": "Wali Nagari (contoh)", "Jabatan tuan rumah": "Wali Nagari",
        }.items():  # fmt: skip
            crew.fill(label, value)
        crew.draw("Tanda tangan tuan rumah")
    assert stage() == "returned"


def test_the_record_goes_up_and_the_head_accepts_the_report(office: Office) -> None:
    with office.turn("koordinator", "Catat fasilitasi", june(15, 8)) as coordinator:
        boxes = coordinator.page.get_by_label("Penjelasan")
        for number in range(boxes.count()):
            boxes.nth(number).fill("Mengikuti keadaan di lapangan.")
        coordinator.fill("Simpulan", "Fasilitasi berjalan baik.")
        coordinator.tick("Laporan lapangan sudah saya periksa")
    for username, minute in (("seksi", 30), ("kabid", 45)):
        with office.turn(username, "Paraf laporan", june(15, 8, minute)):
            pass
    with office.turn("kadis", "Terima laporan", june(15, 9)) as head:
        assert head.page.get_by_role("img", name="Halaman pertama: Konsep laporan kegiatan").is_visible()
    assert stage() == "closed"


def test_anyone_in_the_chain_downloads_the_report_and_its_code_leads_to_a_valid_page(office: Office) -> None:
    with clock.scripted(june(15, 10)):
        person = office.window("auditor")
        person.go("/cases/")
        person.follow(EVENT)
        report = person.page.locator(".paper").filter(has_text="Laporan").filter(has_text="berlaku").last
        with person.page.expect_download() as expected:
            report.get_by_role("link", name="Unduh").click()
        assert expected.value.path().read_bytes().startswith(b"%PDF-1.7")
        report.get_by_role("link", name="Periksa").click()
        person.arrives("Laporan")
        verdict = person.page.get_by_role("status").inner_text()
        assert "Asli" in verdict or "berlaku" in verdict


def test_the_journal_is_whole_and_no_window_complained(office: Office) -> None:
    case = Facilitation.objects.get(event=EVENT)
    assert list(verify(chain=f"case:{case.uid}").breaks) == []
    assert {who: person.complaints for who, person in office.windows.items() if person.complaints} == {}
    assert case.closed_at - case.registered_at > timedelta(days=6)
