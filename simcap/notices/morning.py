"""The morning's digest (ringkasan pagi): one for each person and working day, of what waits, is near or over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Turn
from simcap.facilitation.occasion import officer_actor
from simcap.facilitation.queries import inbox
from simcap.facilitation.rights import Powers
from simcap.people.absences import away_between
from simcap.people.calendar import of as calendar_of
from simcap.people.days import day_of, midnight
from simcap.people.models import Office, Officer
from simcap.procedure import flow

from .channels import channels_of
from .models import Kind, MorningRound, Notice, State
from .timetable import pace_of
from .watching import forget_ended, opening_of
from .wording import Message, address, is_told, link_to, step_measure

#: So many matters stand in a digest; of the others their count.
MOST = 30
#: What is done with is kept so long for the administrator. Units: days.
KEPT_DAYS = 90
DONE = (State.SENT, State.FAILED, State.UNSURE, State.DROPPED)
GRADES = ("over", "near", "waiting")


def write_digests(at: datetime) -> int:
    """Write the day's digests of every office that is open and has not had them. Answers how many offices."""
    written = [_round(office, at) for office in Office.objects.order_by("id") if calendar_of(office).is_open(at)]
    return sum(written)


@transaction.atomic
def _round(office: Office, at: datetime) -> bool:
    day = day_of(at, office)
    if MorningRound.objects.filter(office=office, on=day).exists():
        return False
    _round_row, is_new = MorningRound.objects.get_or_create(office=office, on=day)
    if not is_new:
        return False
    away = away_between(office, day, day)
    rows = Officer.objects.filter(office=office, is_active=True, account__is_active=True).select_related("account")
    people = [one for one in rows if one.pk not in away]
    channels = channels_of(people, at=at)
    about = {"office": office, "kind": Kind.DIGEST, "on": day, "created_at": at, "try_at": at}
    made = [
        Notice(officer=one, channel=channel, **about)
        for one in people
        for channel in channels.get(one.pk, ())
        if channel.wants(Kind.DIGEST)
    ]
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    _clear(office, at)
    return True


def _clear(office: Office, at: datetime) -> None:
    """What has been done with long ago goes; so do the watches of ended turns."""
    long_ago = at - timedelta(days=KEPT_DAYS)
    Notice.objects.filter(office=office, state__in=DONE, done_at__lt=long_ago, turn__closed_at__isnull=False).delete()
    Notice.objects.filter(office=office, state__in=DONE, done_at__lt=long_ago, turn=None).delete()
    MorningRound.objects.filter(office=office, on__lt=long_ago.date()).delete()
    forget_ended()


def next_round(at: datetime) -> datetime | None:
    """When the next office wants its digests."""
    return min((_next(office, at) for office in Office.objects.order_by("id")), default=None)


def _next(office: Office, at: datetime) -> datetime:
    day = day_of(at, office)
    had = MorningRound.objects.filter(office=office, on=day).exists()
    return opening_of(office, midnight(day + timedelta(days=1), office) if had else at)


def digest(notice: Notice, *, at: datetime) -> Message | None:
    """The digest of one person as things stand now; None when nothing waits for him."""
    office, account = notice.office, notice.officer.account
    if account is None:
        return None
    found = inbox(Powers(officer_actor(account), at))
    rows, count = list(found[:MOST]), found.count()
    if not rows:
        return None
    grades = _graded(rows, office, at)
    lines = [_greeting(office, at, count), ""]
    for grade in GRADES:
        if matters := grades[grade]:
            lines += [f"{_grade_text(grade)} ({len(matters)})", *(line for one in matters for line in _line(one)), ""]
    if rest := count - len(rows):
        lines += [ngettext("Dan %(n)d lainnya.", "Dan %(n)d lainnya.", rest) % {"n": rest}, ""]
    lines.append(_("Meja saya: %(link)s") % {"link": address("desk")})
    lines.append(_("Atur pemberitahuan Anda: %(link)s") % {"link": address("notices")})
    over = len(grades["over"])
    title = ngettext("%(n)d tugas menunggu Anda", "%(n)d tugas menunggu Anda", count) % {"n": count}
    late = ngettext(", %(n)d melewati batas", ", %(n)d melewati batas", over) % {"n": over} if over else ""
    return Message(title + late, "\n".join(lines) + "\n")


def _greeting(office: Office, at: datetime, count: int) -> str:
    day = dateformat.format(at.astimezone(ZoneInfo(office.time_zone)), "l, j F Y")
    return ngettext(
        "%(day)s: %(n)d tugas menunggu Anda.", "%(day)s: %(n)d tugas menunggu Anda.", count
    ) % {"day": day, "n": count}  # fmt: skip


def _grade_text(grade: str) -> str:
    return {"over": _("Melewati batas"), "near": _("Mendekati batas"), "waiting": _("Menunggu")}[grade]


def _graded(turns: Iterable[Turn], office: Office, at: datetime) -> dict[str, list[Turn]]:
    rows = list(turns)
    of_case: dict[int, list[Turn]] = {}
    cases = [one.facilitation_id for one in rows]
    for turn in Turn.objects.filter(facilitation__in=cases).order_by("id"):
        of_case.setdefault(turn.facilitation_id, []).append(turn)
    found: dict[str, list[Turn]] = {grade: [] for grade in GRADES}
    for one in rows:
        found[_grade(one, of_case[one.facilitation_id], office, at)].append(one)
    return found


def _grade(turn: Turn, turns: list[Turn], office: Office, at: datetime) -> str:
    """Over its standard or unopened for too long; near it; or waiting. Off the SOP's path nothing is late."""
    measured, pace = step_measure(turn, at=at, turns=turns), pace_of(office)
    if measured is None:
        return "waiting"
    if measured.standard is None:
        return "over" if at > turn.facilitation.ends_at else "waiting"
    if turn.opened_at is None:
        waited = calendar_of(office).working_time(turn.arrived_at, at)
        return "over" if waited >= pace.unopened else "waiting"
    if measured.verdict == "exceeded":
        return "over"
    return "near" if measured.handling >= measured.standard * pace.share else "waiting"


def _line(turn: Turn) -> Iterator[str]:
    case = turn.facilitation
    agenda = _("Agenda %(agenda)s") % {"agenda": case.agenda_number}
    if is_told(case):
        revision = definition(case.definition_id)
        row = flow.onward_row(revision, turn.stage)
        wanted = revision.acts[row.act].label.id if row else revision.stages[turn.stage].label.id
        yield f"- {agenda}: {' '.join(case.event.split())}. {wanted}"
    else:
        yield f"- {agenda}"
    yield "  " + _("Buka SIMCAP: %(link)s") % {"link": link_to(turn)}
