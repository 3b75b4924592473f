"""Office hours (jam kerja): how much working time lies between two moments, and when so much of it has passed.

Everything is reckoned on the wall clock of the office's time zone; Indonesia's zones never change their clocks.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

NOTHING = timedelta(0)
DAY = timedelta(days=1)
#: So many days in a row without working time mean that the calendar has an end.
HORIZON_DAYS = 731
PERPRES = "Perpres 21/2023 tentang Hari Kerja dan Jam Kerja Instansi Pemerintah dan Pegawai ASN"


class NoWorkingTime(ValueError):
    """The calendar knows no working time within two years of the moment asked about."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of working time within one day. Units: wall clock of the office; `end` is not part of it."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError("A span holds wall-clock times without a time zone.")
        if self.start >= self.end:
            raise ValueError(f"A span ends after it starts, not {self.start}–{self.end}.")

    @property
    def length(self) -> timedelta:
        """Working time of the whole span."""
        return _since_midnight(self.end) - _since_midnight(self.start)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Working hours of a week between two dates, both inclusive; None means without bound.

    Shape: `days` maps a weekday (Monday is 0) to its spans in order; a weekday that is not there is free.
    `source`: the regulation or decree that sets these hours.
    """

    from_on: date | None
    until_on: date | None
    days: Mapping[int, tuple[Span, ...]] = field(hash=False)
    source: str

    def __post_init__(self) -> None:
        if self.from_on and self.until_on and self.until_on < self.from_on:
            raise ValueError(f"The schedule ends on {self.until_on}, before it begins on {self.from_on}.")
        for weekday, spans in self.days.items():
            if weekday not in range(7):
                raise ValueError(f"{weekday!r} is not a weekday; Monday is 0 and Sunday 6.")
            if any(after.start < before.end for before, after in pairwise(spans)):
                raise ValueError(f"The spans of weekday {weekday} overlap or are out of order.")

    def covers(self, day: date) -> bool:
        """Whether the schedule's bounds contain the date."""
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or day <= self.until_on)

    def spans(self, weekday: int) -> tuple[Span, ...]:
        """The working spans of a weekday."""
        return self.days.get(weekday, ())

    def length(self, weekday: int) -> timedelta:
        """Working time of a weekday."""
        return sum((span.length for span in self.spans(weekday)), NOTHING)

    @property
    def week(self) -> timedelta:
        """Working time of a week without holidays."""
        return sum((self.length(weekday) for weekday in range(7)), NOTHING)


@dataclass(frozen=True)
class OfficeCalendar:
    """The office's calendar (kalender kerja): schedules and holidays in one time zone.

    Where several schedules contain a date, the last one wins: Ramadan is appended after the default.
    Moments given must be aware; moments answered are in UTC.
    """

    time_zone: str
    schedules: tuple[Schedule, ...]
    holidays: frozenset[date]

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`, exact; zero when `end` is not after `start`."""
        first, last = self._local(start), self._local(end)
        if last <= first:
            return NOTHING
        whole = self._whole_days(first.date(), last.date())
        return whole + self._elapsed(last) - self._elapsed(first)

    def add(self, start: datetime, working: timedelta) -> datetime:
        """The first moment at which so much working time has passed since `start`.

        Raises: NoWorkingTime, when two years go by without any; ValueError for a negative amount.
        """
        if working < NOTHING:
            raise ValueError("Working time to add is never negative.")
        local = self._local(start)
        if working == NOTHING:
            return start.astimezone(UTC)
        wanted = self._elapsed(local) + working
        for day, spans in self._working_days(local.date()):
            for span in spans:
                if wanted <= span.length:
                    return self._moment(day, _since_midnight(span.start) + wanted)
                wanted -= span.length
        raise NoWorkingTime(f"The office calendar has no working time in the two years after {local:%Y-%m-%d}.")

    def is_open(self, moment: datetime) -> bool:
        """Whether the moment lies in working hours; the closing minute does not."""
        local = self._local(moment)
        return any(span.start <= local.time() < span.end for span in self._spans(local.date()))

    def next_opening(self, moment: datetime) -> datetime:
        """The moment itself when the office is open, else the next start of a span. Raises: NoWorkingTime."""
        local = self._local(moment)
        for day, spans in self._working_days(local.date()):
            for span in spans:
                if day > local.date() or local.time() < span.end:
                    opening = self._moment(day, _since_midnight(span.start))
                    return max(opening, moment.astimezone(UTC))
        raise NoWorkingTime(f"The office does not open in the two years after {local:%Y-%m-%d}.")

    def digest(self) -> str:
        """SHA-256, hex, of the canonical form: a closed measurement names the calendar it was measured by."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        form = {
            "time_zone": self.time_zone,
            "schedules": [_canonical(schedule) for schedule in self.schedules],
            "holidays": [day.isoformat() for day in self._sorted_holidays],
        }
        text = json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def _sorted_holidays(self) -> tuple[date, ...]:
        return tuple(sorted(self.holidays))

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def _local(self, moment: datetime) -> datetime:
        """The moment on the office's wall clock, without zone, so that differences are wall-clock differences."""
        if moment.tzinfo is None:
            raise ValueError("Office hours are asked about aware moments only.")
        return moment.astimezone(self._zone).replace(tzinfo=None)

    def _moment(self, day: date, since_midnight: timedelta) -> datetime:
        wall = datetime.combine(day, time.min) + since_midnight
        return wall.replace(tzinfo=self._zone).astimezone(UTC)

    def _schedule(self, day: date) -> Schedule | None:
        return next((schedule for schedule in reversed(self.schedules) if schedule.covers(day)), None)

    def _spans(self, day: date) -> tuple[Span, ...]:
        if day in self.holidays:
            return ()
        schedule = self._schedule(day)
        return schedule.spans(day.weekday()) if schedule else ()

    def _elapsed(self, local: datetime) -> timedelta:
        """Working time from midnight to this wall-clock moment."""
        now = _since_midnight(local.time())
        worked = (
            min(now, _since_midnight(span.end)) - _since_midnight(span.start) for span in self._spans(local.date())
        )
        return sum((length for length in worked if length > NOTHING), NOTHING)

    def _working_days(self, first: date) -> Iterator[tuple[date, tuple[Span, ...]]]:
        """Days with their spans, from `first` on, until the calendar has been empty for the horizon."""
        day, idle = first, 0
        while idle <= HORIZON_DAYS:
            spans = self._spans(day)
            idle = 0 if spans else idle + 1
            yield day, spans
            day += DAY

    def _whole_days(self, first: date, until: date) -> timedelta:
        """Working time of the days from `first` to before `until`; its cost does not grow with their number."""
        cuts = sorted({first, until, *self._cuts(first, until)})
        return sum((self._piece(a, b) for a, b in pairwise(cuts)), NOTHING)

    def _cuts(self, first: date, until: date) -> Iterator[date]:
        """Dates between the two on which another schedule may come into force."""
        for schedule in self.schedules:
            if schedule.from_on and first < schedule.from_on < until:
                yield schedule.from_on
            if schedule.until_on and first <= schedule.until_on < until:
                yield schedule.until_on + DAY

    def _piece(self, first: date, until: date) -> timedelta:
        """Working time of days that are all under one schedule: whole weeks, odd days, less the holidays."""
        schedule = self._schedule(first)
        if schedule is None:
            return NOTHING
        weeks, odd_days = divmod((until - first).days, 7)
        odd = sum((schedule.length((first.weekday() + n) % 7) for n in range(odd_days)), NOTHING)
        days = self._sorted_holidays
        holidays = days[bisect_left(days, first) : bisect_left(days, until)]
        return schedule.week * weeks + odd - sum((schedule.length(day.weekday()) for day in holidays), NOTHING)


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)


def _canonical(schedule: Schedule) -> dict[str, object]:
    return {
        "from_on": schedule.from_on.isoformat() if schedule.from_on else None,
        "until_on": schedule.until_on.isoformat() if schedule.until_on else None,
        "days": {
            str(weekday): [[span.start.isoformat(), span.end.isoformat()] for span in spans]
            for weekday, spans in sorted(schedule.days.items())
            if spans
        },
        "source": schedule.source,
    }


def _week(monday_to_thursday: tuple[Span, ...], friday: tuple[Span, ...]) -> dict[int, tuple[Span, ...]]:
    return {**dict.fromkeys(range(4), monday_to_thursday), 4: friday}


#: 37.5 h a week: 4 × (8.5 h − 60 min) + (9 h − 90 min) = 30 h + 7.5 h. Source: Perpres 21/2023 for the week, the
#: start at 07:30 and the length of the breaks; where in the day the breaks lie is common practice.
DEFAULT_SCHEDULE = Schedule(
    from_on=None,
    until_on=None,
    days=_week(
        (Span(time(7, 30), time(12)), Span(time(13), time(16))),
        (Span(time(7, 30), time(12)), Span(time(13, 30), time(16, 30))),
    ),
    source=PERPRES,
)


def ramadan(from_on: date, until_on: date) -> Schedule:
    """Working hours in Ramadan (jam kerja bulan Ramadan), to be appended after the default schedule.

    32.5 h a week: 4 × (7 h − 30 min) + (7.5 h − 60 min) = 26 h + 6.5 h, from 08:00.
    Source: Perpres 21/2023; the dates come from the Minister's decree on the beginning of Ramadan.
    """
    days = _week(
        (Span(time(8), time(12)), Span(time(12, 30), time(15))),
        (Span(time(8), time(12)), Span(time(13), time(15, 30))),
    )
    return Schedule(from_on=from_on, until_on=until_on, days=days, source=f"{PERPRES} (Ramadan)")
