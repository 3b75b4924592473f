"""Contents of the berita acara and of printed forms: as a case fills them, bare, and far too long."""

from dataclasses import replace
from typing import Any

from simcap.documents.content import Person, SheetMark
from simcap.step3_fieldwork.content import Minutes
from tests.documents.samples import CHECK, FIGURES, HEAD, LONG_NOTE, NASTY, at

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

SHEETS: dict[str, tuple[str, Any]] = {
    "rich minutes": ("host_confirmation", MINUTES),
    "bare minutes": ("host_confirmation", BARE_MINUTES),
    "overlong minutes": ("host_confirmation", LONG_MINUTES),
}
