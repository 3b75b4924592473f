"""A day in the office: ten cases in parallel, four exceptions, one absent Kabid. docs/satu-hari.md tells the same.

Each test is one hour of the day; the page in the handbook has one heading for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator
from pytest_django.live_server_helper import LiveServer

from simcap import clock
from simcap.documents.models import Document
from simcap.facilitation.models import Facilitation
from simcap.intake.queries import answer_token
from simcap.journal.verify import verify
from simcap.management.demo import paper
from tests.cast import PATH, WIB, Cast, png

from .person import Person, Size

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
TOLD = ROOT / "docs" / "satu-hari.md"
#: The nine cases that are under way when the day begins, and where; the tenth comes in by post.
UNDER_WAY = {
    "Festival pesisir (data contoh)": "with_head",
    "Posko banjir Malalak (data contoh)": "with_head",
    "Bazar UMKM danau (data contoh)": "with_head",
    "Ujian sekolah Sikabau (data contoh)": "with_section",
    "Literasi pelajar Siberut (data contoh)": "spt_with_division",
    "Pekan budaya Pagaruyung (data contoh)": "assigned",
    "Layanan kependudukan (data contoh)": "assigned",
    "Jambore nagari (data contoh)": "spt_with_section",
    "Alek nagari Kapau (data contoh)": "returned",
}
(FESTIVAL, FLOOD, BAZAAR, EXAM, LITERACY, CULTURE, CIVIL, JAMBOREE, FEAST) = UNDER_WAY
LETTER = "Pelatihan guru Sungai Dareh (data contoh)"
PHONES = ("kadis", "koordinator", "teknisi1")


@dataclass
class Office:
    """Everybody's window, kept as long as the day lasts."""

    browser: Browser
    base: str
    cast: Cast
    windows: dict[str, Person] = field(default_factory=dict)

    def window(self, username: str) -> Person:
        """The window of a person; he signs in when he first opens it."""
        if username not in self.windows:
            size: Size = "phone" if username in PHONES else "desktop"
            self.windows[username] = Person.at(self.browser, self.base, size=size, accept_downloads=True)
            if username != "pemohon":
                self.windows[username].is_signed_in_as(username)
        return self.windows[username]

    @contextmanager
    def turn(self, username: str, event: str, act: str, at: datetime) -> Iterator[Person]:
        """His turn: he finds the case on his desk and presses its button; at the end he sends the act."""
        with clock.scripted(at):
            person = self.window(username)
            person.go("/desk/")
            card(person, event).get_by_role("button", name=act, exact=True).or_(
                card(person, event).get_by_role("link", name=act)
            ).first.click()
            person.arrives(act)
            yield person
            sent(person, act)

    @contextmanager
    def aside(self, username: str, event: str, act: str, at: datetime) -> Iterator[Person]:
        """Something else than his turn: he opens the case and takes it from the menu there."""
        with clock.scripted(at):
            person = self.window(username)
            person.go(f"/cases/{case(event).uid}/")
            person.page.locator("summary", has_text="Tindakan lain").locator("visible=true").first.click()
            person.page.get_by_role("link", name=re.compile(f"^{act}")).locator("visible=true").first.click()
            person.arrives(act)
            yield person
            sent(person, act)


def card(person: Person, event: str) -> Locator:
    return person.page.get_by_role("listitem").filter(has_text=event).first


def sent(person: Person, act: str) -> None:
    person.press(act)
    person.page.get_by_role("status").filter(visible=True).first.wait_for()
    assert person.page.locator(".error-summary").count() == 0


def case(event: str) -> Facilitation:
    return Facilitation.objects.get(event=event)


def stands(event: str) -> tuple[str, str]:
    found = case(event)
    return found.stage, found.beside


def at(hour: int, minute: int = 0, *, day: int = 9) -> datetime:
    """A moment of the day, Tuesday 9 June 2026, or of another day of that month."""
    return datetime(2026, 6, day, hour, minute, tzinfo=WIB)


@pytest.fixture(scope="module")
def office(chromium: Browser, site: LiveServer, house: Cast) -> Office:
    """The office as it was left on Monday evening."""
    for number, (event, stage) in enumerate(UNDER_WAY.items()):
        with clock.scripted(at(8 + number % 7, 10, day=8)):
            house.do("agendaris", "register", {"event": event, "letter_number": f"140/{number}/2026"})
            for who, act in PATH[1:]:
                if case(event).stage == stage:
                    break
                house.do(who, act)
    return Office(chromium, site.url, house)


def test_0745_the_kabid_is_away_and_the_secretary_stands_in(office: Office) -> None:
    with clock.scripted(at(7, 45)):
        desk = office.window("agendaris")
        desk.go("/absences/new/")
        desk.choose("Pegawai", "Kepala Bidang Aptika (contoh)")
        desk.tick("Dinas luar")
        desk.fill("Sejak", "2026-06-09")
        desk.fill("Sampai dengan", "2026-06-10")
        sent(desk, "Catat")
        admin = office.window("admin")
        admin.go("/absences/")
        admin.page.get_by_role("main").get_by_role("link", name="Kepala Bidang Aptika (contoh)").first.click()
        admin.choose("Plh.", "Sekretaris Dinas (contoh)")
        admin.fill("Dasar", "ST 800/12/2026")
        sent(admin, "Tunjuk Plh.")


def test_0800_a_letter_comes_in_by_post(office: Office) -> None:
    with clock.scripted(at(8)):
        desk = office.window("agendaris")
        desk.go("/cases/new/")
        desk.upload("Surat permintaan", "surat.jpg", paper.signed_page("Kepala Sekolah (contoh)", LETTER), "image/jpeg")
        for label, value in {
            "Instansi pemohon": "SMA Negeri Pulau Punjung (contoh)", "Nomor surat": "421/77/SMA/2026",
            "Tanggal surat": "2026-06-05", "Perihal": "Permohonan fasilitasi", "Nama kegiatan": LETTER,
            "Perkiraan pengunjung": 60, "Lokasi": "Aula sekolah", "Nama narahubung": "Narahubung (contoh)",
            "Telepon narahubung": "0812 0000 0001",
        }.items():  # fmt: skip
            desk.fill(label, value)
        desk.fill_moment("Mulai", at(8, day=24))
        desk.fill_moment("Selesai", at(15, day=24))
        for label, option in {
            "Kabupaten/kota": "Kabupaten Dharmasraya", "Kecamatan": "Pulau Punjung",
            "Nagari/desa/kelurahan": "Sungai Dareh", "Tujuan": "Sekolah", "Listrik di lokasi": "Ada, PLN",
            "Sinyal di lokasi": "Lemah", "Akses jalan": "Aspal, dapat dilalui mobil besar",
        }.items():  # fmt: skip
            desk.choose(label, option)
        desk.tick("Unit belajar dengan laptop")
        desk.press("Daftarkan surat")
        desk.arrives("Tanda terima surat")
    assert stands(LETTER) == ("with_head", "")


def test_0815_the_head_decides_on_his_phone_what_is_done_and_what_is_not(office: Office) -> None:
    for event in (FLOOD, LETTER):
        with office.turn("kadis", event, "Disposisikan", at(8, 15)) as head:
            head.tick("Fasilitasi sesuai ketentuan")
    assert stands(FLOOD) == ("with_division", "")
    with office.aside("kadis", BAZAAR, "Tolak permintaan", at(8, 25)) as head:
        head.choose("Alasan pokok", "Kendaraan sudah terjadwal di tempat lain")
        head.fill("Penjelasan untuk pemohon", "Pada tanggal itu kendaraan bertugas di posko banjir.")
    assert stands(BAZAAR) == ("decline_draft", "")


def test_0845_a_disposition_goes_to_the_wrong_place_and_is_withdrawn_unread(office: Office) -> None:
    with office.turn("kadis", FESTIVAL, "Disposisikan", at(8, 45)) as head:
        head.tick("Untuk diketahui")
    with office.aside("kadis", FESTIVAL, "Tarik disposisi", at(8, 50)) as head:
        head.fill("Alasan", "Instruksinya keliru.")
    with office.turn("kadis", FESTIVAL, "Disposisikan", at(8, 55)) as head:
        head.tick("Fasilitasi sesuai ketentuan")
    assert list(case(FESTIVAL).dispositions.order_by("id").values_list("ending", flat=True)) == ["withdrawn", ""]


def test_0900_the_secretary_does_the_kabid_s_work_as_plh(office: Office) -> None:
    for event in (FLOOD, LETTER, FESTIVAL):
        with office.turn("sekretaris", event, "Teruskan", at(9)) as acting:
            acting.sees("Plh. Kepala Bidang Aplikasi Informatika")
            acting.tick("Untuk ditindaklanjuti")
    with office.turn("sekretaris", LITERACY, "Paraf", at(9, 20)):
        pass
    assert stands(LITERACY) == ("spt_with_head", "")
    with clock.scripted(at(9, 25)):
        absent = office.window("kabid")
        absent.go("/desk/")
        assert card(absent, JAMBOREE).get_by_role("button").count() == 0


def test_0930_the_section_names_coordinators_and_initials(office: Office) -> None:
    for event in (EXAM, FLOOD):
        with office.turn("seksi", event, "Tunjuk koordinator", at(9, 30)) as section:
            section.choose("Koordinator TIM", "Koordinator TIM (contoh)")
            section.tick("Siapkan SPT")
    with office.turn("seksi", JAMBOREE, "Paraf", at(9, 45)):
        pass
    with office.turn("seksi", BAZAAR, "Susun surat penolakan", at(9, 50)) as section:
        section.fill("Saran atau jalan keluar", "Kendaraan tersedia kembali pada akhir bulan.")
    assert stands(BAZAAR) == ("decline_with_division", "")


def test_1000_a_requester_postpones_and_the_spt_follows(office: Office) -> None:
    with clock.scripted(at(10)):
        asks = office.window("pemohon")
        asks.go(f"/o/{office.cast.office.slug}/jawab/{answer_token(case(CULTURE))}/tunda/")
        asks.fill_moment("Mulai yang baru", at(8, day=26))
        asks.fill_moment("Selesai yang baru", at(16, day=26))
        asks.fill("Alasan", "Panitia mengundurkan acara.")
        asks.page.locator("main form button[type=submit]").locator("visible=true").first.click()
        asks.page.get_by_role("status").or_(asks.page.locator(".said")).first.wait_for()
    assert stands(CULTURE) == ("assigned", "amend_draft")
    with office.turn("seksi", CULTURE, "Susun perubahan SPT", at(10, 15)):
        pass
    for event, act in ((CULTURE, "Paraf perubahan SPT"), (BAZAAR, "Paraf surat penolakan"), (JAMBOREE, "Paraf")):
        with office.turn("sekretaris", event, act, at(10, 30)):
            pass


def test_1100_the_head_signs_everything_in_one_go(office: Office) -> None:
    for event, act in (
        (LITERACY, "Tanda tangani SPT"), (JAMBOREE, "Tanda tangani SPT"),
        (CULTURE, "Tanda tangani perubahan SPT"), (BAZAAR, "Tanda tangani surat penolakan"),
    ):  # fmt: skip
        with office.turn("kadis", event, act, at(11)):
            pass
    assert stands(CULTURE) == ("assigned", "")
    assert stands(BAZAAR) == ("declined", "")
    letters = Document.objects.filter(case_uid=case(CULTURE).uid, kind="assignment_letter").order_by("serial")
    assert [one.status for one in letters] == ["replaced", "in_force"]


def test_1130_a_coordinator_drafts_an_spt(office: Office) -> None:
    with office.turn("koordinator", EXAM, "Catat dan susun SPT", at(11, 30)) as person:
        person.choose("Kendaraan", "Mobile MCAP")
        person.fill("Sumber anggaran", "DPA Diskominfo 2026 (contoh)")
        person.page.locator("[name=crew-0-officer]").select_option(label="Teknisi 1 (contoh)")
        person.page.locator("[name=crew-0-duty]").fill("Teknisi")
    assert stands(EXAM) == ("spt_with_section", "")


def test_1300_the_crew_makes_ready_and_the_other_facilitation_is_cancelled_by_letter(office: Office) -> None:
    with office.turn("teknisi1", JAMBOREE, "Nyatakan siap", at(13)) as crew:
        rows = crew.page.locator(".check-line")
        for number in range(rows.count()):
            rows.nth(number).tap()
        crew.fill("Odometer berangkat (km)", 24_000)
    with office.aside("agendaris", CIVIL, "Batalkan", at(13, 20)) as desk:
        desk.fill("Alasan", "Acara digabung dengan kabupaten.")
        desk.upload("Surat pembatalan", "batal.png", png(), "image/png")
    assert stands(CIVIL) == ("cancelled", "")
    assert Document.objects.get(case_uid=case(CIVIL).uid, kind="assignment_letter").status == "revoked"


def test_1400_yesterday_s_activity_is_recorded_and_reported(office: Office) -> None:
    with office.turn("koordinator", FEAST, "Catat fasilitasi", at(14)) as person:
        person.page.locator("[name=confirmed]").check(force=True)
        person.fill("Hasil", "Layanan diberikan sesuai permintaan.")
        person.fill("Simpulan", "Berjalan baik.")
        for box in person.page.locator("[name^=differences-][name$=-explanation]").all():
            box.fill("Sesuai keadaan lapangan.")
    for who, act, minute in (("seksi", "Paraf laporan", 20), ("sekretaris", "Paraf laporan", 30)):
        with office.turn(who, FEAST, act, at(14, minute)):
            pass
    with office.turn("kadis", FEAST, "Terima laporan", at(14, 45)):
        pass
    assert stands(FEAST) == ("closed", "")


def test_1530_the_front_desk_closes_the_book_and_the_auditor_looks(office: Office) -> None:
    with clock.scripted(at(15, 30)):
        desk = office.window("agendaris")
        desk.go("/desk/")
        desk.follow("Register")
        desk.page.get_by_role("main").get_by_role("link", name=re.compile("^Buku agenda")).first.click()
        desk.sees(LETTER)
        auditor = office.window("auditor")
        auditor.go(f"/cases/{case(BAZAAR).uid}/journal/")
        auditor.sees("menandatangani surat penolakan")
    assert verify().sound


def test_the_kabid_comes_back_and_reads_what_was_done_for_him(office: Office) -> None:
    with clock.scripted(at(7, 40, day=11)):
        kabid = office.window("kabid")
        kabid.go("/desk/")
        kabid.sees("Selama Anda tidak di tempat")
    assert office.windows["kabid"].complaints == []


def test_the_ten_cases_stand_where_the_day_has_left_them() -> None:
    assert {event: stands(event)[0] for event in (*UNDER_WAY, LETTER)} == {
        FESTIVAL: "with_section", FLOOD: "to_record", BAZAAR: "declined", EXAM: "spt_with_section",
        LITERACY: "assigned", CULTURE: "assigned", CIVIL: "cancelled", JAMBOREE: "prepared", FEAST: "closed",
        LETTER: "with_section",
    }  # fmt: skip


def test_the_handbook_tells_the_same_hours() -> None:
    told = re.findall(r"^## Pukul (\d\d)\.(\d\d)", TOLD.read_text(), re.MULTILINE)
    here = [(name[5:7], name[7:9]) for name in globals() if re.match(r"test_\d{4}_", name)]
    assert told == here
