"""What the activity report (Laporan Kegiatan) says."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from simcap.documents.content import Letterhead, Paraf, Person, Photo, SignatureBlock, Verification
from simcap.step3_fieldwork.content import Figures


class ReportState(StrEnum):
    """Which state of the one Laporan this is: the record of step 4, on its way up, or accepted."""

    RECORD = "record"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"


@dataclass(frozen=True, kw_only=True)
class SopTime:
    """One step against its standard (mutu baku waktu).

    Units: working minutes; None where nothing was measured. `verdict` is the printed word ("sesuai", "lewat 40
    menit"), `breached` sets it in bold.
    """

    step: str
    performer: str = ""
    standard: str = ""
    waiting_minutes: int | None = None
    handling_minutes: int | None = None
    verdict: str = ""
    breached: bool = False


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A difference that the Koordinator found between plan and field report, with his explanation."""

    subject: str
    planned: str
    actual: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class ActivityReport:
    """Activity report (Laporan Kegiatan): five chapters of a naskah dinas laporan, times and documentation.

    Source: PermenPAN-RB/Permendagri form of a laporan: pendahuluan, kegiatan, hasil, simpulan dan saran, penutup.
    Shape: a tuple of texts is a list of paragraphs (chapters) or of numbered points (`basis`, `factors`,
    `obstacles`, `conclusions`, `suggestions`); an empty chapter says that nothing was recorded.
    """

    letterhead: Letterhead
    event: str
    place: str
    starts_at: datetime
    ends_at: datetime
    requester: str
    assignment_number: str
    signature: SignatureBlock
    figures: Figures
    state: ReportState = ReportState.ACCEPTED
    number: str = ""
    issued_on: date | None = None
    general: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    crew: tuple[Person, ...] = ()
    results: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    conclusions: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    times: tuple[SopTime, ...] = ()
    photos: tuple[Photo, ...] = ()
    paraf: tuple[Paraf, ...] = ()
    copies_to: tuple[str, ...] = ()
    verification: Verification | None = None
