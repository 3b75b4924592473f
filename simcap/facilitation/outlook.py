"""Outlook: who will be away while what is decided now has to be done. It informs; the official decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from simcap.people.absences import Away, away_between, days_text, reaching
from simcap.people.authority import HELD
from simcap.people.cover import cover_of
from simcap.people.days import ONE_DAY, day_of, midnight
from simcap.people.models import Absence, Appointment, Office, Officer, Position
from simcap.people.roster import Roster

#: How far ahead one looks where no due date is set: the SOP counts in minutes, so today and the next two days.
WITHOUT_DUE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Caution:
    """Caution (peringatan): what a person should know before he decides. It hinders nothing.

    Shape: `field` is the form's field that it is about, empty for the addressee that the SOP gives; `facts` are what
    the journal keeps: names, days and who stands in, never the reason of an absence. `kind` is said on the screen only.
    """

    field: str
    facts: Mapping[str, Any]
    kind: str = ""

    @property
    def sentence(self) -> str:
        """The caution in the current language."""
        return caution_text(self.facts, kind=self.kind)


def position_cautions(office: Office, position: Position, *, at: datetime, due_on: date | None) -> list[Caution]:
    """What to know of the position that a case goes to next, until the due date."""
    first = day_of(at, office)
    last = max(due_on or first + WITHOUT_DUE, first)
    until = midnight(last + ONE_DAY, office)
    if _is_well(position, at=at, until=until, first=first, last=last):
        return []
    roster = Roster(office, at, until)
    if caution := _unfilled(roster, position, at):
        return [caution]
    found = [
        _absent(roster, position, away, first=first, last=last, now=at)
        for one in roster.appointments(position.code)
        if one.kind in ("definitive", "plt")
        for away in roster.absences(one.officer_id)
        if away.from_on <= last
    ]
    return found + list(_ending(roster, position, last=last))


def _is_well(position: Position, *, at: datetime, until: datetime, first: date, last: date) -> bool:
    """Nearly always: one holder for himself, there all the time, and nobody else. One statement tells."""
    absences = Absence.objects.filter(reaching(first), officer=OuterRef("officer"), from_on__lte=last)
    rows = Appointment.objects.filter(position=position, kind__in=HELD, from_at__lte=until, officer__is_active=True)
    lasting = rows.filter(Q(until_at=None) | Q(until_at__gt=at))
    found = lasting.values_list(
        "kind", "from_at", "until_at", "ending__ended_at", "officer__account__is_active", Exists(absences)
    )[:2]
    return [
        kind == "definitive" and begins <= at and (ends or until) >= until and not ended and can_sign_in and not away
        for kind, begins, ends, ended, can_sign_in, away in found
    ] == [True]


def _unfilled(roster: Roster, position: Position, at: datetime) -> Caution | None:
    post = roster.post(position.code, at)
    if post.want not in ("vacant", "no_account"):
        return None
    names = [one.officer.name for one in post.holders]
    return Caution("", {"kind": post.want, "position": position.title, "officers": names})


def _absent(roster: Roster, position: Position, away: Away, *, first: date, last: date, now: datetime) -> Caution:
    within = Away(away.absence, max(away.from_on, first), min(away.until_on, last))
    cover = cover_of(position, within, roster, now=now)
    facts = {
        **_days(away), "position": position.title, "plh": [one.name for one in cover.stand_ins],
        "is_covered": not cover.open_days,
    }  # fmt: skip
    return Caution("", facts, _kind(away))


def _ending(roster: Roster, position: Position, *, last: date) -> Iterable[Caution]:
    """A position that nobody holds any more before the due date."""
    for moment in roster.changes([position.code]):
        if day_of(moment, roster.office) <= last and roster.post(position.code, moment).want == "vacant":
            yield Caution(
                "", {"kind": "ends", "position": position.title, "on": day_of(moment, roster.office).isoformat()}
            )
            return


def officer_cautions(
    office: Office, officers: Iterable[Officer], *, spans: Iterable[tuple[date, date]], field: str
) -> list[Caution]:
    """Which of the chosen officers will be away in one of the spans of days."""
    chosen, wanted = list(officers), list(spans)
    if not chosen or not wanted:
        return []
    found = away_between(office, min(one for one, _last in wanted), max(last for _one, last in wanted), officers=chosen)
    return [
        Caution(field, _days(away), _kind(away))
        for officer in chosen
        for away in found.get(officer.pk, [])
        if any(away.from_on <= last and away.until_on >= first for first, last in wanted)
    ]


def _days(away: Away) -> dict[str, Any]:
    days = {"from_on": away.from_on.isoformat(), "until_on": away.until_on.isoformat()}
    return {"kind": "away", "officer": away.absence.officer.name, **days}


def _kind(away: Away) -> str:
    """The kind as it may be said to a colleague; sickness is nobody's business."""
    return "" if away.absence.kind == Absence.Kind.SICK else str(away.absence.get_kind_display())


def caution_text(facts: Mapping[str, Any], *, kind: str = "") -> str:
    """A caution in words, from what the journal keeps of it."""
    if facts["kind"] == "away":
        return _away_text(facts, kind)
    if facts["kind"] == "ends":
        day = _day(facts["on"])
        said = {"post": facts["position"], "on": days_text(day, day)}
        return _("Jabatan %(post)s tidak ada pemegangnya lagi sejak %(on)s.") % said
    if facts["kind"] == "no_account":
        said = {"post": facts["position"], "who": ", ".join(facts["officers"])}
        return _("Pemegang jabatan %(post)s (%(who)s) belum mempunyai akun yang aktif.") % said
    return _("Jabatan %(post)s belum ada pemegangnya.") % {"post": facts["position"]}


def _away_text(facts: Mapping[str, Any], kind: str) -> str:
    said = {
        "who": facts["officer"], "kind": kind or _("tidak di tempat"), "post": facts.get("position", ""),
        "days": days_text(_day(facts["from_on"]), _day(facts["until_on"])), "plh": ", ".join(facts.get("plh", ())),
    }  # fmt: skip
    if not said["post"]:
        return _("%(who)s %(kind)s %(days)s.") % said
    if not said["plh"]:
        return _("%(who)s (%(post)s) %(kind)s %(days)s; belum ada Plh.") % said
    if facts["is_covered"]:
        return _("%(who)s (%(post)s) %(kind)s %(days)s; Plh.: %(plh)s.") % said
    return _("%(who)s (%(post)s) %(kind)s %(days)s; Plh.: %(plh)s, tetapi tidak untuk semua harinya.") % said


def _day(text: str) -> date:
    found = parse_date(text)
    if found is None:
        raise ValueError(f"{text!r} is no date.")
    return found
