"""Watching turns (pemantauan giliran): written in the act's transaction, looked at by the worker when something is due.

A look writes the notices, each once for a person, turn, kind and channel, and says when to look again, all in one
transaction. Nothing is sent here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Min, Sum

from simcap import clock
from simcap.facilitation import calendar_change, turns
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Turn
from simcap.people.calendar import of as calendar_of
from simcap.people.models import Office, Officer
from simcap.people.roster import Roster
from simcap.procedure.office_hours import NoWorkingTime

from .addressees import Addressees
from .channels import channels_of
from .models import Kind, Notice, TurnWatch
from .timetable import FOR_SUPERIORS, Pace, Stay, due, following, pace_of, timetable
from .worker import look_later

#: So many turns are looked at in one transaction.
BATCH = 100
#: An office without working time within two years is looked at again after so long.
NO_HOURS = timedelta(days=1)
#: Nothing follows, unless the turn is opened.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def opening_of(office: Office, at: datetime) -> datetime:
    """The moment itself in office hours, else the next opening."""
    try:
        return calendar_of(office).next_opening(at)
    except NoWorkingTime:
        return at + NO_HOURS


@turns.watches
def note_turn(turn: Turn) -> None:
    """Watch a turn that has begun; look again at one that was opened, for then another limit holds.

    Changes: one row, and one task of the worker, in the transaction of the act.
    """
    if turn.kind == "suspended":
        return
    next_at = opening_of(turn.facilitation.office, clock.now())
    if turn.opened_at is None:
        TurnWatch.objects.create(turn=turn, office_id=turn.office_id, next_at=next_at)
    else:
        TurnWatch.objects.filter(turn=turn).update(next_at=next_at)
    look_later(next_at)


@calendar_change.watches
def look_again(office: Office) -> None:
    """Look at every watched turn of an office anew: its calendar has changed, so other moments hold.

    Changes: when they are looked at, and one task of the worker, in the transaction of the change.
    """
    now = clock.now()
    if TurnWatch.objects.filter(office=office).update(next_at=now):
        look_later(now)


def watch_unwatched() -> int:
    """Watch open turns that began before they were watched, for what falls due from now on. Answers how many."""
    now = clock.now()
    rows = Turn.objects.filter(closed_at=None, watch=None).exclude(kind="suspended").select_related("office")
    made = [TurnWatch(turn=one, office_id=one.office_id, next_at=now, looked_at=now) for one in rows]
    return len(TurnWatch.objects.bulk_create(made, ignore_conflicts=True))


def forget_ended() -> int:
    """Watch ended turns no longer. Answers how many."""
    return TurnWatch.objects.filter(turn__closed_at__isnull=False).delete()[0]


def next_look() -> datetime | None:
    """When the next turn is looked at; None when none will be."""
    found: datetime | None = TurnWatch.objects.aggregate(first=Min("next_at"))["first"]
    return None if found is None or found >= NEVER else found


def look(at: datetime) -> None:
    """Look at the turns that are due, one office after another; those beyond a batch are looked at next time.

    Changes: notices of what fell due; when to look again; watches of ended turns go.
    """
    for office in Office.objects.filter(pk__in=TurnWatch.objects.filter(next_at__lte=at).values("office")):
        _look_in(office, at)


@transaction.atomic
def _look_in(office: Office, at: datetime) -> None:
    rows = TurnWatch.objects.filter(office=office, next_at__lte=at).select_for_update(of=("self",), skip_locked=True)
    found = list(rows.select_related("turn__facilitation").order_by("next_at", "id")[:BATCH])
    ended = [one.pk for one in found if one.turn.closed_at]
    TurnWatch.objects.filter(pk__in=ended).delete()
    watches = [one for one in found if one.turn.closed_at is None]
    opening = opening_of(office, at)
    if opening > at:  # looked at out of hours, after a standstill or a change of the calendar
        TurnWatch.objects.filter(pk__in=[one.pk for one in watches]).update(next_at=opening)
    else:
        _tell(office, watches, at)


def _tell(office: Office, watches: list[TurnWatch], at: datetime) -> None:
    people, pace, used = Addressees(Roster(office, at, at), at), pace_of(office), _used(watches)
    wanted: list[tuple[Turn, Kind, tuple[Officer, ...]]] = []
    for one in watches:
        one.turn.facilitation.office = office
        kinds, next_at = _fallen(one, pace, used.get((one.turn.facilitation_id, one.turn.step), timedelta(0)), at)
        wanted += [(one.turn, kind, _to(people, one.turn, kind)) for kind in kinds]
        one.looked_at, one.next_at = at, next_at
    TurnWatch.objects.bulk_update(watches, ["looked_at", "next_at"])
    _write(office, wanted, at)


def _fallen(watch: TurnWatch, pace: Pace, used: timedelta, at: datetime) -> tuple[tuple[Kind, ...], datetime]:
    """What has fallen due at a turn since it was looked at, and when to look again."""
    turn, case = watch.turn, watch.turn.facilitation
    step = definition(case.definition_id).step(turn.step)
    stay = Stay(turn.arrived_at, turn.opened_at, step, used, case.ends_at)
    try:
        table = timetable(stay, pace=pace, calendar=calendar_of(case.office))
    except NoWorkingTime:
        return (), at + NO_HOURS
    return due(table, since=watch.looked_at, at=at), following(table, at=at) or NEVER


def _used(watches: Iterable[TurnWatch]) -> dict[tuple[int, int], timedelta]:
    """Handling so far by case and step."""
    cases = [one.turn.facilitation_id for one in watches]
    rows = Turn.objects.filter(facilitation__in=cases, closed_at__isnull=False).exclude(kind="suspended")
    sums = rows.order_by().values_list("facilitation", "step").annotate(sum=Sum("handling"))
    return {(case, step): total or timedelta(0) for case, step, total in sums}


def _to(people: Addressees, turn: Turn, kind: Kind) -> tuple[Officer, ...]:
    if kind in FOR_SUPERIORS:
        return people.superiors(turn)
    found = people.performers(turn)
    return tuple(one for one in found if one.pk != turn.opened_by_id) if kind == Kind.NEW else found


def _write(office: Office, wanted: list[tuple[Turn, Kind, tuple[Officer, ...]]], at: datetime) -> None:
    channels = channels_of({one for _turn, _kind, people in wanted for one in people}, at=at)
    Notice.objects.bulk_create(
        (
            Notice(office=office, officer=one, channel=channel, kind=kind, turn=turn, created_at=at, try_at=at)
            for turn, kind, people in wanted
            for one in people
            for channel in channels.get(one.pk, ())
            if channel.wants(kind)
        ),
        ignore_conflicts=True,
    )
