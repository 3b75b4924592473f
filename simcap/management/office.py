"""Open an office: what every new office starts from. Used by `simcap init`, by the demonstration and by the tests."""

from __future__ import annotations

import csv
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

import holidays as holiday_tables
from django.db import transaction

from simcap import clock
from simcap.documents.models import NumberTemplate
from simcap.documents.numbering import DEFAULTS
from simcap.intake.models import Region
from simcap.people import acts
from simcap.people.models import (
    Account,
    ApiToken,
    Holiday,
    Instruction,
    Office,
    Officer,
    Position,
    WorkSchedule,
    WorkSpan,
)
from simcap.procedure.office_hours import DEFAULT_SCHEDULE
from simcap.resources.models import ChecklistItem
from simcap.stewardship.models import RetentionRule
from simcap.stewardship.retention import DEFAULTS as RETENTION
from simcap.stewardship.retention import default_rule

SOP = "555-24.5-dikominfo-2021"
#: Position code → (title, code of the one above). The administrator completes the titles in the office's own words.
POSITIONS: Mapping[str, tuple[str, str | None]] = {
    "head": ("Kepala Dinas Komunikasi dan Informatika", None),
    "secretary": ("Sekretaris Dinas", "head"),
    "division_head": ("Kepala Bidang Aplikasi Informatika", "head"),
    "section_head": ("Kepala Seksi Infrastruktur TIK", "division_head"),
    "front_desk": ("Agendaris", "secretary"),
    "auditor": ("Auditor", None),
    "data_officer": ("Pejabat Pelindungan Data Pribadi", "secretary"),
    "administrator": ("Administrator SIMCAP", "secretary"),
}
#: Source: common practice (field guide §3), edited by the office.
INSTRUCTIONS = (
    "Untuk diketahui", "Untuk ditindaklanjuti", "Tanggapan dan saran", "Koordinasikan", "Pelajari/telaah",
    "Siapkan bahan", "Siapkan SPT", "Hadiri/wakili", "Jadwalkan", "Fasilitasi sesuai ketentuan",
    "Bicarakan dengan saya", "Buat jawaban", "Laporkan hasilnya", "Arsipkan",
)  # fmt: skip
#: Source: field guide §2; kind, text, unit, usual count, required.
CHECKLIST = (
    ("check", "Kendaraan laik jalan: ban, rem, lampu, oli", "", 1, True),
    ("check", "BBM kendaraan dan genset cukup", "", 1, True),
    ("check", "Genset diuji menyala", "", 1, True),
    ("check", "Sambungan internet diuji", "", 1, True),
    ("check", "Rute dan narahubung dikonfirmasi", "", 1, False),
    ("equipment", "Terminal satelit dan modem", "set", 1, True),
    ("equipment", "Router dan switch", "set", 1, True),
    ("equipment", "Titik akses Wi-Fi", "unit", 2, True),
    ("equipment", "Laptop", "unit", 8, False),
    ("equipment", "Genset", "unit", 1, True),
    ("equipment", "UPS", "unit", 1, False),
    ("equipment", "Proyektor dan layar", "set", 1, False),
    ("equipment", "Pengeras suara", "set", 1, False),
    ("equipment", "Meja lipat", "unit", 4, False),
    ("equipment", "Kursi", "unit", 16, False),
    ("equipment", "Gulungan kabel listrik", "unit", 2, True),
    ("equipment", "Alat pemadam api ringan", "unit", 1, True),
    ("equipment", "Kotak P3K", "unit", 1, True),
)
HOLIDAY_SOURCE = "Paket data “holidays” (SKB Tiga Menteri); periksa dan lengkapi cuti bersama"


@dataclass(frozen=True, kw_only=True)
class OfficeDetails:
    """What has to be known to open an office (identitas kantor)."""

    slug: str
    name: str
    short_name: str
    government: str
    letterhead: str
    address: str
    seat: str
    unit_code: str
    phone: str = ""
    email: str = ""
    website: str = ""
    data_officer: str = ""
    data_officer_email: str = ""
    is_demo: bool = False


def load_regions() -> int:
    """Load the regions of West Sumatra that are shipped with the program, once. Answers how many there are."""
    if not Region.objects.exists():
        with files("simcap.intake").joinpath("data/regions_13.csv").open(encoding="utf-8") as lines:
            rows = [dict(row) for row in csv.DictReader(lines)]
        for level in ("regency", "district", "village"):
            Region.objects.bulk_create(
                Region(
                    code=r["code"], level=level, name=r["name"], parent_id=r["parent"] if level != "regency" else None
                )
                for r in rows
                if r["level"] == level
            )
    return Region.objects.count()


@transaction.atomic
def open_office(details: OfficeDetails, *, years: tuple[int, ...] = ()) -> Office:
    """Open an office with its hours, holidays, positions, instructions, checklist, number templates and retention.

    Changes: the office and its master data, the first entry of its chain. Regions are loaded when there are none.
    """
    load_regions()
    office = Office.objects.create(sop_id=SOP, **details.__dict__)
    _hours(office)
    load_holidays(office, years or (clock.now().year, clock.now().year + 1))
    positions: dict[str, Position] = {}
    for code, (title, above) in POSITIONS.items():
        parent = positions[above] if above else None
        positions[code] = Position.objects.create(office=office, code=code, title=title, parent=parent)
    Instruction.objects.bulk_create(
        Instruction(office=office, text=text, order=n) for n, text in enumerate(INSTRUCTIONS)
    )
    ChecklistItem.objects.bulk_create(
        ChecklistItem(office=office, kind=kind, text=text, unit=unit, usual_count=count, required=required, order=n)
        for n, (kind, text, unit, count, required) in enumerate(CHECKLIST)
    )
    NumberTemplate.objects.bulk_create(
        NumberTemplate(office=office, kind=kind, classification=classification, template=template)
        for kind, (classification, template) in DEFAULTS.items()
    )
    RetentionRule.objects.bulk_create(default_rule(office, kind) for kind in RETENTION)
    acts.note(office, act="office_opened", by=acts.SYSTEM, facts={"office_name": office.name})
    return office


def _hours(office: Office) -> None:
    schedule = WorkSchedule.objects.create(office=office, name="Jam kerja biasa", source=DEFAULT_SCHEDULE.source)
    WorkSpan.objects.bulk_create(
        WorkSpan(schedule=schedule, weekday=weekday, start=span.start, end=span.end)
        for weekday, spans in DEFAULT_SCHEDULE.days.items()
        for span in spans
    )


def load_holidays(office: Office, years: tuple[int, ...]) -> None:
    """Seed the holiday table for some years; what the office has entered already stays."""
    known = holiday_tables.country_holidays("ID", years=years, language="id")
    Holiday.objects.bulk_create(
        (
            Holiday(office=office, on=on, name=name[:120], kind="national", source=HOLIDAY_SOURCE)
            for on, name in known.items()
        ),
        ignore_conflicts=True,
    )


def new_account(
    office: Office, *, username: str, officer: Officer | None, password: str | None = None
) -> tuple[Account, str]:
    """An account with its password, random unless given."""
    password = password or secrets.token_urlsafe(9)
    account = Account.objects.create_user(username=username, password=password, office=office)
    if officer:
        officer.account = account
        officer.save(update_fields=["account"])
    return account, password


def new_token(account: Account, *, name: str) -> str:
    """A bearer token of an account; only its hash is kept."""
    token = f"simcap_{secrets.token_urlsafe(32)}"
    digest = hashlib.sha256(token.encode()).hexdigest()
    ApiToken.objects.create(account=account, name=name, digest=digest, created_at=clock.now())
    return token


def appoint_to(
    office: Office, code: str, officer: Officer, *, from_at: datetime, decree: str, kind: str = "definitive"
) -> None:
    """Appoint an officer to one of the office's positions, by the office's own act."""
    position = Position.objects.get(office=office, code=code)
    acts.appoint(office, position=position, officer=officer, kind=kind, decree=decree, from_at=from_at, by=acts.SYSTEM)
