"""Figures of one year (angka tahunan): counted in the database, in a number of statements that knows no rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from django.db.models import Case, Count, Sum, Value, When
from django.db.models.functions import Substr

from simcap.declining.models import Decline
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import CLOSED_CLASSES, Facilitation, PerformedRequest
from simcap.intake.models import Region
from simcap.intake.regions import LEVEL_LENGTHS
from simcap.monitoring.figures import StepFigures, step_figures
from simcap.people.models import Office
from simcap.procedure import flow
from simcap.step3_fieldwork.models import FieldReport

from .periods import Bounds, of_office, year_bounds
from .revisions import revision_of

#: Where cases of the classes R and SR are counted: their kabupaten is not told.
UNTOLD = ""
#: What a field report counts, in the order of the summary.
PEOPLE = ("male", "female", "child", "adult", "elderly", "disability", "device")


class Area(TypedDict):
    """Figures of one kabupaten/kota. Units: `hours` on air in hours."""

    received: int
    served: int
    male: int
    female: int
    hours: Decimal


@dataclass(frozen=True, kw_only=True)
class YearFigures:
    """What a year came to.

    Shape: `received` by channel; `declined` by ground; `people` by the names of PEOPLE; `areas` by Kemendagri code;
    `revision` is the SOP by whose steps the standards were counted.
    """

    year: int
    received: Mapping[str, int]
    accepted: int
    declined: Mapping[str, int]
    cancelled: int
    postponed: int
    open_at_end: int
    served: int
    people: Mapping[str, int]
    hours: Decimal
    areas: Mapping[str, Area]
    revision: str
    steps: tuple[StepFigures, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all happened."""
        return not (sum(self.received.values()) or self.accepted or self.served or sum(self.declined.values()))


def year_figures(office: Office, year: int) -> YearFigures:
    """Everything that is counted of one year."""
    span = year_bounds(office, year)
    came, reports = _came(office, span), _reports(office, span)
    accepted, stopped = _ended(office, span)
    declined = _declined(office, span)
    received = Counter[str]()
    for row in came:
        received[row["channel"]] += row["n"]
    return YearFigures(
        year=year, received=received, accepted=accepted, declined=declined,
        cancelled=stopped - sum(declined.values()), postponed=_postponed(office, span),
        open_at_end=_open_at_end(office, span), served=sum(row["n"] for row in reports),
        people={name: sum(row[name] or 0 for row in reports) for name in PEOPLE},
        hours=sum((row["hours"] or Decimal(0) for row in reports), Decimal(0)),
        areas=_areas(came, reports), **_steps(office, date(year, 1, 1), date(year, 12, 31)),
    )  # fmt: skip


def _steps(office: Office, first: date, last: date) -> dict[str, Any]:
    revision = revision_of(office, first, last)
    return {"revision": revision, "steps": step_figures(office, first, last, revision=revision)}


def regency_names() -> dict[str, str]:
    """Every kabupaten/kota by its Kemendagri code, in that order."""
    return dict(Region.objects.filter(level=Region.Level.REGENCY).order_by("code").values_list("code", "name"))


def _area(path: str) -> Case:
    """The kabupaten of a case by its place's code; of a closed class it is not told."""
    code = Substr(f"{path}place_code", 1, LEVEL_LENGTHS[0])
    return Case(When(**{f"{path}security__in": CLOSED_CLASSES}, then=Value(UNTOLD)), default=code)


def _came(office: Office, span: Bounds) -> list[dict[str, Any]]:
    rows = Facilitation.objects.filter(office=office, registered_at__gte=span[0], registered_at__lt=span[1])
    counted = rows.annotate(area=_area("")).values("area", "channel").annotate(n=Count("pk")).order_by()
    return [dict(row) for row in counted]


def _reports(office: Office, span: Bounds) -> list[dict[str, Any]]:
    rows = of_office(FieldReport.objects.filter(finished_at__gte=span[0], finished_at__lt=span[1]), office)
    sums = {name: Sum(f"{name}_count") for name in PEOPLE}
    counted = rows.annotate(area=_area("facilitation__")).values("area")
    return [dict(row) for row in counted.annotate(n=Count("pk"), hours=Sum("on_air_hours"), **sums).order_by()]


def _ended(office: Office, span: Bounds) -> tuple[int, int]:
    """How many ended with an accepted report, and how many without."""
    rows = Facilitation.objects.filter(office=office, closed_at__gte=span[0], closed_at__lt=span[1])
    accepted = stopped = 0
    for sop, stage, n in rows.values_list("definition_id", "stage").annotate(n=Count("pk")).order_by():
        if flow.is_stopped(definition(sop), stage):
            stopped += n
        else:
            accepted += n
    return accepted, stopped


def _declined(office: Office, span: Bounds) -> dict[str, int]:
    """Cases that a signed letter declined, by ground."""
    rows = Decline.objects.filter(
        reconsidered_at=None, letters__signed_at__isnull=False, facilitation__office=office,
        facilitation__closed_at__gte=span[0], facilitation__closed_at__lt=span[1],
    )  # fmt: skip
    return dict(rows.values_list("ground").annotate(n=Count("facilitation", distinct=True)).order_by("-n", "ground"))


def _postponed(office: Office, span: Bounds) -> int:
    """Cases that were postponed, however often."""
    rows = PerformedRequest.objects.filter(
        act="postpone", facilitation__office=office, entry__occurred_at__gte=span[0], entry__occurred_at__lt=span[1]
    )
    return rows.aggregate(n=Count("facilitation", distinct=True))["n"]


def _open_at_end(office: Office, span: Bounds) -> int:
    """What was still open then, less what came later: each along an index, so that no year reads all others."""
    rows = Facilitation.objects.filter(office=office)
    still = rows.filter(closed_at=None).count() + rows.filter(closed_at__gte=span[1]).count()
    return still - rows.filter(registered_at__gte=span[1]).count()


def _areas(came: list[dict[str, Any]], reports: list[dict[str, Any]]) -> dict[str, Area]:
    found: dict[str, Area] = {}
    for row in (*came, *reports):
        found.setdefault(row["area"], Area(received=0, served=0, male=0, female=0, hours=Decimal(0)))
    for row in came:
        found[row["area"]]["received"] += row["n"]
    for row in reports:
        area = found[row["area"]]
        area["served"] += row["n"]
        area["male"], area["female"] = area["male"] + (row["male"] or 0), area["female"] + (row["female"] or 0)
        area["hours"] += row["hours"] or Decimal(0)
    return found
