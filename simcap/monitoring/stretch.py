"""A stretch of days as the counts are read: whole months at once, and the days that are left at either end."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first day to the last, both included. Raises: ValueError when it ends before it begins."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"The stretch ends on {self.last}, before it begins on {self.first}.")

    @property
    def months(self) -> tuple[date, date] | None:
        """The first days of its first and last whole month; None when no month is whole."""
        first = self.first if self.first.day == 1 else after_month(self.first)
        last = month_of(self.last) if self.last == end_of_month(self.last) else month_of(month_of(self.last) - ONE_DAY)
        return (first, last) if first <= last else None

    @property
    def days(self) -> tuple[tuple[date, date], ...]:
        """The days outside its whole months, as up to two stretches."""
        if self.months is None:
            return ((self.first, self.last),)
        first, last = self.months
        ends = ((self.first, first - ONE_DAY), (after_month(last), self.last))
        return tuple(end for end in ends if end[0] <= end[1])


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def end_of_month(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def after_month(day: date) -> date:
    """The first day of the month after."""
    return end_of_month(day) + ONE_DAY


def months_of(first: date, last: date) -> Iterator[date]:
    """The first day of every month from one to another."""
    month = month_of(first)
    while month <= last:
        yield month
        month = after_month(month)
