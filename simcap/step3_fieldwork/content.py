"""What the hand-over list (daftar serah terima) and the field report (laporan lapangan) say."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from simcap.documents.content import Count, Letterhead, Person, Photo, SheetMark, Verification


@dataclass(frozen=True, kw_only=True)
class EquipmentLine:
    """One item taken out, and what came back; `returned_count` is None until it is checked in."""

    name: str
    code: str = ""
    out_count: int = 1
    unit: str = "unit"
    condition_out: str = ""
    returned_count: int | None = None
    condition_in: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """One line of the preparation checklist (daftar periksa)."""

    text: str
    done: bool
    checked_by: str = ""
    checked_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class HandOverList:
    """Hand-over list (daftar serah terima): the equipment that leaves with the team, and the ticked checklist."""

    letterhead: Letterhead
    assignment_number: str
    event: str
    place: str
    starts_at: datetime
    ends_at: datetime
    equipment: tuple[EquipmentLine, ...]
    checklist: tuple[CheckLine, ...] = ()
    vehicle: str = ""
    plate: str = ""
    odometer_out_km: int | None = None
    handed_over_by: Person | None = None
    received_by: Person | None = None
    handed_over_at: datetime | None = None
    verification: Verification | None = None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of the service on site; None is printed as "tidak dicatat".

    Units: hours with one decimal, Mbps, milliseconds, litres, kilometres; visitors are aggregates only.
    """

    hours_on_air: Decimal | None = None
    visitors_male_count: int | None = None
    visitors_female_count: int | None = None
    visitors_disability_count: int | None = None
    visitors_by_age: tuple[Count, ...] = ()
    visitors_by_hour: tuple[Count, ...] = ()
    devices_count: int | None = None
    down_mbps: Decimal | None = None
    up_mbps: Decimal | None = None
    latency_ms: int | None = None
    outages_count: int | None = None
    outages_minutes: int | None = None
    fuel_litres: Decimal | None = None
    odometer_out_km: int | None = None
    odometer_in_km: int | None = None
    incidents_count: int | None = None


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """One log entry (catatan kegiatan); `recorded_late` marks an entry sent afterwards."""

    at: datetime
    kind: str
    text: str
    measurement: str = ""
    author: str = ""
    recorded_late: bool = False


@dataclass(frozen=True, kw_only=True)
class HostConfirmation:
    """The host's confirmation that the service was given (berita acara).

    Shape: `photo` shows the signed page, or the signature drawn on the screen; without one `refused` may say why.
    """

    name: str
    position: str = ""
    institution: str = ""
    confirmed_at: datetime | None = None
    place: str = ""
    statement: str = ""
    refused: str = ""
    photo: Photo | None = None


@dataclass(frozen=True, kw_only=True)
class FieldReport:
    """Field report (laporan lapangan): the output of step 3, first state of the one Laporan."""

    letterhead: Letterhead
    assignment_number: str
    event: str
    place: str
    starts_at: datetime
    ends_at: datetime
    figures: Figures
    point: str = ""
    assignment_on: date | None = None
    departed_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    vehicle: str = ""
    plate: str = ""
    crew: tuple[Person, ...] = ()
    incidents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    equipment: tuple[EquipmentLine, ...] = ()
    log: tuple[LogLine, ...] = ()
    confirmation: HostConfirmation | None = None
    photos: tuple[Photo, ...] = ()
    prepared_by: Person | None = None
    prepared_at: datetime | None = None
    verification: Verification | None = None


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """Minutes of completion (berita acara pelaksanaan fasilitasi): the parties, what was given, the host's word.

    Shape: `way` is how the host confirmed: `screen` (his drawn signature is `drawn`), `page` (the photographed page is
    an annex of the field report), `none` (`refused` says why), or `blank` for a form that is signed by hand.
    """

    letterhead: Letterhead
    event: str
    place: str
    requester: str
    starts_at: datetime
    ends_at: datetime
    assignment_number: str
    officer: Person
    host: Person
    statement: str
    way: str
    assignment_on: date | None = None
    signed_at: datetime | None = None
    signed_place: str = ""
    services: tuple[str, ...] = ()
    figures: Figures | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    refused: str = ""
    drawn: Photo | None = None
    approved_at: datetime | None = None
    verification: Verification | None = None
    sheet: SheetMark | None = None
