"""What the pages of absence (ketidakhadiran) show: who is away in which week, and who stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from simcap.facilitation.rights import Powers
from simcap.people.absence_acts import may_end
from simcap.people.absences import Away, away_of, days_text, reaching, standing
from simcap.people.cover import Cover, covers_of_all
from simcap.people.days import day_of
from simcap.people.models import Absence, Office

#: Positions whose holders record absences of others too, and those who may read what kind each is.
RECORDS_FOR_OTHERS = frozenset({"front_desk", "secretary", "administrator"})
SEES_KINDS = RECORDS_FOR_OTHERS | {"head"}
#: Absences on one page of the list, and of one's own that are shown.
PAGE, OWN = 25, 10
State = Literal["ahead", "now", "over", "cancelled"]


@dataclass(frozen=True, slots=True)
class Row:
    """One absence in a list. `kind` is empty where the viewer may not know it."""

    absence: Absence
    days: str
    kind: str
    state: State
    covers: tuple[Cover, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Absences whose first shown day lies in one week."""

    days: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list. `after` leads to the next; empty on the last."""

    weeks: tuple[Week, ...]
    after: str


def may_record_for_others(powers: Powers) -> bool:
    """Whether this person records absences of others."""
    return bool(powers.codes() & RECORDS_FOR_OTHERS)


def is_own(absence: Absence, powers: Powers) -> bool:
    """Whether it is this person's own absence."""
    return powers.actor.officer is not None and absence.officer_id == powers.actor.officer.pk


def may_change(absence: Absence, powers: Powers) -> bool:
    """Whether this person may end or cancel an absence: his own, or any where he records for others."""
    return is_own(absence, powers) or may_record_for_others(powers)


def kind_shown(absence: Absence, powers: Powers) -> str:
    """The kind in words. Sickness is said to nobody but the person, the keepers of the list and the head."""
    if absence.kind == Absence.Kind.SICK and not is_own(absence, powers) and not powers.codes() & SEES_KINDS:
        return ""
    return str(absence.get_kind_display())


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def mine(office: Office, powers: Powers) -> list[Row]:
    """One's own absences, the latest first, cancelled ones too."""
    officer = powers.actor.officer
    if officer is None:
        return []
    rows = Absence.objects.filter(officer=officer).select_related("officer", "ending").order_by("-from_on", "-id")
    return rows_of(office, list(rows[:OWN]), powers)


def page_of(office: Office, powers: Powers, *, since: date, words: str = "", kind: str = "", after: str = "") -> Page:
    """Who is away from a day on, week by week, paged by the last row's key."""
    found = standing().filter(reaching(since), office=office)
    for word in words.split()[:4]:
        found = found.filter(officer__name__icontains=word)
    if kind:
        found = found.filter(kind=kind)
    read = list(_after(found, after).order_by("from_on", "id")[: PAGE + 1])
    rows = rows_of(office, read[:PAGE], powers)
    last = read[PAGE - 1] if len(read) > PAGE else None
    return Page(_weeks(rows, since), f"{last.from_on.isoformat()}~{last.pk}" if last else "")


def _after(found: QuerySet[Absence], after: str) -> QuerySet[Absence]:
    text, _tilde, pk = after.partition("~")
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not pk.isdecimal() or len(pk) > 18:
        return found
    return found.filter(Q(from_on__gt=day) | Q(from_on=day, pk__gt=int(pk)))


def rows_of(office: Office, absences: list[Absence], powers: Powers) -> list[Row]:
    """Absences as rows, at the cost of two queries."""
    aways = {one.pk: away_of(one) for one in absences}
    covers = covers_of_all(office, [one for one in aways.values() if one], now=powers.at)
    today = day_of(powers.at, office)
    return [
        Row(one, _days(one, away), kind_shown(one, powers), _state(away, today), tuple(covers.get(one.pk, ())))
        for one in absences
        for away in (aways[one.pk],)
    ]


def _days(absence: Absence, away: Away | None) -> str:
    return away.days if away else days_text(absence.from_on, absence.until_on)


def _state(away: Away | None, today: date) -> State:
    if away is None:
        return "cancelled"
    if today < away.from_on:
        return "ahead"
    return "now" if away.holds(today) else "over"


def _weeks(rows: list[Row], since: date) -> tuple[Week, ...]:
    found: dict[date, list[Row]] = {}
    for row in rows:
        found.setdefault(monday_of(max(row.absence.from_on, since)), []).append(row)
    return tuple(Week(_week_text(monday), tuple(within)) for monday, within in found.items())


def _week_text(monday: date) -> str:
    return _("Minggu %(days)s") % {"days": days_text(monday, monday + timedelta(days=6))}


def may_be_ended(absence: Absence, powers: Powers) -> bool:
    """Whether the page offers to end or cancel the absence."""
    return may_change(absence, powers) and may_end(absence, day_of(powers.at, absence.office))
