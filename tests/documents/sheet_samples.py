"""Contents of the berita acara and of printed forms: as a case fills them, bare, and far too long."""

from dataclasses import replace
from typing import Any

from simcap.documents.content import Person, SheetMark
from simcap.facilitation.sheet_content import Blank, Box, Column, Fact, FormSheet, Grid
from simcap.step3_fieldwork.content import Minutes
from tests.documents.samples import CHECK, FIGURES, HEAD, LONG_NOTE, NASTY, at

FORM_SHEET = "form_sheet"
MARK = SheetMark(
    url="https://simcap.example/k/0f3a9c2e71b84d56a0c1e2f3a4b5c6d7/", code="K7F3-9Q2M",
    kind="Formulir kosong: Selesaikan kegiatan", printed_at=at(24), printed_by="Teknisi (contoh)",
)  # fmt: skip
MINUTES = Minutes(
    letterhead=HEAD, event="Festival (data contoh)", place="Nagari Contoh", starts_at=at(25, 8), ends_at=at(26, 16),
    requester="Pemerintah Nagari Contoh", assignment_number="800.1.11.1/091/DISKOMINFO/XI/2026",
    officer=Person(name="Teknisi (contoh)", nip="198001012005011001", position="TIM Teknis"),
    host=Person(name="Wali Nagari (contoh)", position="Wali Nagari", institution="Nagari Contoh"),
    statement="Layanan telah diberikan.", way="page", figures=FIGURES, started_at=at(25, 8), finished_at=at(26, 15),
    signed_at=at(26, 15), approved_at=at(26, 16), services=("Akses internet (Wi-Fi)",), verification=CHECK,
)  # fmt: skip
BARE_MINUTES = replace(
    MINUTES, way="blank", figures=None, started_at=None, finished_at=None, signed_at=None, verification=None,
    host=Person(name=""), services=(), sheet=MARK,
)  # fmt: skip
LONG_MINUTES = replace(
    MINUTES, way="none", event=NASTY, place=NASTY, refused=f"{NASTY}\n\n{LONG_NOTE}", services=(NASTY,) * 3,
    host=Person(name=NASTY, position=NASTY, institution=NASTY),
)  # fmt: skip

FORM = FormSheet(
    letterhead=HEAD, title="Formulir: Disposisikan", note="Langkah 1",
    about=(Fact(label="Kegiatan", value="Festival"),), performers="Kepala Dinas", sheet=MARK,
    then="Sesudah ini berkas diteruskan.",
    blanks=(
        Blank(label="Catatan", kind="lines", count=3), Blank(label="Batas waktu", kind="date", required=False),
        Blank(label="Mulai", kind="moment"), Blank(label="Jumlah", kind="short"), Blank(label="Setuju", kind="check"),
        Blank(label="Sifat", kind="boxes", boxes=(Box(label="Biasa", ticked=True), Box(label="Segera"))),
        Blank(label="Instruksi", kind="boxes", several=True, boxes=tuple(Box(label=f"Butir {n}") for n in range(14))),
        Blank(label="Surat", kind="enclosure"), Blank(label="Tanda tangan", kind="signature"),
        Blank(label="Lokasi", kind="line", value="Halaman kantor"),
    ),
    grids=(
        Grid(
            label="Peralatan", columns=(
                Column(label="Butir", kind="given"), Column(label="Keadaan", kind="boxes", boxes=("baik", "rusak")),
                Column(label="Sudah", kind="check"),
            ), rows=(("Genset", "rusak", "✓"), ("", "", "")),
        ),
    ),
)  # fmt: skip
BARE_FORM = replace(FORM, blanks=(), grids=(), about=(), then="", note="")
LONG_FORM = replace(
    FORM, title=NASTY, note=NASTY, about=(Fact(label=NASTY, value=NASTY),) * 3, performers=NASTY, then=NASTY,
    blanks=(
        Blank(label=NASTY, kind="lines", value=f"{NASTY}\n{LONG_NOTE}", hint=NASTY),
        Blank(label=NASTY, kind="boxes", boxes=tuple(Box(label=NASTY, ticked=True) for _each in range(3))),
    ),
    grids=(
        Grid(label=NASTY, columns=(
            Column(label=NASTY, kind="boxes", boxes=tuple(f"{n} {NASTY}" for n in range(5))),
            Column(label=NASTY, kind="line"), Column(label="Pilih", kind="boxes", boxes=("a", "b")),
        ), rows=((NASTY, NASTY, "a"), ("", "", "")) * 9),
    ),
)  # fmt: skip
WIDE_FORM = replace(FORM, wide=True, blanks=())

SHEETS: dict[str, tuple[str, Any]] = {
    "rich form": (FORM_SHEET, FORM),
    "bare form": (FORM_SHEET, BARE_FORM),
    "overlong form": (FORM_SHEET, LONG_FORM),
    "wide form": (FORM_SHEET, WIDE_FORM),
    "rich minutes": ("host_confirmation", MINUTES),
    "bare minutes": ("host_confirmation", BARE_MINUTES),
    "overlong minutes": ("host_confirmation", LONG_MINUTES),
}
