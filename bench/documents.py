"""Documents: time, bytes and pages of the SPT and of a report with twelve photos; memory after a hundred reports."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter

from PIL import Image

from simcap.documents.content import Count, Letterhead, Paraf, Person, Photo, SignatureBlock, Verification
from simcap.documents.pictures import report_size
from simcap.documents.press import press
from simcap.documents.typeset import render
from simcap.management.demo.paper import photo
from simcap.step2_assignment.content import AssignmentLetter, CrewMember
from simcap.step3_fieldwork.content import Figures
from simcap.step4_record.content import ActivityReport, Difference, ReportState, SopTime

from .figures import Figure

#: Goals of design, "Budgets".
SPT_MS, REPORT_MS, REPORT_KB, RESIDENT_MB = 10, 150, 1000, 200
PHOTOS = 12
REPORTS, QUICK_REPORTS = 100, 20
LETTERS, QUICK_LETTERS = 60, 20

AT = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)
HEAD = Letterhead(
    lines=("PEMERINTAH PROVINSI SUMATERA BARAT",), office="DINAS KOMUNIKASI DAN INFORMATIKA",
    address="Padang, Sumatera Barat (alamat contoh)", place="Padang",
)  # fmt: skip
SIGNATURE = SignatureBlock(
    title="Kepala Dinas Komunikasi dan Informatika", name="Kepala Dinas (contoh)", nip="197001011995031001",
    grade="Pembina Utama Muda (IV/c)", signed_at=AT,
)  # fmt: skip
WINDOW = {"starts_at": AT + timedelta(days=10), "ends_at": AT + timedelta(days=10, hours=8)}
PARAF = tuple(
    Paraf(position=position, name=f"{position} (contoh)", initialled_at=AT)
    for position in ("Kepala Seksi Infrastruktur TIK", "Kepala Bidang Aplikasi Informatika")
)


def letter(number: int) -> AssignmentLetter:
    """An SPT as a real case fills it; each another."""
    return AssignmentLetter(
        letterhead=HEAD, event=f"Festival Nagari {number} (data contoh)", place=f"Halaman kantor wali nagari {number}",
        **WINDOW, number=f"800.1.11.1/{number:03d}/DISKOMINFO/VI/2026", issued_on=date(2026, 6, 8),
        basis=(f"Surat nomor {number}/BENCH/2026 perihal permohonan fasilitasi;", "Disposisi Kepala Dinas;", "SOP."),
        crew=tuple(
            CrewMember(name=f"Pegawai {n} (contoh)", nip=f"19800101200501100{n}", grade="Penata", role="TIM Teknis")
            for n in range(4)
        ),
        tasks=(f"Memasang dan mengoperasikan Mobile MCAP pada kegiatan {number};", "Menyampaikan laporan tertulis."),
        signature=SIGNATURE, vehicle="Mobile MCAP 1", plate="BA 0001 XX", budget_source="DPA Dinas (contoh)",
        paraf=PARAF, copies_to=("Sekretaris Dinas",), verification=_check(number),
    )  # fmt: skip


def _check(number: int) -> Verification:
    token = f"{number * 7919 + 1:032x}"
    return Verification(url=f"https://simcap.example/o/dinas/v/{token}/", code=token[:8].upper())


def report(number: int) -> ActivityReport:
    """A Laporan Kegiatan with twelve photos; each another."""
    figures = Figures(
        hours_on_air=Decimal("7.5"), visitors_male_count=100 + number, visitors_female_count=120,
        visitors_disability_count=3, visitors_by_age=(Count(label="Anak", count=80), Count(label="Dewasa", count=140)),
        visitors_by_hour=tuple(Count(label=f"{hour:02d}.00", count=(hour * number) % 60) for hour in range(8, 16)),
        devices_count=60, down_mbps=Decimal("24.6"), up_mbps=Decimal("5.2"), latency_ms=52, outages_count=1,
        outages_minutes=12, fuel_litres=Decimal("31.5"), odometer_out_km=20_000, odometer_in_km=20_212 + number,
    )  # fmt: skip
    return ActivityReport(
        letterhead=HEAD, event=f"Festival Nagari {number} (data contoh)", place=f"Halaman kantor {number}", **WINDOW,
        requester=f"Pemerintah Nagari Contoh {number}", assignment_number=f"800.1.11.1/{number:03d}/DISKOMINFO/VI/2026",
        signature=SIGNATURE, figures=figures, number=f"500.12/{number:03d}/DISKOMINFO/VI/2026",
        issued_on=date(2026, 6, 20), state=ReportState.ACCEPTED,
        general=(f"Permintaan nomor {number} difasilitasi sesuai SPT.",) * 3,
        activities=("Pemasangan, pelayanan, dan pembongkaran.",) * 4, results=("Layanan berjalan.",) * 3,
        crew=tuple(Person(name=f"Pegawai {n} (contoh)", position="TIM Teknis") for n in range(4)),
        obstacles=("Hujan lebat.",), conclusions=("Berjalan baik.",), suggestions=("Tambah titik akses.",),
        differences=(Difference(subject="Pengunjung", planned="200", actual=f"{220 + number}", explanation="Ramai."),),
        times=tuple(
            SopTime(step=f"Langkah {n}", standard="±15 menit", handling_minutes=n, verdict="sesuai") for n in range(5)
        ),
        photos=tuple(
            Photo(file=f"foto-{n}.jpg", caption=f"Kegiatan {number}, gambar {n}", kind="Foto", taken_at=AT)
            for n in range(PHOTOS)
        ),
        paraf=PARAF, verification=_check(number),
    )  # fmt: skip


def measure(*, quick: bool) -> list[Figure]:
    """Time, size and memory of documents."""
    spt_ms, spt = _timed("assignment_letter", letter, lambda _number: {}, QUICK_LETTERS if quick else LETTERS)
    drawn = [_grained(photo(f"gambar {n}", seed=n), n) for n in range(PHOTOS)]
    begun = perf_counter()
    small = [report_size(one) for one in drawn]
    small_ms = (perf_counter() - begun) * 1000 / PHOTOS
    press().close()  # the memory of reports alone
    count = QUICK_REPORTS if quick else REPORTS
    peak = _Peak()
    report_ms, laporan = _timed("activity_report", report, lambda n: _photos(small, n), count, after_each=peak.look)
    return [
        Figure(name="SPT, warm", value=spt_ms, unit="ms", at_most=SPT_MS, note=_size(spt)),
        Figure(name="report with 12 photos, warm", value=report_ms, unit="ms", at_most=REPORT_MS, note=_size(laporan)),
        Figure(name="  its size", value=len(laporan) / 1000, unit="kB", at_most=REPORT_KB, places=0),
        Figure(name="  made small, each photo (not in the above)", value=small_ms, unit="ms"),
        Figure(
            name=f"resident after {count} reports, caller and typesetter", value=_resident_mb("VmRSS"), unit="MB",
            at_most=RESIDENT_MB, places=0, note=f"at most {peak.mb:.0f} MB on the way",
        ),
    ]  # fmt: skip


def _grained(drawn: bytes, seed: int) -> bytes:
    """A drawing with the grain of a real photo, which is what makes real photos big."""
    picture = Image.open(BytesIO(drawn))
    grain = Image.effect_noise(picture.size, 30 + seed).convert("RGB")
    out = BytesIO()
    Image.blend(picture, grain, 0.3).save(out, "JPEG", quality=88)
    return out.getvalue()


def _photos(small: list[bytes], number: int) -> dict[str, bytes]:
    """The photos of one report, other bytes than those of any other, so that a compiler's memory gains nothing."""
    found = {}
    for n, one in enumerate(small):
        comment = f"{number}-{n}".encode()
        segment = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
        found[f"foto-{n}.jpg"] = one[:2] + segment + one[2:]
    return found


class _Peak:
    """The most that both processes held together after any report."""

    mb = 0.0

    def look(self) -> None:
        self.mb = max(self.mb, _resident_mb("VmRSS"))


def _timed(
    template: str,
    make: Callable[[int], object],
    files: Callable[[int], dict[str, bytes]],
    count: int,
    *,
    after_each: Callable[[], None] = lambda: None,
) -> tuple[float, bytes]:
    """Median milliseconds of the documents after the first three, and the last one's bytes."""
    taken, pdf = [], b""
    for number in range(1, count + 1):
        content, pictures = make(number), files(number)
        begun = perf_counter()
        pdf = render(template, content, files=pictures, issued_at=AT + timedelta(minutes=number))
        taken.append(perf_counter() - begun)
        after_each()
    return median(taken[3:]) * 1000, pdf


def _resident_mb(field: str) -> float:
    found = [Path("/proc/self/status")]
    if press().process_id:
        found.append(Path(f"/proc/{press().process_id}/status"))
    kilobytes = 0
    for status in found:
        match = re.search(rf"^{field}:\s+(\d+) kB", status.read_text(), re.MULTILINE)
        kilobytes += int(match[1]) if match else 0
    return kilobytes / 1000


def _size(pdf: bytes) -> str:
    pages = len(re.findall(rb"/Type\s*/Page[^s]", pdf))
    return f"{len(pdf) / 1000:,.0f} kB, {pages} page(s)"
