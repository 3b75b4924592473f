"""Contents to typeset: each document as a real case fills it, with nothing but what it must have, and far too long."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from PIL import Image

from simcap.documents.content import (
    Count,
    Letterhead,
    Paper,
    Paraf,
    Person,
    Photo,
    SignatureBlock,
    SigningForm,
    Verification,
)
from simcap.step1_disposition.content import Addressee, DispositionSheet, Tier
from simcap.step2_assignment.content import AssignmentLetter, CrewMember
from simcap.step3_fieldwork.content import (
    CheckLine,
    EquipmentLine,
    FieldReport,
    Figures,
    HandOverList,
    HostConfirmation,
    LogLine,
)
from simcap.step4_record.content import ActivityReport, Difference, ReportState, SopTime
from simcap.stewardship.content import DestroyedLine, DestructionRecord, IncidentNotice

WIB = timezone(timedelta(hours=7))


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of November 2026, WIB."""
    return datetime(2026, 11, day, hour, minute, tzinfo=WIB)


def jpeg(width: int = 400, height: int = 300, *, colour: str = "#0a489f", **options: Any) -> bytes:
    """A small picture of one colour."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(made, "JPEG", **options)
    return made.getvalue()


ISSUED_AT = at(23, 9, 10)
FILES = {"logo.jpg": jpeg(200, 230)} | {f"foto-{n}.jpg": jpeg(colour=f"#0a48{n:02x}") for n in range(12)}
NASTY = (
    "#panic() *tebal* _miring_ @kutip <label> $x$ `raw` \\ // /* */ = judul \U0001f389 \u6f22\u5b57 \u0000\ue000"
    " \u0628\u0633\u0645 \u05e9\u05dc\u05d5\u05dd " + "x" * 300
)
LONG_NOTE = "\n".join(f"Baris catatan {n}: tolong dipelajari dan dilaporkan hasilnya." for n in range(300))

HEAD = Letterhead(
    lines=("Pemerintah Provinsi Sumatera Barat",),
    office="Dinas Komunikasi dan Informatika",
    address="Jalan Contoh Nomor 1, Padang",
    place="Padang",
    logo="logo.jpg",
)
BARE = Letterhead(lines=(), office="Dinas Kominfo")
CHECK = Verification(url="https://simcap.example/o/dinas/periksa/0f3a9c2e71b84d56a0c1e2f3a4b5c6d7", code="7K3M-Q9TD")
SIGNATURE = SignatureBlock(
    title="Kepala Dinas Komunikasi dan Informatika",
    name="Kepala Dinas (contoh)",
    nip="19700101 199503 1 001",
    grade="Pembina Utama Muda (IV/c)",
    signed_at=at(23),
)
UNSIGNED = SignatureBlock(title="Kepala Dinas")
PARAF = (
    Paraf(position="Kepala Seksi Infrastruktur TIK", name="Kepala Seksi (contoh)", initialled_at=at(20, 10)),
    Paraf(position="Kepala Bidang Aplikasi Informatika", merged=True),
)
WHERE = {"event": "Festival (data contoh)", "place": "Nagari Contoh", "starts_at": at(25, 8), "ends_at": at(26, 16)}
BARE_WHERE = {"letterhead": BARE, "event": "Ujian", "place": "SMA", "starts_at": at(25, 8), "ends_at": at(25, 16)}
NUMBER = "800.1.11.1/091/DISKOMINFO/XI/2026"
CREW = (
    CrewMember(
        name="Koordinator (contoh)", nip="19850505 201001 1 005", grade="Penata (III/c)", role="Koordinator TIM"
    ),
    CrewMember(name="Teknisi Satu (contoh)", role="TIM Teknis"),
)

ASSIGNMENT = AssignmentLetter(
    letterhead=HEAD,
    **WHERE,
    number=NUMBER,
    basis=("Surat Wali Nagari Contoh nomor 005/112/2026;", "Disposisi Kepala Dinas."),
    crew=CREW,
    tasks=("Mengoperasikan Mobile MCAP;", "Membuat laporan lapangan."),
    signature=SIGNATURE,
    issued_on=date(2026, 11, 23),
    vehicle="Mobil MCAP",
    plate="BA 1234 XX",
    budget_source="DPA Dinas",
    budget_code="2.16.03",
    travel_reference="090/117/2026",
    paraf=PARAF,
    copies_to=("Sekretaris Dinas;", "Wali Nagari Contoh."),
    verification=CHECK,
)
BARE_ASSIGNMENT = AssignmentLetter(
    **BARE_WHERE,
    basis=("Surat permintaan.",),
    crew=(CrewMember(name="Teknisi"),),
    tasks=("Bertugas.",),
    signature=UNSIGNED,
)
LONG_ASSIGNMENT = replace(
    ASSIGNMENT,
    letterhead=replace(HEAD, paper=Paper.F4),
    event=NASTY,
    tasks=(LONG_NOTE, NASTY),
    crew=CREW * 20,
    signature=replace(SIGNATURE, form=SigningForm.UB, via_title="Sekretaris", own_title="Kepala Bidang"),
)

TIER = Tier(
    giver="Kepala Dinas",
    addressees=(
        Addressee(position="Kepala Bidang Aplikasi Informatika", responsible=True),
        Addressee(position="Sekretaris Dinas"),
    ),
    instructions=("untuk ditindaklanjuti", "siapkan SPT"),
    note="Prioritaskan.",
    urgency="Segera",
    security="B (biasa)",
    due_on=date(2026, 11, 25),
    paraf_name="Kepala Dinas (contoh)",
    paraf_at=at(17, 9, 10),
)
DISPOSITION = DispositionSheet(
    letterhead=HEAD,
    agenda_number="0123/2026",
    sender="Wali Nagari Contoh",
    letter_number="005/112/2026",
    letter_on=date(2026, 11, 16),
    received_at=at(17, 8, 5),
    subject="Permohonan fasilitasi internet",
    urgency="Segera",
    security="B (biasa)",
    tiers=(TIER, replace(TIER, giver="Plh. Kepala Bidang", merged=True, superseded_note="Digantikan 18-11-2026.")),
    verification=CHECK,
)
BARE_DISPOSITION = DispositionSheet(
    letterhead=BARE,
    agenda_number="1",
    sender="SMA",
    letter_number="",
    letter_on=None,
    received_at=None,
    subject="Internet",
)
LONG_DISPOSITION = replace(
    DISPOSITION,
    subject=NASTY,
    tiers=(replace(TIER, note=LONG_NOTE, addressees=TIER.addressees * 8), replace(TIER, giver=NASTY)),
)

EQUIPMENT = (
    EquipmentLine(
        name="Laptop", code="MCAP-LT", out_count=8, condition_out="baik", returned_count=8, condition_in="baik"
    ),
    EquipmentLine(name="Gulungan kabel", out_count=4, unit="buah", returned_count=3, note="satu tertinggal"),
)
HAND_OVER = HandOverList(
    letterhead=HEAD,
    **WHERE,
    assignment_number=NUMBER,
    equipment=EQUIPMENT,
    checklist=(
        CheckLine(text="UPS terisi", done=True, checked_by="Teknisi Satu (contoh)", checked_at=at(24, 14)),
        CheckLine(text="Kotak P3K", done=False),
    ),
    odometer_out_km=45210,
    handed_over_by=Person(name="Pengurus Barang (contoh)"),
    received_by=Person(name="Teknisi Satu (contoh)", position="TIM Teknis"),
    handed_over_at=at(24, 15),
    verification=CHECK,
)
BARE_HAND_OVER = HandOverList(**BARE_WHERE, assignment_number="1", equipment=())
LONG_HAND_OVER = replace(HAND_OVER, equipment=tuple(replace(line, note="kata" * 40) for line in EQUIPMENT * 20))

FIGURES = Figures(
    hours_on_air=Decimal("14.5"),
    visitors_male_count=612,
    visitors_female_count=734,
    visitors_disability_count=9,
    visitors_by_age=(Count(label="12–17 tahun", count=640), Count(label="18–25 tahun", count=281)),
    visitors_by_hour=(Count(label="08.00–09.00", count=40), Count(label="09.00–10.00", count=0)),
    devices_count=388,
    down_mbps=Decimal("87.4"),
    up_mbps=Decimal("12.25"),
    latency_ms=48,
    outages_count=2,
    outages_minutes=17,
    fuel_litres=Decimal("31.5"),
    odometer_out_km=45210,
    odometer_in_km=45398,
    incidents_count=1,
)
LOG = (
    LogLine(
        at=at(25, 8), kind="Pengukuran", text="Terminal terpasang.", measurement="unduh 87,4 Mbps", author="Teknisi"
    ),
    LogLine(at=at(25, 10), kind="Gangguan", text="Hujan lebat.", recorded_late=True),
)
PHOTOS = tuple(
    Photo(file=f"foto-{n}.jpg", caption=f"Kegiatan ke-{n}" if n else "", kind="Pelayanan", taken_at=at(25, 10, n))
    for n in range(12)
)
FIELD_REPORT = FieldReport(
    letterhead=HEAD,
    **WHERE,
    assignment_number=NUMBER,
    assignment_on=date(2026, 11, 23),
    figures=FIGURES,
    departed_at=at(25, 5, 30),
    crew=(Person(name="Teknisi Satu (contoh)", position="TIM Teknis"),),
    incidents=("Genset mati 8 menit.",),
    equipment=EQUIPMENT,
    log=LOG,
    confirmation=HostConfirmation(name="Wali Nagari (contoh)", confirmed_at=at(26, 15, 50), photo=PHOTOS[0]),
    photos=PHOTOS[:3],
    prepared_by=Person(name="Teknisi Satu (contoh)"),
    prepared_at=at(26, 19, 30),
    verification=CHECK,
)
BARE_FIELD_REPORT = FieldReport(**BARE_WHERE, assignment_number="1", figures=Figures())
LONG_FIELD_REPORT = replace(
    FIELD_REPORT,
    event=NASTY,
    log=(*(LOG * 30), replace(LOG[0], text=LONG_NOTE)),
    confirmation=HostConfirmation(name="Tuan rumah", statement=LONG_NOTE, photo=replace(PHOTOS[0], caption=NASTY)),
)

REPORT = ActivityReport(
    letterhead=HEAD,
    **WHERE,
    requester="Wali Nagari Contoh",
    assignment_number=NUMBER,
    signature=SIGNATURE,
    figures=FIGURES,
    number="400.14.5.6/027/DISKOMINFO/XI/2026",
    issued_on=date(2026, 11, 30),
    general=("Mobile MCAP membawa akses internet ke tempat yang belum terlayani.",),
    basis=ASSIGNMENT.basis,
    crew=(Person(name="Koordinator (contoh)", position="Koordinator TIM"),),
    obstacles=("Jalan masuk sempit.",),
    differences=(Difference(subject="Pengunjung", planned="800", actual="1.346", explanation="Sekolah ikut hadir."),),
    conclusions=("Layanan berjalan sesuai SPT.",),
    times=(
        SopTime(
            step="1. Disposisi",
            standard="±5 menit",
            waiting_minutes=42,
            handling_minutes=9,
            verdict="lewat",
            breached=True,
        ),
        SopTime(step="3. Kegiatan", standard="Tentatif", handling_minutes=960, verdict="sesuai"),
    ),
    photos=PHOTOS,
    paraf=PARAF,
    copies_to=ASSIGNMENT.copies_to,
    verification=CHECK,
)
BARE_REPORT = ActivityReport(
    **BARE_WHERE,
    requester="SMA",
    assignment_number="1",
    signature=UNSIGNED,
    figures=Figures(),
    state=ReportState.RECORD,
)
LONG_REPORT = replace(REPORT, event=NASTY, general=(LONG_NOTE, NASTY), obstacles=(NASTY,) * 5, closing=(LONG_NOTE,))

DESTROYED = DestroyedLine(
    number="0001/2021", about="Festival Nagari Contoh", closed_on=date(2021, 6, 8), due_on=date(2026, 6, 8),
    file_count=20, detail_count=9,
)  # fmt: skip
DESTRUCTION = DestructionRecord(
    letterhead=HEAD, number="000.5/001/DISKOMINFO/XI/2026", kind="Berkas fasilitasi",
    schedule="aktif 2 tahun, inaktif 3 tahun, musnah (JRA contoh)", basis="Tidak bernilai guna lagi.",
    proposed_by="Agendaris (contoh) (Agendaris)", proposed_at=at(25), approved_by="Kepala Dinas (contoh)",
    approved_at=at(26), finished_at=at(26, 10), destroyed=(DESTROYED,),
    excluded=(replace(DESTROYED, note="Ditahan: pemeriksaan."),), issued_on=date(2026, 11, 26), signature=SIGNATURE,
    verification=CHECK,
)  # fmt: skip
BARE_DESTRUCTION = replace(DESTRUCTION, basis="", destroyed=(), excluded=())
LONG_DESTRUCTION = replace(DESTRUCTION, basis=LONG_NOTE, destroyed=(replace(DESTROYED, about=NASTY),) * 80)
NOTICE = IncidentNotice(
    letterhead=HEAD, title="Ponsel dinas hilang", noticed_at=at(25), due_at=at(28), happened="Hilang di perjalanan.",
    data_kinds="Nama dan telepon narahubung.", people_count=12, consequences="Dapat dihubungi orang lain.",
    measures="Sesi dicabut.", contact="Pejabat PDP (contoh)", drafted_on=date(2026, 11, 25),
    signer=Person(name="", position="Kepala Dinas"),
)  # fmt: skip
BARE_NOTICE = replace(NOTICE, people_count=None, measures="", contact="")
LONG_NOTICE = replace(NOTICE, title=NASTY, happened=LONG_NOTE, measures=LONG_NOTE)

DOCUMENTS: dict[str, tuple[str, Any]] = {
    "rich destruction": ("destruction_record", DESTRUCTION),
    "bare destruction": ("destruction_record", BARE_DESTRUCTION),
    "overlong destruction": ("destruction_record", LONG_DESTRUCTION),
    "rich notice": ("incident_notice", NOTICE),
    "bare notice": ("incident_notice", BARE_NOTICE),
    "overlong notice": ("incident_notice", LONG_NOTICE),
    "rich disposition": ("disposition_sheet", DISPOSITION),
    "bare disposition": ("disposition_sheet", BARE_DISPOSITION),
    "overlong disposition": ("disposition_sheet", LONG_DISPOSITION),
    "rich assignment": ("assignment_letter", ASSIGNMENT),
    "bare assignment": ("assignment_letter", BARE_ASSIGNMENT),
    "overlong assignment": ("assignment_letter", LONG_ASSIGNMENT),
    "rich hand-over": ("hand_over_list", HAND_OVER),
    "bare hand-over": ("hand_over_list", BARE_HAND_OVER),
    "overlong hand-over": ("hand_over_list", LONG_HAND_OVER),
    "rich field report": ("field_report", FIELD_REPORT),
    "bare field report": ("field_report", BARE_FIELD_REPORT),
    "overlong field report": ("field_report", LONG_FIELD_REPORT),
    "rich report": ("activity_report", REPORT),
    "bare report": ("activity_report", BARE_REPORT),
    "overlong report": ("activity_report", LONG_REPORT),
}
