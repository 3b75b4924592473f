"""Numbers (nomor naskah): consecutive per kind, office and local year; the last lock that an act takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from simcap.people.models import Office

from .models import Document, NumberSeries, NumberTemplate

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
#: Source: field practice; an office edits them in its master data.
DEFAULTS = {
    "agenda": ("", "{serial4}/{year}"),
    "register": ("", "REG-{serial4}/{year}"),
    "assignment_letter": ("800.1.11.1", "{classification}/{serial3}/{unit}/{roman_month}/{year}"),
    "decline_letter": ("500.12", "{classification}/{serial3}/{unit}/{roman_month}/{year}"),
    "activity_report": ("500.12", "{classification}/{serial3}/{unit}/{roman_month}/{year}"),
    "destruction_record": ("000.5", "{classification}/{serial3}/{unit}/{roman_month}/{year}"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """One number given: its serial within the year, and how it is printed.

    One that was given elsewhere has no serial; `link` leads to where it was given.
    """

    serial: int | None
    year: int
    text: str
    link: str = ""


def tokens(*, classification: str, serial: int, unit: str, at: datetime) -> dict[str, str | int]:
    """What the tokens of a template stand for."""
    return {
        "classification": classification,
        "serial": serial,
        "serial3": f"{serial:03d}",
        "serial4": f"{serial:04d}",
        "unit": unit,
        "roman_month": ROMAN[at.month - 1],
        "year": at.year,
    }


def allot(office: Office, *, kind: str, at: datetime) -> Number:
    """Give the next number of a kind. Call it last inside the act's transaction: a rollback gives the number back.

    Units: the year is the office's local year at `at`.
    """
    local = at.astimezone(ZoneInfo(office.time_zone))
    chosen = NumberTemplate.objects.filter(office=office, kind=kind).first()
    classification, template = (chosen.classification, chosen.template) if chosen else DEFAULTS[kind]
    series, _made = NumberSeries.objects.select_for_update().get_or_create(office=office, kind=kind, year=local.year)
    series.last += 1
    series.save(update_fields=["last"])
    values = tokens(classification=classification, serial=series.last, unit=office.unit_code, at=local)
    return Number(series.last, local.year, template.format(**values))


def typed(office: Office, text: str, *, link: str = "", at: datetime) -> Number:
    """A number that was given elsewhere, such as by SRIKANDI, as somebody typed it."""
    return Number(None, at.astimezone(ZoneInfo(office.time_zone)).year, text, link)


def comes_from_outside(office: Office, kind: str) -> bool:
    """Whether the office gets the numbers of a kind from elsewhere and types them."""
    return NumberTemplate.objects.filter(office=office, kind=kind, is_typed=True).exists()


def is_taken(office: Office, kind: str, text: str, *, at: datetime) -> bool:
    """Whether a document of this kind and year bears the number already."""
    year = at.astimezone(ZoneInfo(office.time_zone)).year
    return Document.objects.filter(office=office, kind=kind, year=year, number=text).exists()
