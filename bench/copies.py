"""Copies of a closed case: what is one's own, and what it shares with all others of the same course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from simcap.facilitation.closing import closed_of
from simcap.facilitation.counting import DayKey, keys_of, row_of
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation, Turn
from simcap.intake.models import RequestLetter
from simcap.journal.append import moment

from .bulk import Rows, prepared
from .courses import Course


class Times:
    """The moments and measurements of a course as the database takes them, made once for all cases that share it."""

    def __init__(self, course: Course, case: Facilitation) -> None:
        zone = ZoneInfo(case.office.time_zone)
        moments = [course.registered_at, *(stay.closed_at for stay in course.stays)]
        self.year, self.registered = course.registered_at.year, _at(course.registered_at)
        self.day = prepared(RequestLetter, "letter_on", course.registered_at.astimezone(zone).date())
        self.starts, self.ends = _at(course.starts_at), _at(course.ends_at)
        self.stored, self.said = [_at(one) for one in moments], [moment(one) for one in moments]
        self.stays = [
            (
                _at(one.arrived_at), _at(one.opened_at), _at(one.closed_at), _length("waiting", one.waiting),
                _length("handling", one.handling), _length("late", one.late),
            )
            for one in course.stays
        ]  # fmt: skip
        closed = closed_of(
            definition(case.definition_id), course.stays, stage=case.stage, came_from="", zone=case.office.time_zone
        )
        rows = [row_of(case, one) for one in closed]
        self.measured = [Rows(row, "facilitation", drop="id") for row in rows]
        self.counted: list[DayKey] = [key for row in rows for key in keys_of(row)]


@dataclass(frozen=True, slots=True)
class Copy:
    """One case to write. Its uid rises with its number, so that every index grows at its end."""

    number: int
    pk: int
    uid: UUID
    times: Times
    is_open: bool

    @property
    def agenda_number(self) -> str:
        """Its number in the agenda."""
        return f"{self.number:07d}/{self.times.year}"

    @property
    def event(self) -> str:
        """What it is about: one word in common, one of its own."""
        return f"Festival Nagari {self.number}"


def _at(value: Any) -> Any:
    return prepared(Turn, "arrived_at", value)


def _length(name: str, value: Any) -> Any:
    return prepared(Turn, name, value)
