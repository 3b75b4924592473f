"""Retention (retensi): how long what is kept, from which day, and what falls due when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from simcap.facilitation.models import Facilitation
from simcap.people.days import day_of, today_of
from simcap.people.models import Office

from .models import DestructionItem, Kind, LegalHold, RetentionRule

#: Kinds that are destroyed case by case, with four eyes; the others are cleared away by the daily upkeep.
BY_CASE = (Kind.DOSSIER, Kind.CONTACT, Kind.PHOTOS)
SOURCE = "Contoh bawaan; ganti dengan JRA kantor Anda (UU 43/2009, PP 28/2012)"
#: Active years, inactive years, fate. Source: common practice; an office edits them in its master data.
DEFAULTS: Mapping[str, tuple[int, int, str]] = {
    Kind.DOSSIER: (2, 3, RetentionRule.Fate.DESTROY),
    Kind.CONTACT: (1, 1, RetentionRule.Fate.DESTROY),
    Kind.PHOTOS: (1, 2, RetentionRule.Fate.DESTROY),
    Kind.READINGS: (1, 4, RetentionRule.Fate.DESTROY),
    Kind.TRACES: (1, 0, RetentionRule.Fate.DESTROY),
    Kind.DRAFTS: (1, 0, RetentionRule.Fate.DESTROY),
    Kind.REQUESTS: (2, 3, RetentionRule.Fate.DESTROY),
}


def rules_of(office: Office) -> dict[str, RetentionRule]:
    """The office's retention schedule (jadwal retensi arsip); what it has not set stands as delivered."""
    kept = {rule.kind: rule for rule in RetentionRule.objects.filter(office=office)}
    return {kind: kept.get(kind) or default_rule(office, kind) for kind in DEFAULTS}


def default_rule(office: Office, kind: str) -> RetentionRule:
    """One line as delivered, not saved."""
    active, inactive, fate = DEFAULTS[kind]
    return RetentionRule(
        office=office, kind=kind, active_years=active, inactive_years=inactive, fate=fate, source=SOURCE
    )


def years_after(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@dataclass(frozen=True, slots=True)
class Term:
    """What the schedule says of one closed case and one kind."""

    rule: RetentionRule
    closed_on: date
    active_until: date
    due_on: date

    @property
    def sentence(self) -> str:
        """Shape: `aktif s.d. 12 Juni 2028, musnah sesudah 12 Juni 2031`."""
        fates = {
            "destroy": _("aktif s.d. %(active)s, musnah sesudah %(due)s"),
            "permanent": _("aktif s.d. %(active)s, disimpan permanen"),
            "review": _("aktif s.d. %(active)s, dinilai kembali sesudah %(due)s"),
        }
        return fates[self.rule.fate] % {"active": day_text(self.active_until), "due": day_text(self.due_on)}


def day_text(day: date) -> str:
    """Shape: `12 Juni 2028`."""
    return date_format(day, "j F Y")


def term(case: Facilitation, rule: RetentionRule) -> Term | None:
    """The term of a case; None while it is open."""
    if case.closed_at is None:
        return None
    closed_on = day_of(case.closed_at, case.office)
    active_until = years_after(closed_on, rule.active_years)
    return Term(rule, closed_on, active_until, years_after(active_until, rule.inactive_years))


def due_cases(office: Office, rule: RetentionRule, *, year: int | None = None) -> QuerySet[Any]:
    """Closed cases whose term ends in that year; without a year, those whose term has ended by today.

    Shape: oldest first; each row says `is_held` and `is_listed` (on a list of destruction, or destroyed).
    """
    years = rule.active_years + rule.inactive_years
    today = today_of(office)
    last = date(year - years, 12, 31) if year else years_after(today, -years)
    found = Facilitation.objects.filter(office=office, closed_at__lt=_midnight(last + timedelta(days=1), office))
    if year:
        found = found.filter(closed_at__gte=_midnight(date(year - years, 1, 1), office))
    listed = DestructionItem.objects.filter(
        facilitation=OuterRef("pk"), kind__in={rule.kind, Kind.DOSSIER}, state__in=["pending", "destroyed"]
    )
    held = LegalHold.objects.filter(facilitation=OuterRef("pk"), lifted_at=None)
    marked = found.annotate(is_held=Exists(held), is_listed=Exists(listed))
    return marked.select_related("office").order_by("closed_at", "id")


def _midnight(day: date, office: Office) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(office.time_zone))


def hold_on(case: Facilitation) -> LegalHold | None:
    """What holds a case now (penahanan pemusnahan)."""
    return LegalHold.objects.filter(facilitation=case, lifted_at=None).first()


def destroyed(case: Facilitation, kind: str = Kind.DOSSIER) -> DestructionItem | None:
    """Under which destruction a case's record went; None while it is there."""
    done = DestructionItem.objects.filter(facilitation=case, kind=kind, state="destroyed")
    return done.select_related("destruction__document").first()
