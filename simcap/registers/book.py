"""A register (buku register) as a table: its rows, its columns, and how they stand together on screen and paper.

One description carries the page, the API, CSV, XLSX and the printed book.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise, cached_property

from simcap.facilitation.definitions import definition
from simcap.facilitation.gates import stage_label
from simcap.facilitation.models import Assignment, Facilitation, Turn
from simcap.facilitation.queries import visible_to
from simcap.facilitation.rights import Powers
from simcap.people.models import Officer

Words = str | Promise
Value = str | date | datetime | int | Decimal | None
Kind = Literal["text", "date", "moment", "number"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column. `width` in characters, for sheets; `lead` stands before the value where columns share a cell.

    `total`: the lookup or expression that is summed below the book.
    """

    key: str
    label: Words
    value: Callable[[Any], Value]
    kind: Kind = "text"
    width: int = 16
    lead: Words = ""
    total: Any = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Columns that stand one below the other on screen and paper. `share` is the cell's part of the width.

    `by`: by what its head sorts, the book's own moment or the schedule.
    """

    label: Words
    keys: tuple[str, ...]
    share: int
    by: Literal["", "on", "schedule"] = ""


def of_cases(cases: QuerySet[Facilitation]) -> Exists:
    """Whether the row's case is one of these; asked row by row, so that a page costs the same in a thick book."""
    return Exists(cases.filter(pk=OuterRef("facilitation_id")))


def named_on_case(officer: Officer, path: str) -> Q:
    """Rows whose case names this officer: coordinator, crew, or who did an act of its path."""
    case = OuterRef(f"{path}pk")
    assigned = Assignment.objects.filter(facilitation=case, officer=officer)
    return Q(Exists(assigned)) | Q(Exists(Turn.objects.filter(facilitation=case, closed_by=officer)))


@dataclass(frozen=True, kw_only=True)
class Book:
    """A register. `path` leads from a row to its case ("" when the row is the case); `on` is when a row counts.

    Shape: `rows` narrows its table to the given cases, with all that the columns need; `mark` is the column that leads
    to the case; `officer` says which rows an officer has to do with; `numbered` is the kind of document whose numbers
    the book counts, so that it can say which were given up.
    """

    code: str
    title: Words
    about: Words
    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]
    rows: Callable[[QuerySet[Facilitation]], QuerySet[Any]]
    path: str
    on: str
    on_label: Words
    mark: str
    officer: Callable[[Officer, str], Q] = named_on_case
    numbered: str = ""

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        """The columns by their keys."""
        return {one.key: one for one in self.columns}

    def case(self, row: Any) -> Facilitation:
        """The case of a row."""
        return row if isinstance(row, Facilitation) else row.facilitation

    def visible(self, powers: Powers) -> QuerySet[Any]:
        """The rows whose case this person may see."""
        return self.rows(visible_to(powers))


def standing(case: Facilitation) -> str:
    """Where a case stands (kedudukan), in the current language."""
    return stage_label(definition(case.definition_id), case.stage)


def regency(case: Facilitation) -> str:
    """The kabupaten or kota of a case. Shape: the last part of the place as it was kept."""
    return case.place_label.rpartition(", ")[2]
