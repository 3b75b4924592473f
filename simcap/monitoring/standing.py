"""Where cases stand now (kedudukan berkas), and for how long already: from the open turns, secret cases counted too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from simcap.facilitation.definitions import all_definitions, in_force
from simcap.facilitation.models import Turn
from simcap.people.calendar import of as calendar_of
from simcap.people.models import Office
from simcap.procedure.definition import Definition, Stage
from simcap.procedure.office_hours import OfficeCalendar

#: Ages that the picture tells apart: an hour, a working day, three. Units: working time.
AGES = (timedelta(minutes=60), timedelta(minutes=450), timedelta(minutes=1350))
#: So far back one looks for the moment at which a turn reached an age.
LONGEST_AGO = timedelta(days=120)
EXACT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class StageStanding:
    """The open turns of one stage of a revision.

    Units: `older` is how many have reached each of `AGES`; `longest` is working time.
    """

    revision: Definition
    stage: Stage
    count: int = 0
    unopened: int = 0
    older: tuple[int, ...] = (0, 0, 0)
    longest: timedelta = timedelta(0)

    @property
    def heat(self) -> int:
        """0 where nothing stands, then 1 to 4 by the age of what has stood there longest."""
        return 0 if not self.count else 1 + sum(number > 0 for number in self.older)


def standings(office: Office, *, at: datetime) -> dict[str, StageStanding]:
    """Every stage at which a case can wait, by its id: of the SOP in force, and of others under which cases still run.

    One statement, however many cases are closed.
    """
    calendar, own = calendar_of(office), in_force(office, at)
    rows = {row["stage"]: row for row in _rows(office, calendar, at)}
    others = [one for one in all_definitions().values() if one is not own]
    waiting = {
        stage.id: (revision, stage)
        for revision in (*others, own)
        for stage in revision.stages.values()
        if stage.kind != "end" and (revision is own or stage.id in rows)
    }
    return {name: _one(revision, stage, rows.get(name), calendar, at) for name, (revision, stage) in waiting.items()}


def _one(
    revision: Definition, stage: Stage, row: dict[str, Any] | None, calendar: OfficeCalendar, at: datetime
) -> StageStanding:
    if row is None:
        return StageStanding(revision, stage)
    older = tuple(row[f"older_{number}"] for number in range(len(AGES)))
    return StageStanding(revision, stage, row["count"], row["unopened"], older, calendar.working_time(row["since"], at))


def _rows(office: Office, calendar: OfficeCalendar, at: datetime) -> Iterator[dict[str, Any]]:
    older = {
        f"older_{number}": Count("pk", filter=Q(arrived_at__lte=ago(calendar, at, age)))
        for number, age in enumerate(AGES)
    }
    rows: Any = (
        Turn.objects.filter(office=office, closed_at=None)
        .values("stage")
        .annotate(count=Count("pk"), unopened=Count("pk", filter=Q(opened_at=None)), since=Min("arrived_at"), **older)
        .order_by("stage")
    )
    yield from rows


def ago(calendar: OfficeCalendar, at: datetime, working: timedelta) -> datetime:
    """The last moment from which so much working time has passed until `at`, to half a minute."""
    early, late = at - LONGEST_AGO, at
    while late - early > EXACT:
        middle = early + (late - early) / 2
        if calendar.working_time(middle, at) >= working:
            early = middle
        else:
            late = middle
    return early
