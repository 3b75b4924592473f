"""The office's calendar days (hari kalender), as against the moments at which things happen."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from simcap import clock

from .models import Office

ONE_DAY = timedelta(days=1)


def day_of(at: datetime, office: Office) -> date:
    """The office's calendar day of a moment."""
    return at.astimezone(ZoneInfo(office.time_zone)).date()


def today_of(office: Office) -> date:
    """Today, by the office's clock."""
    return day_of(clock.now(), office)


def midnight(day: date, office: Office) -> datetime:
    """The moment at which a day begins in the office."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(office.time_zone))
